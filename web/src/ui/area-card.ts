/* What is known of one area under the filter, in the order of the question: how many projects, for how much, for how many people, paid by
 * whom, on what and on what not, where inside it nothing is registered; then the projects, and apart those of the wider areas. */
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Area, AreaHere, AreaProperties, ProjectProperties } from '../api/types.ts';
import { coversNothing, type Summary, type SummaryArea } from '../api/summary.ts';
import { listOf } from '../lib/fold.ts';
import type { Decimal } from '../lib/money.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, NO_FILTER, onlyOne } from '../state/filter.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import { coverageNotes } from './coverage.ts';
import { entitle } from './panel-title.ts';
import './panel-holes.ts';
import './panel-payers.ts';
import './panel-people.ts';
import { projectRow } from './project-row.ts';
import './projects.ts';

interface Known {
  area: Area;
  /** The totals of what the filter selects here, and the area's line in them; no line where it has no projects. */
  summary: Summary;
  row: SummaryArea | null;
  /** The areas that contain it and have projects of their own. */
  wider: SummaryArea[];
  /** Projects for the whole city. */
  cityWide: number;
}

interface Wider {
  area: SummaryArea;
  /** Those tied to that very area, not to one inside it. */
  projects: ProjectProperties[];
  /** Only the first of a long list were looked at. */
  cut: boolean;
}

const WIDER_LIMIT = 500;

@customElement('coop-area')
export class AreaCard extends Part {
  private readonly known = new Loader<Known>(this, async (key, signal) => {
    const [code = ''] = key.split('\n');
    const { client } = this.page;
    const [area, summary, city] = await Promise.all([
      client.area(code, signal),
      client.summary(this.filter, signal),
      client.summary({ ...this.filter, area: [] }, signal),
    ]);
    const { nombre } = area.properties;
    this.page.announce(
      this.t('anuncio.area', { nombre, proyectos: this.count('areas.proyectos', summary.proyectos) }),
    );
    const containing = new Set(listOf(area.properties.contenida_en));
    return {
      area,
      summary,
      row: summary.areas.find(({ codigo }) => codigo === code) ?? null,
      wider: city.areas.filter(({ codigo, directos }) => directos > 0 && containing.has(codigo)),
      cityWide: city.sinLugar.find(({ estado }) => estado === 'city')?.proyectos ?? 0,
    };
  });
  private readonly here = new Loader<AreaHere[]>(this, async (key, signal) => {
    const [lon = 0, lat = 0] = key.split(',').map(Number);
    const areas = await this.page.client.here({ lon, lat }, signal);
    if (areas.length === 0) this.page.announce(this.t('area.aqui-nada'));
    return areas;
  });
  private readonly wider = new Loader<Wider[]>(this, (_key, signal) =>
    Promise.all(
      this.widerAreas().map(async (area) => {
        const page = await this.page.client.projects('proyectos', { limit: WIDER_LIMIT }, signal, {
          ...this.filter,
          area: [area.codigo],
        });
        const projects = page.features.map((feature) => feature.properties);
        return {
          area,
          projects: projects.filter((project) => listOf(project.areas).includes(area.codigo)),
          cut: (page.numberMatched ?? 0) > page.features.length,
        };
      }),
    ),
  );

  protected override willUpdate(): void {
    const { area } = this;
    const { punto } = this.view;
    this.known.want(
      area ? `${area}\n${this.language}\n${formatFilter(this.filter)}` : null,
      this.known.seen?.area.properties.codigo === area,
    );
    this.here.want(punto ? `${punto.lon},${punto.lat}` : null);
    const wider = this.widerAreas().map(({ codigo }) => codigo);
    this.wider.want(wider.length > 0 ? [formatFilter(this.filter), ...wider].join('\n') : null);
  }

  protected override updated(): void {
    if (this.area && this.known.seen) entitle(this, this.known.seen.area.properties.nombre);
  }

  private get area(): string | null {
    return onlyOne(this.filter.area);
  }

  private widerAreas(): SummaryArea[] {
    return this.known.seen?.wider ?? [];
  }

  protected override render() {
    return html`${this.view.punto ? this.remote(this.here, (areas) => this.atPoint(areas)) : nothing}
    ${this.area ? this.remote(this.known, (known) => this.card(known), 30) : nothing}`;
  }

  private atPoint(areas: AreaHere[]) {
    if (areas.length === 0) return html`<p class="vacio">${this.t('area.aqui-nada')}</p>`;
    if (areas.length === 1 && this.area) return nothing;
    return html`<nav class="aqui" aria-label=${this.t('area.aqui')}>
      <h2>${this.t('area.aqui')}</h2>
      <ul>
        ${areas.map(
          (area) =>
            html`<li>
              <a
                href=${this.page.store.link({ filter: { area: [area.codigo] } })}
                aria-current=${area.codigo === this.area ? 'true' : 'false'}
                @click=${this.follow({ filter: { area: [area.codigo] } })}
                >${area.nombre} <small>${this.label('capa', area.capa)}</small></a
              >
            </li>`,
        )}
      </ul>
    </nav>`;
  }

  private card({ area, summary, row, wider, cityWide }: Known) {
    const { properties } = area;
    return html`<article aria-busy=${this.known.answer.phase === 'loading'}>
      <header class="titular">
        <p class="sobre">${this.label('capa', properties.capa)} ${this.outline(properties)}</p>
        <h1>${properties.nombre}</h1>
        ${this.facts(properties)}
      </header>
      ${
        summary.proyectos === 0
          ? this.none(properties)
          : html`${this.figures(summary, row)} <coop-payers .filters=${this.filter}></coop-payers>`
      }
      <coop-holes .area=${area}></coop-holes>
      ${
        summary.proyectos === 0
          ? nothing
          : html`<section>
              <h2>${this.t('area.proyectos')}</h2>
              <coop-projects
                .filters=${this.filter}
                .empty=${this.t('area.proyectos-ninguno')}
              ></coop-projects>
            </section>`
      }
      ${this.widerProjects(wider, cityWide)} ${this.definition(properties)}
      <p class="pie-ficha">
        <a href="/area/${properties.codigo}?lang=${this.language}">${this.t('area.pagina')}</a>
        <a href=${this.page.client.url(`/area/${properties.codigo}/hoja`, {}, { ...this.filter, area: [] })}
          >${this.t('area.hoja')}</a
        >
      </p>
    </article>`;
  }

  /* Nothing here: nothing at all, or nothing that meets the rest of the filter. */
  private none({ nombre }: AreaProperties) {
    const alone = formatFilter(this.filter) === formatFilter({ ...NO_FILTER, area: this.filter.area });
    if (alone) return html`<p class="vacio">${this.t('area.proyectos-ninguno')}</p>`;
    return html`<p class="vacio">${this.t('area.filtrada-ninguno', { nombre })}</p>
      <p>
        ${this.stateLink(
          { filter: { ...NO_FILTER, area: this.filter.area } },
          this.t('area.sin-otros', { nombre }),
        )}
      </p>`;
  }

  private figures(summary: Summary, row: SummaryArea | null) {
    const { moneda, cobertura } = summary;
    const amount = (value: Decimal | null) => this.money(coversNothing(summary) ? null : value, moneda);
    return html`<div class="cifras">
        <p class="cifra">
          <strong>${this.number(summary.proyectos)}</strong>
          <span>${this.count('resumen.proyectos', summary.proyectos)}</span>
        </p>
        <p class="cifra">
          <coop-people .all=${summary}></coop-people>
        </p>
      </div>
      <dl class="montos">
        <div>
          <dt>${this.t('area.valor')}</dt>
          <dd>${amount(summary.valor)}</dd>
          <dd class="aclara">${this.t('area.valor-nota')}</dd>
        </div>
        <div>
          <dt>${this.t('area.atribuido')}</dt>
          <dd>${amount(row?.valor_atribuido ?? null)}</dd>
          <dd class="aclara">${this.t('area.atribuido-nota')}</dd>
        </div>
      </dl>
      <details class="explica">
        <summary>
          ${this.t('cobertura.suma', {
            n: this.number(cobertura.en_la_suma),
            total: this.number(cobertura.proyectos),
          })}
          <span class="mas-de">${this.t('area.diferencia')}</span>
        </summary>
        ${coverageNotes(this, summary)}
        <p>${this.t('area.diferencia-texto')}</p>
      </details>`;
  }

  private facts(area: AreaProperties) {
    const year = area.poblacion_anio;
    const facts = [
      area.hectareas === null ? '' : this.t('area.hectareas', { n: this.number(area.hectareas, 1) }),
      area.poblacion === null
        ? ''
        : year
          ? this.t('area.poblacion', { n: this.number(area.poblacion), anio: year })
          : this.t('area.poblacion-sin-anio', { n: this.number(area.poblacion) }),
    ].filter(Boolean);
    return facts.length > 0 ? html`<p class="hechos">${facts.join(' · ')}</p>` : nothing;
  }

  /* How much the outline on the map is worth. */
  private outline(area: AreaProperties) {
    if (area.geometria_aproximada)
      return html`<span class="marca-aproximada" title=${this.t('area.aproximada-nota')}
        >${this.t('area.aproximada')}</span
      >`;
    return area.geometria === 'none'
      ? html`<span class="marca-aproximada">${this.t('area.sin-poligono')}</span>`
      : nothing;
  }

  private widerProjects(tied: SummaryArea[], cityWide: number) {
    return html`<section>
      <h2>${this.t('area.amplias')}</h2>
      <p class="tenue">${this.t('area.amplias-nota')}</p>
      ${
        tied.length === 0
          ? html`<p class="vacio">${this.t('area.amplias-ninguno')}</p>`
          : this.remote(this.wider, (wider) => wider.map((one) => this.widerArea(one)))
      }
      ${
        cityWide > 0
          ? html`<p>
              ${this.stateLink({ filter: { area: [] }, view: NOTHING_SELECTED }, this.count('area.ciudad-nota', cityWide))}
            </p>`
          : nothing
      }
    </section>`;
  }

  private widerArea({ area, projects, cut }: Wider) {
    return html`<h3>
        ${this.stateLink({ filter: { area: [area.codigo] }, view: NOTHING_SELECTED }, area.nombre)}
      </h3>
      <ul class="proyectos">
        ${projects.map((project) => projectRow(this, project))}
      </ul>
      ${
        cut && projects.length < area.directos
          ? html`<p class="tenue">
              ${this.t('area.amplias-recortada', {
                n: this.number(projects.length),
                total: this.number(area.directos),
                nombre: area.nombre,
              })}
            </p>`
          : nothing
      }`;
  }

  private definition(area: AreaProperties) {
    if (!area.definicion && !area.fuente) return nothing;
    return html`<section class="definicion">
      ${
        area.definicion
          ? html`<h2>${this.t('area.definicion')}</h2>
              <p>${area.definicion}</p>`
          : nothing
      }
      ${area.fuente ? html`<p class="tenue">${this.t('area.fuente')}: ${area.fuente}</p>` : nothing}
    </section>`;
  }
}
