/* Every area of the layer shown, as a list with a filter: what the map offers by clicking, by keyboard and by ear. */
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AreaProperties } from '../api/types.ts';
import { fold } from '../lib/fold.ts';
import { Loader } from '../lib/remote.ts';
import { LAYER_CHOICES, layersOf } from '../map/layers.ts';
import { formatFilter } from '../state/filter.ts';
import { NOTHING_SELECTED, Part } from './part.ts';

interface Listed {
  capa: string;
  areas: AreaProperties[];
  /** What the rest of the filter leaves in each, by code: a link of the list replaces the areas of the filter. */
  projects: ReadonlyMap<string, number>;
  /** How many the layer has; more than are listed where it is very long. */
  total: number;
}

@customElement('coop-areas')
export class AreasList extends Part {
  protected override readonly patient = true;
  @state() private open = false;
  @state() private words = '';
  private readonly areas = new Loader<Listed>(this, async (key, signal) => {
    const { client } = this.page;
    const [capa = ''] = key.split('\n');
    const [page, summary] = await Promise.all([
      client.areas(layersOf(capa), signal),
      client.summary({ ...this.filter, area: [] }, signal),
    ]);
    const collator = new Intl.Collator('es', { numeric: true });
    const areas = page.features.map((feature) => feature.properties);
    areas.sort((a, b) => collator.compare(a.nombre, b.nombre));
    const projects = new Map(summary.areas.map(({ codigo, proyectos }) => [codigo, proyectos]));
    return { capa, areas, projects, total: page.numberMatched ?? areas.length };
  });

  protected override willUpdate(): void {
    const { capa } = this.view;
    const asked = formatFilter({ ...this.filter, area: [] });
    this.areas.want(this.open ? `${capa}\n${asked}` : null, this.areas.seen?.capa === capa);
  }

  protected override render() {
    return html`<details class="todas" .open=${this.open} @toggle=${this.toggled}>
      <summary>${this.t('areas.todas', { capa: layerName(this, this.view.capa) })}</summary>
      ${this.open ? html`${this.choice()} ${this.narrowing()} ${this.remote(this.areas, (listed) => this.list(listed))}` : nothing}
    </details>`;
  }

  private choice() {
    return html`<label class="campo">
      <span>${this.t('mapa.capa')}</span>
      <select
        @change=${(event: Event) => this.page.store.set({ view: { capa: (event.target as HTMLSelectElement).value } })}
      >
        ${LAYER_CHOICES.map(
          ({ key }) =>
            html`<option value=${key} ?selected=${key === this.view.capa}>${layerName(this, key)}</option>`,
        )}
      </select>
    </label>`;
  }

  private narrowing() {
    return html`<label class="campo">
      <span>${this.t('areas.filtrar')}</span>
      <input
        type="search"
        .value=${this.words}
        @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)}
      />
    </label>`;
  }

  private list({ areas, projects, total }: Listed) {
    if (areas.length === 0) return html`<p class="vacio">${this.t('areas.vacio')}</p>`;
    const words = fold(this.words);
    const shown = words === '' ? areas : areas.filter((area) => fold(area.nombre).includes(words));
    if (shown.length === 0) return html`<p class="vacio">${this.t('areas.filtro-nada')}</p>`;
    return html`<ul class="areas">
        ${shown.map(({ codigo, nombre }) => {
          const n = projects.get(codigo) ?? 0;
          return html`<li>
            ${this.stateLink(
              { filter: { area: [codigo] }, view: NOTHING_SELECTED },
              html`<span class="area-nombre">${nombre}</span> ${
                  n > 0 ? html`<span class="area-cuenta">${this.count('areas.proyectos', n)}</span>` : nothing
                }`,
            )}
          </li>`;
        })}
      </ul>
      ${
        total > areas.length
          ? html`<p class="tenue">
              ${this.t('areas.recortada', { n: this.number(areas.length), total: this.number(total) })}
            </p>`
          : nothing
      }`;
  }

  private toggled(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }
}

export function layerName(part: Part, key: string): string {
  const name = part.label('capas', key);
  return name === key ? part.label('capa', key) : name;
}
