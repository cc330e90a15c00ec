/* What there is in an area and what there is not: themes with projects and without, and the neighbourhoods inside it that no project
 * names. A hole in the register is shown as one; that nothing is done there nobody says. */
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Matrix } from '../api/totals.ts';
import type { Area } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, UNKNOWN_VALUE } from '../state/filter.ts';
import { innerLayer, parted } from './panel-parts.ts';
import { NOTHING_SELECTED, Part } from './part.ts';

const FEW_THEMES = 3;
const FEW_AREAS = 8;

@customElement('coop-holes')
export class Holes extends Part {
  @property({ attribute: false }) area: Area | null = null;
  @state() private all: 'temas' | 'areas' | 'ambos' | '' = '';
  private readonly matrix = new Loader<Matrix>(this, (_key, signal) =>
    this.page.client.matrix(this.layer, 'tema', this.filter, signal),
  );

  private get layer(): string {
    return (this.area && innerLayer(this.area)) ?? this.area?.properties.capa ?? 'barrio';
  }

  protected override willUpdate(): void {
    const { area, filter } = this;
    this.matrix.want(area ? `${this.layer}\n${this.language}\n${formatFilter(filter)}` : null, true);
  }

  protected override render() {
    return this.remote(this.matrix, (matrix) => html`${this.themes(matrix)} ${this.areas(matrix)}`, 6);
  }

  private more(what: 'temas' | 'areas', n: number) {
    return html`<button
      type="button"
      class="enlace"
      @click=${() => (this.all = this.all === '' ? what : 'ambos')}
    >
      ${this.t('vacios.mas', { n: this.number(n) })}
    </button>`;
  }

  private shows(what: 'temas' | 'areas'): boolean {
    return this.all === what || this.all === 'ambos';
  }

  private themes({ columnas }: Matrix) {
    if (this.filter.tema.length > 0) return nothing;
    const { present, absent, unknown } = parted(columnas);
    const listed = this.shows('temas') ? absent : absent.slice(0, FEW_THEMES);
    return html`<section class="temas">
      <h2>${this.t('vacios.temas')}</h2>
      <ul class="fichas-panel" role="list">
        ${present.map(
          (theme) =>
            html`<li>
              ${this.stateLink(
                { filter: { tema: [theme.codigo ?? UNKNOWN_VALUE] } },
                html`${theme.nombre} <b>${this.number(theme.proyectos)}</b>`,
              )}
            </li>`,
        )}
        ${
          unknown > 0
            ? html`<li>
                ${this.stateLink(
                  { filter: { tema: [UNKNOWN_VALUE] } },
                  html`<span class="sin-dato">${this.t('sin-dato')}</span> <b>${this.number(unknown)}</b>`,
                )}
              </li>`
            : nothing
        }
      </ul>
      ${
        absent.length > 0
          ? html`<p class="huecos">
              <b>${this.count('vacios.sin-temas', absent.length)}</b>
              ${listed.map(({ nombre }) => nombre).join(', ')}${
                listed.length < absent.length
                  ? html` ${this.more('temas', absent.length - listed.length)}`
                  : '.'
              }
            </p>`
          : nothing
      }
    </section>`;
  }

  private areas({ filas, sin_area }: Matrix) {
    if (!this.area || innerLayer(this.area) === null) return nothing;
    const { absent } = parted(filas);
    if (absent.length === 0) return nothing;
    const listed = this.shows('areas') ? absent : absent.slice(0, FEW_AREAS);
    return html`<section class="nada-aqui">
      <h2>${this.t('vacios.areas')}</h2>
      <p>
        ${this.t(`vacios.cuantos.${this.layer === 'barrio' ? 'barrio' : 'otro'}`, {
          vacios: this.number(absent.length),
          total: this.number(filas.length),
        })}
        ${sin_area.proyectos > 0 ? this.count('vacios.sin-barrio', sin_area.proyectos) : nothing}
      </p>
      <p class="seguidos">
        ${listed.map(
          ({ codigo, nombre }) =>
            html`${this.stateLink({ filter: { area: [codigo ?? ''] }, view: NOTHING_SELECTED }, nombre)} `,
        )}
        ${listed.length < absent.length ? this.more('areas', absent.length - listed.length) : nothing}
      </p>
      <p class="aclara">${this.t('vacios.nota')}</p>
    </section>`;
  }
}
