/* The totals of what the filter selects: how many projects, for how much, for how many people, paid by whom; where they are and where
 * they are not; how the total closes and what it does not cover; and every area as a list, the way round the map. */
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { coversNothing, type Summary, type Unplaced } from '../api/summary.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, isFiltered } from '../state/filter.ts';
import { coverageLines, coverageNotes } from './coverage.ts';
import { pages } from './downloads.ts';
import { chipsOf, removal, type Chip } from './filter-chips.ts';
import { Names } from './filter-names.ts';
import { entitle } from './panel-title.ts';
import { Part } from './part.ts';
import './areas-list.ts';
import './panel-payers.ts';
import './panel-people.ts';
import './projects.ts';

const FEW_AREAS = 10;
/* Of a long filter the title names so many values. */
const MOST_NAMED = 3;

@customElement('coop-overview')
export class Overview extends Part {
  protected override readonly patient = true;
  @state() private open: ReadonlySet<string> = new Set();
  @state() private all = false;
  private readonly summary = new Loader<Summary>(this, (_key, signal) =>
    this.page.client.summary(this.filter, signal),
  );
  private readonly names = new Names(this, () => this.page.client);

  protected override willUpdate(): void {
    this.summary.want(`${this.language}\n${formatFilter(this.filter)}`, true);
    this.names.complete(this.language, this.filter);
  }

  protected override updated(): void {
    entitle(this, isFiltered(this.filter) ? this.heading() : null);
  }

  /* Nothing to show yet: what stands below the answer would only jump. */
  private get waiting(): boolean {
    return this.summary.seen === null && this.summary.answer.phase !== 'failed';
  }

  private chips(): Chip[] {
    return chipsOf(this.filter, {
      lang: this.language,
      name: this.names.of(this.language),
      currency: this.summary.seen?.moneda ?? 'COP',
      inView: this.view.en_vista,
    });
  }

  private heading(): string {
    const chips = this.chips();
    const named = chips.slice(0, MOST_NAMED).map(({ text, title }) => (title && text === '…' ? title : text));
    const rest = chips.length - named.length;
    return named.join(', ') + (rest > 0 ? ` +${rest}` : '');
  }

  protected override render() {
    const filtered = isFiltered(this.filter);
    return html`<header class="titular">
        ${filtered ? html`<p class="sobre">${this.t('resumen.seleccion')}</p>` : nothing}
        <h1>${filtered ? this.heading() : this.t('resumen.titulo')}</h1>
        ${filtered ? nothing : html`<p class="intro">${this.t('resumen.intro')}</p>`}
      </header>
      <div aria-busy=${this.summary.answer.phase === 'loading'}>
        ${this.remote(this.summary, (s) => (s.proyectos === 0 ? this.none() : this.whole(s)), 30)}
      </div>
      ${this.waiting ? nothing : html`<coop-areas></coop-areas> ${pages(this)}`}`;
  }

  /* Nothing in the store, or nothing that meets the filter: then each of it can go. */
  private none() {
    if (!isFiltered(this.filter)) return html`<p class="aviso">${this.t('resumen.vacio')}</p>`;
    return html`<div class="aviso">
      <p><b>${this.t('resumen.nada')}</b></p>
      <p>${this.t('resumen.quite')}</p>
      <ul class="fichas-panel" role="list">
        ${this.chips().map(
          (chip) =>
            html`<li>
              ${this.stateLink(
                removal(this.filter, chip),
                html`<span aria-hidden="true">×</span> ${chip.title ? `${chip.title}: ` : ''}${chip.text}`,
              )}
            </li>`,
        )}
      </ul>
    </div>`;
  }

  private whole(s: Summary) {
    const { cobertura, moneda } = s;
    return html`
      <div class="cifras">
        <p class="cifra">
          <strong>${this.number(s.proyectos)}</strong>
          <span>${this.count('resumen.proyectos', s.proyectos)}</span>
        </p>
        <p class="cifra">
          <coop-people .all=${s}></coop-people>
        </p>
        <p class="cifra ancha">
          <strong>${this.money(coversNothing(s) ? null : s.valor, moneda)}</strong>
          <span
            >${this.t('resumen.valor')};
            ${this.t('cobertura.en-la-suma', {
              n: this.number(cobertura.en_la_suma),
              total: this.number(cobertura.proyectos),
            })}</span
          >
        </p>
      </div>
      <coop-payers .filters=${this.filter}></coop-payers>
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
    const areas = s.areas
      .filter(({ directos }) => directos > 0)
      .sort((a, b) => b.proyectos - a.proyectos || a.nombre.localeCompare(b.nombre, 'es'));
    if (areas.length === 0) return nothing;
    const shown = this.all ? areas : areas.slice(0, FEW_AREAS);
    return html`<section>
      <h2>${this.t('areas.con-proyectos')}</h2>
      <ul class="areas">
        ${shown.map(
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
      ${
        shown.length < areas.length
          ? html`<button type="button" class="enlace" @click=${() => (this.all = true)}>
              ${this.t('areas.ver-todas', { n: this.number(areas.length) })}
            </button>`
          : nothing
      }
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
        <span class="estado-valor"
          >${u.proyectos === 0 ? nothing : this.money(coversNothing(u) ? null : u.valor, currency)}</span
        >
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
