/* The charts of what is selected. */
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from '../ui/part.ts';

@customElement('coop-charts')
export class Charts extends Part {
  protected override render() {
    return html`<h2>${this.t('graficos.titulo')}</h2>`;
  }
}
