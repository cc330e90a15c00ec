/* Take it along: files, links, pictures. */
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from './part.ts';

@customElement('coop-take')
export class Take extends Part {
  protected override render() {
    return html`<button type="button" class="boton">${this.t('llevar.titulo')}</button>`;
  }
}
