/* The projects of one spot of the map, listed. Loaded when a spot of several is asked for. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Page, ProjectProperties } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import { commonCells } from '../map/common-cells.ts';
import type { PlacedSpot } from '../map/points.ts';
import { formatFilter } from '../state/filter.ts';
import { Part } from './part.ts';
import { projectRow } from './project-row.ts';

const ROWS = 20;

@customElement('coop-map-cell')
export class MapCell extends Part {
  @property({ attribute: false }) spot: PlacedSpot | null = null;
  @state() private page_ = 0;
  private readonly listed = new Loader<Page<ProjectProperties>>(this, (_key, signal) => {
    /* Cells of one question add up: those that the filter has would bring theirs. */
    const { otros } = this.filter;
    const asked = otros.flatMap(([key, value]) => (key === 'celda' ? value : []));
    return this.page.client.projects(
      'proyectos',
      { celda: [...commonCells(this.spot?.celda ?? '', asked)], limit: ROWS, offset: this.page_ * ROWS },
      signal,
      { ...this.filter, otros: otros.filter(([key]) => key !== 'celda') },
    );
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('spot')) this.page_ = 0;
    this.listed.want(
      this.spot ? `${this.spot.celda} ${this.page_} ${this.language} ${formatFilter(this.filter)}` : null,
      true,
    );
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('spot') && this.spot) this.querySelector<HTMLElement>('h2')?.focus();
  }

  protected override render() {
    const { spot } = this;
    if (!spot) return nothing;
    return html`<section
      class="mapa-grupo"
      aria-labelledby="mapa-grupo-titulo"
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') this.close();
      }}
    >
      <header>
        <h2 id="mapa-grupo-titulo" tabindex="-1">${this.count('grupo.titulo', spot.n)}</h2>
        <button type="button" aria-label=${this.t('grupo.cerrar')} @click=${() => this.close()}>
          <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5 5 15" /></svg>
        </button>
      </header>
      ${this.remote(this.listed, (page) => this.list(page))}
    </section>`;
  }

  private list({ features, numberMatched = features.length }: Page<ProjectProperties>) {
    const from = this.page_ * ROWS;
    const turn = (name: 'grupo.anteriores' | 'grupo.siguientes', by: number, off: boolean) =>
      html`<button type="button" class="boton" ?disabled=${off} @click=${() => (this.page_ += by)}>
        ${this.t(name)}
      </button>`;
    return html`<ul class="proyectos">
        ${features.map(({ properties }) => projectRow(this, properties))}
      </ul>
      <footer>
        ${
          numberMatched > ROWS
            ? html`${turn('grupo.anteriores', -1, this.page_ === 0)}
                <span
                  >${this.t('grupo.cuales', {
                    de: this.number(from + 1),
                    a: this.number(from + features.length),
                    n: this.number(numberMatched),
                  })}</span
                >
                ${turn('grupo.siguientes', 1, from + ROWS >= numberMatched)}`
            : nothing
        }
        <button type="button" class="boton" @click=${() => this.dispatchEvent(new CustomEvent('acercar'))}>
          ${this.t('grupo.acercar')}
        </button>
      </footer>`;
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent('cerrar'));
  }
}
