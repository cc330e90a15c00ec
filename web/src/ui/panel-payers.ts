/* Who pays for what the filter selects: each source with the amount that is known to be its, the largest first, and below it what is not
 * known. The rows, what nobody shared out and the printed difference add up to the total; the server has closed them. */
import { html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { coversNothing } from '../api/summary.ts';
import type { GroupRow, Groups } from '../api/totals.ts';
import { isZero, type Decimal } from '../lib/money.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, NO_FILTER, UNKNOWN_VALUE, type Filter } from '../state/filter.ts';
import { NOTHING_SELECTED, Part } from './part.ts';

const FEW = 4;

/** Known amounts from the largest, then those without any, then "nobody said". */
export function ordered(rows: readonly GroupRow[]): GroupRow[] {
  const rank = (row: GroupRow) => (row.sin_dato ? 2 : row.valor_atribuido === null ? 1 : 0);
  return rows
    .filter(({ proyectos }) => proyectos > 0)
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        Number(b.valor_atribuido ?? 0) - Number(a.valor_atribuido ?? 0) ||
        b.proyectos - a.proyectos,
    );
}

/** Per cent of the largest: a length to draw, not a figure to read. */
export function lengthOf(value: Decimal | null, largest: Decimal | null): number {
  const [part, whole] = [Number(value ?? 0), Number(largest ?? 0)];
  return whole > 0 && part > 0 ? Math.max(1, Math.min(100, (100 * part) / whole)) : 0;
}

@customElement('coop-payers')
export class Payers extends Part {
  @property({ attribute: false }) filters: Filter = NO_FILTER;
  @state() private all = false;
  private readonly groups = new Loader<Groups>(this, (_key, signal) =>
    this.page.client.groups('fuente', this.filters, signal),
  );

  protected override willUpdate(): void {
    this.groups.want(`${this.language}\n${formatFilter(this.filters)}`, true);
  }

  protected override render() {
    return html`<section class="aportantes" aria-busy=${this.groups.answer.phase === 'loading'}>
      <h2>${this.t('aportantes.titulo')}</h2>
      ${this.remote(this.groups, (groups) => this.table(groups), 5)}
    </section>`;
  }

  private table(groups: Groups) {
    const rows = ordered(groups.filas);
    const shown = this.all || rows.length <= FEW + 1 ? rows : rows.slice(0, FEW);
    const largest = rows[0]?.valor_atribuido ?? null;
    return html`<ul class="barras" role="list">
        ${shown.map((row) => this.row(row, largest, groups.moneda))}
      </ul>
      ${
        shown.length < rows.length
          ? html`<button type="button" class="enlace" @click=${() => (this.all = true)}>
              ${this.count('aportantes.mas', rows.length - shown.length)}
            </button>`
          : nothing
      }
      ${this.rest(groups)}`;
  }

  private row(row: GroupRow, largest: Decimal | null, currency: string) {
    const unknown = row.sin_dato || row.codigo === null;
    const amount = coversNothing(row) ? null : row.valor_atribuido;
    const change = unknown
      ? { filter: { ...this.filters, fuente: [UNKNOWN_VALUE] } }
      : { view: { ...NOTHING_SELECTED, actor: row.codigo } };
    return html`<li>
      ${this.stateLink(change, unknown ? this.t('aportantes.sin-dato') : row.nombre)}
      <span class="barra-valor ${amount === null ? 'sin-dato' : ''}">${this.money(amount, currency)}</span>
      <svg
        class=${amount === null ? 'nada' : ''}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        ${amount === null ? nothing : svg`<rect width=${lengthOf(amount, largest)} height="4" />`}
      </svg>
      <small>${this.count('areas.proyectos', row.proyectos)}</small>
    </li>`;
  }

  /* What closes the sum. */
  private rest({ sin_asignar, diferencia, todo, moneda, cierra }: Groups) {
    if (coversNothing(todo)) return nothing;
    return html`<ul class="notas">
      ${
        isZero(sin_asignar.valor)
          ? nothing
          : html`<li>${this.t('aportantes.sin-asignar')} ${this.money(sin_asignar.valor, moneda)}</li>`
      }
      ${
        isZero(diferencia.valor)
          ? nothing
          : html`<li>${this.t('aportantes.diferencia')} ${this.money(diferencia.valor, moneda)}</li>`
      }
      <li>${this.t(cierra ? 'aportantes.cierra' : 'cierre.no-cierra')}</li>
    </ul>`;
  }
}
