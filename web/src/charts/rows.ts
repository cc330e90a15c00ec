/* What a chart of one dimension draws: its values, what stands for several or for none of them, in order. Sums are exact. */
import type { Groups, Uncovered } from '../api/totals.ts';
import { minorOf } from '../lib/money.ts';
import { UNKNOWN_VALUE } from '../state/filter.ts';
import type { Bars } from '../state/view.ts';

export type RowKind = 'valor' | 'otros' | 'sin-dato' | 'sin-asignar' | 'diferencia';

export type Why = readonly [number, number, number, number];
const NO_WHY: Why = [0, 0, 0, 0];

export interface Row {
  readonly kind: RowKind;
  /** What the filter takes for it; null: it is no value of the dimension. */
  readonly code: string | null;
  readonly name: string;
  /** Null: projects of several values cannot be counted again. */
  readonly projects: number | null;
  /** Of them, those whose amount is not in the sum. */
  readonly silent: number;
  /** Why: nobody says it, none is due, another currency, counted through another record. */
  readonly why: Why;
  /** Minor units of what adds up; null: nobody said any. */
  readonly minor: bigint | null;
  /** How many values it stands for. */
  readonly members: number;
  /** Least and most projects of one of them. */
  readonly range: readonly [number, number];
}

export const silentOf = (all: Uncovered): number =>
  all.sin_valor + all.sin_erogacion + all.otra_moneda + all.contado_en_otro;

export const sumOf = (rows: readonly Row[]): bigint => rows.reduce((sum, row) => sum + (row.minor ?? 0n), 0n);

const compare = <T extends bigint | number>(a: T, b: T) => (a < b ? 1 : a > b ? -1 : 0);

function byMeasure(bars: Bars): (a: Row, b: Row) => number {
  const amount = (row: Row) => row.minor ?? -1n;
  const number = (row: Row) => row.projects ?? 0;
  return bars === 'valor'
    ? (a, b) => compare(amount(a), amount(b)) || compare(number(a), number(b))
    : (a, b) => compare(number(a), number(b)) || compare(amount(a), amount(b));
}

/** All rows of an answer, none cut, values in order. What is not allocated and the difference are there where they are anything. */
export function rowsOf(groups: Groups, bars: Bars): Row[] {
  const values = groups.filas.map((row): Row => ({
    kind: row.sin_dato ? 'sin-dato' : 'valor',
    code: row.sin_dato ? UNKNOWN_VALUE : row.codigo,
    name: row.nombre,
    projects: row.proyectos,
    silent: silentOf(row),
    why: [row.sin_valor, row.sin_erogacion, row.otra_moneda, row.contado_en_otro],
    minor: row.valor_atribuido === null ? null : minorOf(row.valor_atribuido),
    members: 1,
    range: [row.proyectos, row.proyectos],
  }));
  const rest = (kind: 'sin-asignar' | 'diferencia', { proyectos, valor }: Groups['diferencia']): Row[] => {
    const minor = minorOf(valor);
    if (proyectos === 0 && minor === 0n) return [];
    return [
      {
        kind,
        code: null,
        name: '',
        projects: proyectos,
        silent: 0,
        why: NO_WHY,
        minor,
        members: 1,
        range: [proyectos, proyectos],
      },
    ];
  };
  return [
    ...values.filter(({ kind }) => kind === 'valor').sort(byMeasure(bars)),
    ...values.filter(({ kind }) => kind === 'sin-dato'),
    ...rest('sin-asignar', groups.sin_asignar),
    ...rest('diferencia', groups.diferencia),
  ];
}

/** Those beyond `most` as one row, with their exact sum. Selected ones stay in sight. */
export function cut(rows: readonly Row[], most: number, selected: readonly string[]): Row[] {
  const values = rows.filter(({ kind }) => kind === 'valor');
  if (values.length <= most + 1) return [...rows];
  const stays = new Set(
    values.filter((row, i) => i < most || (row.code !== null && selected.includes(row.code))),
  );
  const others = values.filter((row) => !stays.has(row));
  const known = others.filter(({ minor }) => minor !== null);
  const counts = others.map(({ projects }) => projects ?? 0);
  const row: Row = {
    kind: 'otros',
    code: null,
    name: '',
    projects: null,
    silent: 0,
    why: NO_WHY,
    minor: known.length > 0 ? sumOf(known) : null,
    members: others.length,
    range: [Math.min(...counts), Math.max(...counts)],
  };
  return [...stays, ...(others.length > 0 ? [row] : []), ...rows.filter(({ kind }) => kind !== 'valor')];
}

/** Whether rows add up to the total of distinct projects, to the minor unit. */
export function closes(groups: Groups): boolean {
  const total = groups.todo.valor === null ? 0n : minorOf(groups.todo.valor);
  return groups.cierra && sumOf(rowsOf(groups, 'valor')) === total;
}
