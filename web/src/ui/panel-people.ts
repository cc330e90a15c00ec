/* How many people: bounds, because documents name groups that may overlap, and how many of the projects say so at all. */
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Figures, Groups } from '../api/totals.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, NO_FILTER, type Filter } from '../state/filter.ts';
import { namingPeople } from './panel-parts.ts';
import { Part } from './part.ts';

@customElement('coop-people')
export class People extends Part {
  @property({ attribute: false }) all: Pick<Figures, 'proyectos' | 'personas_min' | 'personas_max'> | null =
    null;
  @property({ attribute: false }) filters: Filter = NO_FILTER;
  private readonly naming = new Loader<Groups>(this, (_key, signal) =>
    this.page.client.groups('clase', namingPeople(this.filters) ?? this.filters, signal),
  );

  protected override willUpdate(): void {
    const asked = this.all?.personas_max == null ? null : namingPeople(this.filters);
    this.naming.want(asked && formatFilter(asked), true);
  }

  private range(least: number | null, most: number | null): string {
    const [a, b] = [least ?? most ?? 0, most ?? least ?? 0];
    return a === b ? this.number(a) : this.t('personas.entre', { a: this.number(a), b: this.number(b) });
  }

  protected override render() {
    const { personas_min: least = null, personas_max: most = null, proyectos = 0 } = this.all ?? {};
    if (least === null && most === null)
      return html`<strong class="sin-dato">${this.t('sin-dato')}</strong>
        <span>${this.t('personas.ninguno')}</span>`;
    const told = this.naming.seen?.todo.proyectos;
    const several = least !== most ? this.t('personas.repetidas') : '';
    return html`<strong>${this.range(least, most)}</strong>
      <span
        >${
          told === undefined
            ? this.t('personas.rotulo')
            : this.count('personas.de', told).replace('{total}', this.number(proyectos))
        }${several}</span
      >`;
  }
}
