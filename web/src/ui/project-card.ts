/* What is known of one project, with "sin dato" where the document is silent: what it is worth and who gives it, for whom, where and how
 * that is known, and where it is written. */
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Contribution, Place, Project, ProjectProperties, Schema } from '../api/types.ts';
import { listOf } from '../lib/fold.ts';
import { formatDate, formatNumber } from '../lib/number.ts';
import { Loader } from '../lib/remote.ts';
import { entitle } from './panel-title.ts';
import { wordOf } from './panel-words.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import { projectValue } from './project-row.ts';

interface Known {
  project: Project;
  schema: Schema;
}

@customElement('coop-project')
export class ProjectCard extends Part {
  private readonly known = new Loader<Known>(this, async (key, signal) => {
    const [code = ''] = key.split('\n');
    const [project, schema] = await Promise.all([
      this.page.client.project(code, signal),
      this.page.client.schema('proyectos', signal),
    ]);
    this.page.announce(project.properties.titulo);
    return { project, schema };
  });

  protected override willUpdate(): void {
    const { proyecto } = this.view;
    this.known.want(proyecto ? `${proyecto}\n${this.language}` : null);
  }

  protected override updated(): void {
    if (this.view.proyecto && this.known.seen) entitle(this, this.known.seen.project.properties.titulo);
  }

  protected override render() {
    return this.remote(this.known, (known) => this.card(known), 14);
  }

  private card({ project: { properties: p, detalle }, schema }: Known) {
    const kind = [
      this.label('clase', p.clase),
      p.anio,
      p.estado ? wordOf(schema, 'estado', p.estado) : '',
    ].filter(Boolean);
    return html`<article>
      <header class="titular">
        <p class="sobre">${kind.join(' · ')}</p>
        <h1>${p.titulo}</h1>
      </header>
      ${p.objeto ? html`<p class="objeto">${p.objeto}</p>` : nothing}
      <dl class="renglones">
        ${this.fact('proyecto.valor', this.value(p))}
        ${
          detalle.aportes.length > 0
            ? this.fact('proyecto.aportes', this.contributions(detalle.aportes))
            : this.fact('proyecto.financia', p.fuentes)
        }
        ${this.fact('proyecto.ejecuta', p.ejecutores)}
        ${this.fact('proyecto.personas', this.people(p, detalle))}
        ${this.fact('proyecto.areas', this.places(p, detalle.lugares))}
        ${this.fact('proyecto.tema', this.themes(p, schema))}
        ${this.fact('proyecto.tipo', this.type(p, schema))}
        ${this.fact('proyecto.fechas', this.dates(p, detalle))}
        ${detalle.partes.length > 0 ? this.fact('proyecto.partes', this.parties(detalle)) : nothing}
        ${detalle.relacionados.length > 0 ? this.fact('proyecto.relacionados', this.related(detalle)) : nothing}
        ${this.fact('proyecto.fuente', p.fuente)}
      </dl>
      <p class="pie-ficha">
        <a href="/proyecto/${p.codigo}?lang=${this.language}">${this.t('proyecto.pagina')}</a>
        <a href="/proyecto/${p.codigo}/hoja?lang=${this.language}">${this.t('area.hoja')}</a>
      </p>
    </article>`;
  }

  private fact(name: Parameters<Part['t']>[0], value: unknown) {
    const missing = value === null || value === undefined || value === '';
    return html`<div>
      <dt>${this.t(name)}</dt>
      <dd>${missing ? html`<span class="sin-dato">${this.t('sin-dato')}</span>` : value}</dd>
    </div>`;
  }

  private value(p: ProjectProperties) {
    if (p.valor === null && !p.sin_erogacion) return null;
    return html`<b class="monto">${projectValue(this, p)}</b>${
        p.valor_es_suma ? html`<small class="aclara">${this.t('proyectos.suma')}</small>` : nothing
      }`;
  }

  private actor(actor: { codigo: string; nombre: string } | null) {
    if (!actor) return html`<span class="sin-dato">${this.t('sin-dato')}</span>`;
    return this.stateLink({ view: { ...NOTHING_SELECTED, actor: actor.codigo } }, actor.nombre);
  }

  private contributions(contributions: Contribution[]) {
    return html`<ul class="aportes">
      ${contributions.map((one) => {
        const { tasa } = one;
        const notes = [
          one.forma && one.forma !== 'sin-dato' ? this.label('forma', one.forma) : '',
          one.contrapartida ? this.t('proyecto.contrapartida') : '',
          tasa
            ? this.t('proyecto.tasa', {
                de: tasa.de,
                tasa: tasa.texto ?? formatNumber(Number(tasa.valor), this.language, 2),
              })
            : '',
          one.localizador ?? '',
        ].filter(Boolean);
        return html`<li>
          ${this.actor(one.aporta)}
          <span class=${one.valor === null ? 'sin-dato' : ''}>${this.money(one.valor, one.moneda)}</span>
          ${notes.length > 0 ? html`<small class="aclara">${notes.join(' · ')}</small>` : nothing}
        </li>`;
      })}
    </ul>`;
  }

  private places(p: ProjectProperties, places: readonly Place[]) {
    const known = places.filter(({ area, nombre_texto }) => area ?? nombre_texto);
    const byArea = p.ubicacion === 'area' || p.ubicacion === 'area_approximate';
    return html`<ul class="aportes">
        ${known.map(
          (place) =>
            html`<li>
              ${
                place.area
                  ? this.stateLink(
                      { filter: { area: [place.area.codigo] }, view: NOTHING_SELECTED },
                      place.area.nombre,
                    )
                  : place.nombre_texto
              }
              ${place.valor_atribuido === null ? nothing : html`<span>${this.money(place.valor_atribuido, p.moneda)}</span>`}
              <small class="aclara">${this.knownBy(place)}</small>
            </li>`,
        )}
      </ul>
      ${known.length === 0 || p.lugar !== 'located' ? this.label('lugar', p.lugar) : nothing}
      ${byArea ? html`<small class="aclara">${this.t('proyecto.ubicacion.area')}</small>` : nothing}`;
  }

  /* How its area is known, and by what rule it has its part. */
  private knownBy({ area, nombre_texto, metodo, reparto }: Place): string {
    return [
      nombre_texto && nombre_texto !== area?.nombre ? this.t('lugar.escrito', { texto: nombre_texto }) : '',
      metodo ? this.label('metodo', metodo) : '',
      reparto ? this.label('reparto', reparto) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  }

  private themes(p: ProjectProperties, schema: Schema) {
    const links = listOf(p.tema).map((code) =>
      this.stateLink({ filter: { tema: [code] }, view: NOTHING_SELECTED }, wordOf(schema, 'tema', code)),
    );
    return links.length > 0 ? links.map((link, i) => html`${i > 0 ? ', ' : ''}${link}`) : null;
  }

  private type(p: ProjectProperties, schema: Schema): string | null {
    const words = [
      p.tipo_cooperacion ? wordOf(schema, 'tipo_cooperacion', p.tipo_cooperacion) : '',
      p.modalidad ? wordOf(schema, 'modalidad', p.modalidad) : '',
    ];
    return words.filter(Boolean).join(' · ') || null;
  }

  private parties({ partes }: Project['detalle']) {
    return html`<ul class="aportes">
      ${partes.map(
        ({ actor, papel, papel_texto }) =>
          html`<li>
            ${this.actor(actor)}
            <small class="aclara">${papel_texto ?? (papel ? this.label('papel', papel) : '')}</small>
          </li>`,
      )}
    </ul>`;
  }

  private related({ relacionados }: Project['detalle']) {
    return html`<ul class="aportes">
      ${relacionados.map(
        ({ codigo, titulo, relacion }) =>
          html`<li>
            ${this.stateLink({ view: { ...NOTHING_SELECTED, proyecto: codigo } }, titulo)}
            <small class="aclara">${this.label('relacion', relacion)}</small>
          </li>`,
      )}
    </ul>`;
  }

  private people(p: ProjectProperties, { personas_aproximado }: Project['detalle']) {
    if (p.personas === null) return p.personas_texto;
    return html`${personas_aproximado ? this.t('proyecto.cerca-de') : ''} ${this.number(p.personas)}
    ${p.personas_texto ? html`<small class="aclara">«${p.personas_texto}»</small>` : nothing}`;
  }

  private dates(p: ProjectProperties, { fecha_monetizacion }: Project['detalle']): string | null {
    const said = (key: Parameters<Part['t']>[0], date: string | null) =>
      date ? this.t(key, { fecha: formatDate(date, this.language) }) : '';
    const parts = [
      said('proyecto.firma', p.fecha_firma),
      said('proyecto.inicio', p.fecha_inicio),
      said('proyecto.fin', p.fecha_fin),
      said('proyecto.monetizacion', fecha_monetizacion),
    ].filter(Boolean);
    return parts.length > 0 ? parts.join(', ') : p.vigencia;
  }
}
