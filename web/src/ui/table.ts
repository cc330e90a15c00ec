/* The selected projects as a table. */
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from './part.ts';

@customElement('coop-table')
export class Table extends Part {
  protected override render() {
    return html`<h2>${this.t('vista.tabla')}</h2>`;
  }
}
