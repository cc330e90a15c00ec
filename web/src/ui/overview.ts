/* The whole city: the total with its closing line, areas with projects, projects without a place, what is not covered, and
 * every area of the layer shown as a list, the way round the map. */
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { coversNothing, type Summary, type Unplaced } from '../api/summary.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter } from '../state/filter.ts';
import { coverageLines, coverageNotes } from './coverage.ts';
import { Part } from './part.ts';
import { downloads, pages } from './downloads.ts';
import './areas-list.ts';
import './projects.ts';

@customElement('coop-overview')
export class Overview extends Part {
  @state() private open: ReadonlySet<string> = new Set();
  private readonly summary = new Loader<Summary>(this, (_key, signal) =>
    this.page.client.summary(this.filter, signal),
  );

  protected override willUpdate(): void {
    this.summary.want(formatFilter(this.filter), true);
  }

  protected override render() {
    return html`<h1>${this.t('resumen.titulo')}</h1>
      <p class="intro">${this.t('resumen.intro')}</p>
      ${this.remote(this.summary, (s) => (s.proyectos === 0 ? this.nothingYet() : this.whole(s)))}
      <coop-areas></coop-areas> ${pages(this)} ${downloads(this, this.filter)}`;
  }

  private nothingYet() {
    return html`<p class="aviso">${this.t('resumen.vacio')}</p>`;
  }

  private whole(s: Summary) {
    return html`
      <dl class="cifras">
        <div>
          <dt>${this.t('resumen.proyectos', { n: s.proyectos })}</dt>
          <dd>${this.number(s.proyectos)}</dd>
        </div>
        <div>
          <dt>${this.t('resumen.valor')}</dt>
          <dd>${this.money(s.valor, s.moneda)}</dd>
        </div>
      </dl>
      ${this.withProjects(s)} ${this.unplaced(s)} ${this.closing(s)} ${this.coverage(s)}
    `;
  }

  private closing(s: Summary) {
    const line = (name: string, value: unknown) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${value}</td>
      </tr>`;
    return html`<section>
      <table class="cierre">
        <caption>
          ${this.t('cierre.titulo')}
        </caption>
        <tbody>
          ${line(this.t('cierre.areas'), this.money(s.enAreas, s.moneda))}
          ${line(this.t('cierre.sin-repartir'), this.money(s.sinRepartir, s.moneda))}
          ${s.sinLugar.map((u) =>
            line(
              this.t('cierre.sin-lugar', {
                estado: this.t(`lugar.${u.estado}`).toLocaleLowerCase(this.language),
              }),
              this.money(u.valor, s.moneda),
            ),
          )}
        </tbody>
        <tfoot>
          ${line(this.t('cierre.total'), this.money(s.valor, s.moneda))}
        </tfoot>
      </table>
      <p class=${s.cierra ? 'cierra' : 'aviso'}>${this.t(s.cierra ? 'cierre.cierra' : 'cierre.no-cierra')}</p>
    </section>`;
  }

  private withProjects(s: Summary) {
    const areas = s.areas.filter((area) => area.directos > 0);
    if (areas.length === 0) return nothing;
    return html`<section>
      <h2>${this.t('areas.con-proyectos')}</h2>
      <ul class="areas">
        ${areas.map(
          (area) =>
            html`<li>
              ${this.stateLink(
                { filter: { area: [area.codigo] } },
                html`<span class="area-nombre">${area.nombre}</span>
                  <span class="area-cuenta">${this.count('areas.proyectos', area.proyectos)}</span>`,
              )}
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private unplaced(s: Summary) {
    return html`<section>
      <h2>${this.t('sin-lugar.titulo')}</h2>
      <p class="tenue">${this.t('sin-lugar.intro')}</p>
      ${s.sinLugar.map((u) => this.unplacedState(u, s.moneda))}
    </section>`;
  }

  private unplacedState(u: Unplaced, currency: string) {
    return html`<details class="estado" @toggle=${(event: Event) => this.toggled(u.estado, event)}>
      <summary>
        <span class="estado-nombre">${this.t(`lugar.${u.estado}`)}</span>
        <span class="estado-cuenta"
          >${u.proyectos === 0 ? this.t('areas.ninguno') : this.count('areas.proyectos', u.proyectos)}</span
        >
        <span class="estado-valor">${this.money(coversNothing(u) ? null : u.valor, currency)}</span>
      </summary>
      <p class="tenue">${this.t(`lugar-nota.${u.estado}`)}</p>
      ${coverageNotes(this, u)}
      ${
        this.open.has(u.estado)
          ? html`<coop-projects
              .filters=${{ ...this.filter, lugar: [u.estado] }}
              .collections=${['proyectos_sin_lugar']}
              .empty=${this.t('sin-lugar.ninguno')}
            ></coop-projects>`
          : nothing
      }
    </details>`;
  }

  private toggled(state: string, event: Event): void {
    const open = new Set(this.open);
    if ((event.target as HTMLDetailsElement).open) open.add(state);
    else open.delete(state);
    this.open = open;
  }

  private coverage(s: Summary) {
    const lines = coverageLines(this, s);
    return html`<section>
      <h2>${this.t('cobertura.titulo')}</h2>
      <ul class="notas">
        ${(lines.length > 0 ? lines : [this.t('cobertura.todo')]).map((line) => html`<li>${line}</li>`)}
        <li>${this.t('cobertura.aproximada')}</li>
      </ul>
    </section>`;
  }
}
