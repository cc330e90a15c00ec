/* The facets of the filter, with live counts. */
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from './part.ts';

@customElement('coop-facets')
export class Facets extends Part {
  protected override render() {
    return html`<h2>${this.t('filtro.titulo')}</h2>`;
  }
}
