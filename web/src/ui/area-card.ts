/* What is known of one area: the other areas at the same point, its two amounts, its projects; apart from them those of the
 * wider areas that contain it. */
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { AreaHere, AreaProperties, ProjectProperties } from '../api/types.ts';
import type { SummaryArea } from '../api/summary.ts';
import { listOf } from '../lib/fold.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, onlyOne } from '../state/filter.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import { coverageNotes } from './coverage.ts';
import { projectRow } from './project-row.ts';
import { downloads } from './downloads.ts';
import './projects.ts';

interface Known {
  area: AreaProperties;
  /** Its line in the totals; none where it has no projects. */
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
    const [area, summary] = await Promise.all([
      client.area(code, signal),
      client.summary(this.filter, signal),
    ]);
    const { nombre, proyectos } = area.properties;
    this.page.announce(
      this.t('anuncio.area', { nombre, proyectos: this.count('areas.proyectos', proyectos) }),
    );
    const containing = new Set(listOf(area.properties.contenida_en));
    return {
      area: area.properties,
      row: summary.areas.find(({ codigo }) => codigo === code) ?? null,
      wider: summary.areas.filter(({ codigo, directos }) => directos > 0 && containing.has(codigo)),
      cityWide: summary.sinLugar.find(({ estado }) => estado === 'city')?.proyectos ?? 0,
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
    this.known.want(area ? `${area}\n${this.language}\n${formatFilter(this.filter)}` : null, true);
    this.here.want(punto ? `${punto.lon},${punto.lat}` : null);
    const wider = this.widerAreas().map(({ codigo }) => codigo);
    this.wider.want(wider.length > 0 ? wider.join('\n') : null);
  }

  private get area(): string | null {
    return onlyOne(this.filter.area);
  }

  private widerAreas(): SummaryArea[] {
    return this.known.seen?.wider ?? [];
  }

  protected override render() {
    return html`${this.view.punto ? this.remote(this.here, (areas) => this.atPoint(areas)) : nothing}
    ${this.area ? this.remote(this.known, (known) => this.card(known)) : nothing}`;
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

  private card({ area, row, wider, cityWide }: Known) {
    return html`<article>
      <header class="titular">
        <p class="sobre">${this.label('capa', area.capa)}</p>
        <h1>${area.nombre}</h1>
        ${this.facts(area)}
      </header>
      ${this.amounts(area, row)}
      <section>
        <h2>${this.t('area.proyectos')}</h2>
        <coop-projects .filters=${this.filter} .empty=${this.t('area.proyectos-ninguno')}></coop-projects>
      </section>
      ${this.widerProjects(wider, cityWide)} ${this.definition(area)}
      <p class="pie-ficha">
        <a href="/area/${area.codigo}?lang=${this.language}">${this.t('area.pagina')}</a>
      </p>
      ${downloads(this, this.filter)}
    </article>`;
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
    return html`${facts.length > 0 ? html`<p class="hechos">${facts.join(' · ')}</p>` : nothing}
    ${
      area.geometria_aproximada
        ? html`<p class="aproximada">
            <span class="marca-aproximada">${this.t('area.aproximada')}</span>
            ${this.t('area.aproximada-nota')}
          </p>`
        : area.geometria === 'none'
          ? html`<p class="aproximada">
              <span class="marca-aproximada">${this.t('area.sin-poligono')}</span>
            </p>`
          : nothing
    }`;
  }

  private amounts(area: AreaProperties, row: SummaryArea | null) {
    const amount = (name: string, value: unknown, note: string) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
        <dd class="nota">${note}</dd>
      </div>`;
    if (area.proyectos === 0) return nothing;
    return html`<dl class="montos">
        ${amount(this.t('area.valor'), this.money(area.valor, area.moneda), this.t('area.valor-nota'))}
        ${amount(this.t('area.atribuido'), this.money(area.valor_atribuido, area.moneda), this.t('area.atribuido-nota'))}
      </dl>
      ${row ? coverageNotes(this, row) : nothing}
      <details class="explica">
        <summary>${this.t('area.diferencia')}</summary>
        <p>${this.t('area.diferencia-texto')}</p>
      </details>`;
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
