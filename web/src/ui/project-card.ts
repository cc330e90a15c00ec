/* What is known of one project, with "sin dato" where the document is silent. */
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Contribution, Project, ProjectProperties } from '../api/types.ts';
import { listOf } from '../lib/fold.ts';
import { formatDate } from '../lib/number.ts';
import { Loader } from '../lib/remote.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import { projectValue } from './project-row.ts';

@customElement('coop-project')
export class ProjectCard extends Part {
  private readonly project = new Loader<Project>(this, async (key, signal) => {
    const [code = ''] = key.split('\n');
    const project = await this.page.client.project(code, signal);
    this.page.announce(project.properties.titulo);
    return project;
  });

  protected override willUpdate(): void {
    const { proyecto } = this.view;
    this.project.want(proyecto ? `${proyecto}\n${this.language}` : null);
  }

  protected override render() {
    return this.remote(this.project, (project) => this.card(project));
  }

  private card({ properties: p, detalle }: Project) {
    return html`<article>
      <header class="titular">
        <p class="sobre">${this.label('clase', p.clase)}</p>
        <h1>${p.titulo}</h1>
      </header>
      <dl class="ficha">
        ${this.fact('proyecto.valor', projectValue(this, p))} ${this.fact('proyecto.areas', this.areas(p))}
        ${this.fact('proyecto.lugar', this.place(p))} ${this.fact('proyecto.personas', this.people(p))}
        ${
          detalle.aportes.length > 0
            ? this.fact('proyecto.aportes', this.contributions(detalle.aportes))
            : this.fact('proyecto.financia', p.fuentes)
        }
        ${this.fact('proyecto.ejecuta', p.ejecutores)} ${this.fact('proyecto.partes', p.partes)}
        ${this.fact('proyecto.fechas', this.dates(p))}
        ${p.macroproyecto ? this.fact('proyecto.macroproyecto', this.parent(p.macroproyecto, detalle)) : nothing}
        ${this.fact('proyecto.objeto', p.objeto)} ${this.fact('proyecto.fuente', p.fuente)}
      </dl>
      <p class="pie-ficha">
        <a href="/proyecto/${p.codigo}?lang=${this.language}">${this.t('proyecto.pagina')}</a>
      </p>
    </article>`;
  }

  private fact(name: Parameters<Part['t']>[0], value: unknown) {
    const missing = value === null || value === undefined || value === '';
    return html`<div>
      <dt>${this.t(name)}</dt>
      <dd class=${missing ? 'tenue' : ''}>${missing ? this.t('sin-dato') : value}</dd>
    </div>`;
  }

  private areas(p: ProjectProperties) {
    const names = listOf(p.areas_nombres);
    const links = listOf(p.areas).map((code, i) =>
      this.stateLink({ filter: { area: [code] }, view: NOTHING_SELECTED }, names[i] ?? code),
    );
    return links.length > 0 ? html`${links.map((link, i) => html`${i > 0 ? ', ' : ''}${link}`)}` : null;
  }

  private place(p: ProjectProperties) {
    const byArea = p.ubicacion === 'area' || p.ubicacion === 'area_approximate';
    return html`${this.label('lugar', p.lugar)}${
      byArea ? html`<small class="nota">${this.t('proyecto.ubicacion.area')}</small>` : nothing
    }`;
  }

  private contributions(contributions: Contribution[]) {
    return html`<ul class="aportes">
      ${contributions.map((one) => {
        const notes = [
          one.forma && one.forma !== 'sin-dato' ? this.label('forma', one.forma) : '',
          one.contrapartida ? this.t('proyecto.contrapartida') : '',
        ].filter(Boolean);
        return html`<li>
          ${
            one.aporta
              ? this.stateLink({ view: { ...NOTHING_SELECTED, actor: one.aporta.codigo } }, one.aporta.nombre)
              : this.t('sin-dato')
          }
          ${this.money(one.valor, one.moneda)}
          ${notes.length > 0 ? html`<small class="tenue">${notes.join(', ')}</small>` : nothing}
        </li>`;
      })}
    </ul>`;
  }

  private parent(code: string, { relacionados }: Project['detalle']) {
    const title = relacionados.find((related) => related.codigo === code)?.titulo ?? code;
    return this.stateLink({ view: { ...NOTHING_SELECTED, proyecto: code } }, title);
  }

  private people(p: ProjectProperties) {
    return p.personas === null ? p.personas_texto : (p.personas_texto ?? this.number(p.personas));
  }

  private dates(p: ProjectProperties) {
    const parts = [
      p.fecha_firma ? this.t('proyecto.firma', { fecha: formatDate(p.fecha_firma, this.language) }) : '',
      p.fecha_inicio ? this.t('proyecto.inicio', { fecha: formatDate(p.fecha_inicio, this.language) }) : '',
      p.fecha_fin ? this.t('proyecto.fin', { fecha: formatDate(p.fecha_fin, this.language) }) : '',
    ].filter(Boolean);
    return parts.length > 0 ? parts.join(', ') : p.vigencia;
  }
}
