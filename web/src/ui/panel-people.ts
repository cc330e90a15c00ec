/* How many people: bounds, because documents name groups that may overlap, and how many of the projects say so at all. */
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Figures } from '../api/totals.ts';
import { Part } from './part.ts';

@customElement('coop-people')
export class People extends Part {
  @property({ attribute: false }) all: Figures | null = null;

  private range(least: number | null, most: number | null): string {
    const [a, b] = [least ?? most ?? 0, most ?? least ?? 0];
    return a === b ? this.number(a) : this.t('personas.entre', { a: this.number(a), b: this.number(b) });
  }

  protected override render() {
    const { personas_min: least = null, personas_max: most = null } = this.all ?? {};
    if (!this.all || (least === null && most === null))
      return html`<strong class="sin-dato">${this.t('sin-dato')}</strong>
        <span>${this.t('personas.ninguno')}</span>`;
    const { proyectos, personas_sin_dato: silent } = this.all;
    const several = least !== most ? this.t('personas.repetidas') : '';
    return html`<strong>${this.range(least, most)}</strong>
      <span
        >${this.count('personas.de', proyectos - silent).replace('{total}', this.number(proyectos))}${several}</span
      >`;
  }
}
