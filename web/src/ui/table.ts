/* The selected projects as a table, those with a place and those without in one order, with the totals that the server has of them. On
 * a narrow screen every row is a card. */
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Collection } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { coversNothing } from '../api/summary.ts';
import type { Groups } from '../api/totals.ts';
import type { ProjectProperties, Schema } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter } from '../state/filter.ts';
import { coverageNotes } from './coverage.ts';
import { Places } from './panel-place.ts';
import { titleOf } from './panel-words.ts';
import { Part } from './part.ts';
import { tableCell } from './table-cell.ts';
import { Merged } from './table-merge.ts';
import {
  COLUMNS,
  compareRows,
  NEEDED,
  nextOrder,
  readOrder,
  SORTABLE,
  USUAL_ORDER,
  writeOrder,
  type Column,
  type Order,
  type SortKey,
} from './table-order.ts';

const PAGE = 50;
const COLLECTIONS: readonly Collection[] = ['proyectos', 'proyectos_sin_lugar'];

interface Known {
  merged: Merged<ProjectProperties>;
  rows: ProjectProperties[];
  totals: Groups;
  schema: Schema;
}

const isSortable = (column: Column): column is Column & SortKey =>
  (SORTABLE as readonly string[]).includes(column);

@customElement('coop-table')
export class Table extends Part {
  @state() private fetching = false;
  /* Rows beyond the first page, of the answer they belong to. */
  @state() private more: { of: Known; rows: ProjectProperties[] } | null = null;
  private readonly known = new Loader<Known>(this, (_key, signal) => this.load(signal));

  constructor() {
    super();
    new Places(this, () => formatFilter(this.filter) + (this.view.orden ?? ''));
  }

  private get order(): Order {
    return readOrder(this.view.orden) ?? USUAL_ORDER;
  }

  private async load(signal: AbortSignal): Promise<Known> {
    const { client } = this.page;
    const { filter, order } = this;
    const query = { limit: PAGE, sortby: writeOrder(order), properties: NEEDED.join(','), geometria: 'no' };
    const merged = new Merged<ProjectProperties>(
      COLLECTIONS.map((collection) => ({
        first: (stop: AbortSignal) => client.projects(collection, query, stop, filter),
        next: (page, stop) => client.next(page, stop),
      })),
      (a, b) => compareRows(order, a, b),
    );
    const [totals, schema] = await Promise.all([
      client.groups('clase', filter, signal),
      client.schema('proyectos', signal),
      merged.start(signal),
    ]);
    return { merged, rows: await merged.take(PAGE, signal), totals, schema };
  }

  protected override willUpdate(): void {
    const question = [this.language, formatFilter(this.filter), writeOrder(this.order)];
    this.known.want(question.join('\n'), true);
  }

  protected override render() {
    const wrong = this.view.orden !== null && readOrder(this.view.orden) === null;
    return html`${wrong ? html`<p class="aviso">${this.t('tabla.orden-mal', { orden: this.view.orden ?? '' })}</p>` : nothing}
    ${this.remote(this.known, (known) => this.whole(known), 16)}`;
  }

  private whole(known: Known) {
    const { totals, schema } = known;
    const n = totals.todo.proyectos;
    if (n === 0) return html`<p class="vacio tabla-vacia">${this.t('tabla.vacia')}</p>`;
    const rows = this.more?.of === known ? [...known.rows, ...this.more.rows] : known.rows;
    return html`<div class="tabla-marco" aria-busy=${this.known.answer.phase === 'loading'}>
      <div class="tabla-cabeza">
        <h2 id="tabla-titulo">${this.count('tabla.leyenda', n)}</h2>
        ${this.sorting(schema)}
        <a class="tabla-excel" href=${this.page.client.exportUrl('proyectos', 'xlsx', this.filter)} download
          >${this.t('tabla.excel')}</a
        >
      </div>
      <table class="tabla" role="table" aria-labelledby="tabla-titulo">
        <thead role="rowgroup">
          <tr role="row">
            ${COLUMNS.map((column) => this.head(column, schema))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.map((row) => this.row(row, schema))}
        </tbody>
        <tfoot role="rowgroup">
          ${this.foot(totals, schema)}
        </tfoot>
      </table>
      ${this.rest(known, rows.length)} ${coverageNotes(this, totals.todo)}
    </div>`;
  }

  private head(column: Column, schema: Schema) {
    const title = titleOf(schema, column);
    if (!isSortable(column))
      return html`<th scope="col" role="columnheader" class="col-${column}">${title}</th>`;
    const { key, descending } = this.order;
    const sorted = key === column ? (descending ? 'descending' : 'ascending') : 'none';
    return html`<th scope="col" role="columnheader" class="col-${column}" aria-sort=${sorted}>
      <button type="button" @click=${() => this.sort(nextOrder(this.order, column), schema)}>
        ${title}<span class="flecha" aria-hidden="true"
          >${sorted === 'none' ? '↕' : descending ? '↓' : '↑'}</span
        >
      </button>
    </th>`;
  }

  /* Where the heads are not in sight. */
  private sorting(schema: Schema) {
    const { key, descending } = this.order;
    return html`<div class="tabla-orden">
      <label
        ><span>${this.t('tabla.ordenar-por')}</span>
        <select
          @change=${(event: Event) =>
            this.sort(nextOrder(this.order, (event.target as HTMLSelectElement).value as SortKey), schema)}
        >
          ${SORTABLE.map(
            (one) => html`<option value=${one} ?selected=${one === key}>${titleOf(schema, one)}</option>`,
          )}
        </select>
      </label>
      <button
        type="button"
        class="boton"
        aria-label="${this.t('tabla.al-reves')}: ${this.t(descending ? 'tabla.desc' : 'tabla.asc')}"
        @click=${() => this.sort({ key, descending: !descending }, schema)}
      >
        <span aria-hidden="true">${descending ? '↓' : '↑'}</span>
      </button>
    </div>`;
  }

  private sort(order: Order, schema: Schema): void {
    const usual = writeOrder(order) === writeOrder(USUAL_ORDER);
    this.page.store.set({ view: { orden: usual ? null : writeOrder(order) } });
    this.page.announce(
      this.t('tabla.ordenada', {
        columna: titleOf(schema, order.key),
        sentido: this.t(order.descending ? 'tabla.desc' : 'tabla.asc'),
      }),
    );
  }

  private row(project: ProjectProperties, schema: Schema) {
    const chosen = project.codigo === this.view.proyecto;
    return html`<tr role="row" class=${chosen ? 'elegida' : ''}>
      ${COLUMNS.map((column) =>
        column === 'titulo'
          ? html`<th scope="row" role="rowheader" class="col-titulo">
              ${this.stateLink({ view: { proyecto: project.codigo, actor: null } }, project.titulo)}
            </th>`
          : html`<td role="cell" class="col-${column}" data-titulo=${titleOf(schema, column)}>
              ${tableCell(this, column, project, schema)}
            </td>`,
      )}
    </tr>`;
  }

  private foot({ todo, moneda, cobertura }: Groups, schema: Schema) {
    const { personas_min: least, personas_max: most } = todo;
    const people =
      least === null && most === null
        ? html`<span class="sin-dato">${this.t('sin-dato')}</span>`
        : least === most
          ? this.number(most ?? 0)
          : this.t('personas.entre', { a: this.number(least ?? 0), b: this.number(most ?? 0) });
    return html`<tr role="row">
      <th scope="row" role="rowheader" class="col-titulo">
        ${this.count('tabla.total', todo.proyectos)}
        <small
          >${this.t('cobertura.suma', {
            n: this.number(cobertura.en_la_suma),
            total: this.number(cobertura.proyectos),
          })}</small
        >
      </th>
      <td role="cell" class="col-valor" data-titulo=${titleOf(schema, 'valor')}>
        ${this.money(coversNothing(todo) ? null : todo.valor, moneda)}
      </td>
      <td role="cell" class="col-personas" data-titulo=${titleOf(schema, 'personas')}>${people}</td>
      <td role="cell" class="col-resto" colspan=${COLUMNS.length - 3}></td>
    </tr>`;
  }

  private rest(known: Known, shown: number) {
    const { total, done } = known.merged;
    return html`<p class="mas">
      ${
        done
          ? nothing
          : html`<button
              type="button"
              class="boton"
              ?disabled=${this.fetching}
              @click=${() => void this.fetchMore(known)}
            >
              ${this.t('tabla.mas', { n: this.number(Math.min(PAGE, total - shown)) })}
            </button>`
      }
      <span class="tenue">${this.t('tabla.de', { n: this.number(shown), total: this.number(total) })}</span>
    </p>`;
  }

  private async fetchMore(known: Known): Promise<void> {
    this.fetching = true;
    try {
      const rows = await known.merged.take(PAGE, new AbortController().signal);
      const before = this.more?.of === known ? this.more.rows : [];
      this.more = { of: known, rows: [...before, ...rows] };
    } catch (error) {
      const kind = error instanceof ApiError ? error.kind : 'server';
      this.page.announce(this.t(`fallo.${kind}`, { detalle: String(error) }));
    } finally {
      this.fetching = false;
    }
  }
}
