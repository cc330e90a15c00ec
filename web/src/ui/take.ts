/* Take it along: a button, and behind it a dialog whose contents are loaded when it is opened. */
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Part } from './part.ts';

const ICON = 'M10 3v9M6.5 8.5 10 12l3.5-3.5M3.5 13v3.5h13V13';

@customElement('coop-take')
export class Take extends Part {
  @state() private open = false;

  protected override render() {
    return html`<button
        type="button"
        class="boton llevar-boton"
        aria-haspopup="dialog"
        @click=${() => void this.show()}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d=${ICON} /></svg>
        <span>${this.t('llevar.titulo')}</span>
      </button>
      <dialog
        class="llevar"
        aria-labelledby="llevar-encabezado"
        @close=${() => (this.open = false)}
        @click=${(event: Event) => {
          if (event.target === event.currentTarget) this.close();
        }}
      >
        <div class="llevar-cabeza">
          <h2 id="llevar-encabezado">${this.t('llevar.encabezado')}</h2>
          <button
            type="button"
            class="llevar-cerrar"
            aria-label=${this.t('llevar.cerrar')}
            @click=${() => this.close()}
          >
            <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5 5 15" /></svg>
          </button>
        </div>
        ${this.open ? html`<coop-take-menu></coop-take-menu>` : nothing}
      </dialog>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  private async show(): Promise<void> {
    const loaded = import('../take/menu.ts');
    this.dialog?.showModal();
    await loaded;
    this.open = customElements.get('coop-take-menu') !== undefined;
    if (!this.open) this.close(); // it did not come, which the notices say
  }

  private close(): void {
    this.dialog?.close();
  }
}
