/* Who pays for what the filter selects: each source with the amount that is known to be its, the largest first, and below it what is not
 * known. The rows, what nobody shared out and the printed difference add up to the total; the server has closed them. */
import { html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { coversNothing } from '../api/summary.ts';
import type { GroupRow, Groups } from '../api/totals.ts';
import { isZero, type Decimal } from '../lib/money.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, NO_FILTER, UNKNOWN_VALUE, type Filter } from '../state/filter.ts';
import { lengthOf, ordered } from './panel-parts.ts';
import { NOTHING_SELECTED, Part } from './part.ts';

const FEW = 4;

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
      ${this.remote(this.groups, (groups) => this.table(groups), 9)}
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
    return html`<p class="aclara">
      ${
        isZero(sin_asignar.valor)
          ? nothing
          : html`${this.t('aportantes.sin-asignar')} ${this.money(sin_asignar.valor, moneda)}. `
      }
      ${
        isZero(diferencia.valor)
          ? nothing
          : html`${this.t('aportantes.diferencia')} ${this.money(diferencia.valor, moneda)}. `
      }
      ${this.t(cierra ? 'aportantes.cierra' : 'cierre.no-cierra')}
    </p>`;
  }
}
