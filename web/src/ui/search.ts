/* Search with completion: a combobox after the ARIA authoring practices (list autocomplete, manual selection). */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Found } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import { NOTHING_SELECTED, Part } from './part.ts';

const PAUSE_MS = 140;

@customElement('coop-search')
export class Search extends Part {
  @state() private words = '';
  @state() private open = false;
  @state() private active = -1;
  private readonly found = new Loader<Found[]>(this, (words, signal) => this.page.client.find(words, signal));
  private timer = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private get results(): Found[] {
    return this.found.answer.phase === 'ready' ? this.found.answer.data : [];
  }

  protected override updated(_changed: PropertyValues): void {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render() {
    const showing = this.open && this.words.trim() !== '';
    return html`<search class="busqueda" @focusout=${this.left}>
      <label class="oculto" for="busqueda">${this.t('busqueda.rotulo')}</label>
      <svg class="lupa" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5.5" />
        <path d="m13 13 5 5" />
      </svg>
      <input
        id="busqueda"
        type="text"
        inputmode="search"
        enterkeyhint="search"
        role="combobox"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="60"
        aria-autocomplete="list"
        aria-expanded=${showing && this.results.length > 0 ? 'true' : 'false'}
        aria-controls="busqueda-lista"
        aria-activedescendant=${showing && this.active >= 0 ? `hallado-${this.active}` : nothing}
        placeholder=${this.t('busqueda.ejemplo')}
        .value=${this.words}
        @input=${this.typed}
        @focus=${this.focused}
        @keydown=${this.key}
      />
      ${
        this.words
          ? html`<button
              type="button"
              class="borrar"
              aria-label=${this.t('busqueda.borrar')}
              @click=${this.clear}
            >
              <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15" /></svg>
            </button>`
          : nothing
      }
      <ul
        id="busqueda-lista"
        role="listbox"
        aria-label=${this.t('busqueda.rotulo')}
        ?hidden=${!showing || this.results.length === 0}
      >
        ${showing ? this.results.map((one, i) => this.option(one, i)) : nothing}
      </ul>
      ${showing ? this.note() : nothing}
    </search>`;
  }

  private option(one: Found, i: number) {
    return html`<li
      id="hallado-${i}"
      role="option"
      aria-selected=${i === this.active ? 'true' : 'false'}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.choose(one)}
    >
      <span class="tipo tipo-${one.tipo}">${this.t(`tipo.${one.tipo}`)}</span>
      <span class="hallado-nombre">${one.nombre}</span>
      ${one.detalle ? html`<span class="hallado-detalle">${one.detalle}</span>` : nothing}
    </li>`;
  }

  private note() {
    const { answer } = this.found;
    if (answer.phase === 'ready' && answer.data.length > 0) return nothing;
    const text =
      answer.phase === 'ready'
        ? this.t('busqueda.nada', { q: this.words.trim() })
        : answer.phase === 'failed'
          ? this.t(`fallo.${answer.error.kind}`, { detalle: answer.error.message })
          : this.t('busqueda.buscando');
    return html`<p class="busqueda-nota">${text}</p>`;
  }

  private async look(): Promise<void> {
    const words = this.words.trim();
    this.found.want(words === '' ? null : words);
    this.active = -1;
  }

  private typed(event: Event): void {
    this.words = (event.target as HTMLInputElement).value;
    this.open = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      void this.look();
      this.sayWhenReady();
    }, PAUSE_MS);
  }

  private sayWhenReady(): void {
    const words = this.words.trim();
    const said = window.setInterval(() => {
      const { phase } = this.found.answer;
      if (phase === 'loading' && this.open) return;
      clearInterval(said);
      if (phase !== 'ready' || words !== this.words.trim()) return;
      const n = this.results.length;
      this.page.announce(
        n === 0 ? this.t('busqueda.nada', { q: words }) : this.count('busqueda.resultados', n),
      );
    }, 200);
  }

  private focused(): void {
    this.open = true;
    void this.look();
  }

  private left(event: FocusEvent): void {
    if (!this.contains(event.relatedTarget as Node | null)) this.open = false;
  }

  private key(event: KeyboardEvent): void {
    const n = this.results.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && n > 0) {
      event.preventDefault();
      this.open = true;
      this.active = this.active < 0 && step < 0 ? n - 1 : (this.active + step + n) % n;
    } else if (event.key === 'Enter') {
      const one = this.results[Math.max(this.active, 0)];
      if (this.open && one) this.choose(one);
    } else if (event.key === 'Escape') {
      if (this.open && this.words) this.open = false;
      else this.clear();
    }
  }

  private clear(): void {
    this.words = '';
    void this.look();
    this.querySelector('input')?.focus();
  }

  private choose(one: Found): void {
    this.open = false;
    this.words = one.nombre;
    this.page.store.set(
      one.tipo === 'area'
        ? { filter: { area: [one.codigo] }, view: NOTHING_SELECTED }
        : { view: { ...NOTHING_SELECTED, [one.tipo]: one.codigo } },
    );
    document.getElementById('panel')?.focus({ preventScroll: false });
  }
}
