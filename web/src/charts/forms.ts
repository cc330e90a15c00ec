/* Cash and kind by period: one bar for each period, parted by form; and what a document printed of the same, apart. */
import type { Groups, PrintedSeries } from '../api/totals.ts';
import { isDecimal, minorOf, type Decimal } from '../lib/money.ts';
import { UNKNOWN_VALUE } from '../state/filter.ts';
import type { Bars } from '../state/view.ts';
import { LETTER, SMALL } from './bars.ts';
import { scaleOf, moneyTicks, countTicks } from './scale.ts';
import { wrapped, type Measure } from './text.ts';
import type { Voice } from './voice.ts';

const minorOrNull = (value: Decimal | null | undefined) => (value ? minorOf(value) : null);

export interface Cell {
  readonly code: string;
  readonly name: string;
  readonly projects: number | null;
  /** Null: nobody said any. */
  readonly minor: bigint | null;
  /** As a document writes it. */
  readonly printed: string | null;
}

export interface PeriodRow {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** By period, each with its forms in the order of the answer. Periods in which nothing happened stay. */
export function periodRows(groups: Groups): PeriodRow[] {
  return (groups.periodos ?? [])
    .map((period, i) => ({
      name: period.nombre,
      cells: groups.filas.map((row) => ({
        code: row.sin_dato ? UNKNOWN_VALUE : (row.codigo ?? UNKNOWN_VALUE),
        name: row.nombre,
        projects: row.periodos?.[i]?.proyectos ?? 0,
        minor: minorOrNull(row.periodos?.[i]?.valor_atribuido),
        printed: null,
      })),
      told: period.desde !== null,
    }))
    .filter(
      ({ cells, told }) => told || cells.some(({ projects, minor }) => projects > 0 || (minor ?? 0n) !== 0n),
    );
}

/** Series whose figures can be drawn in the same measure: amounts of that currency, by form and period, with no unit beside them. */
export function printedRows(series: PrintedSeries, currency: string): PeriodRow[] {
  if (series.medida !== 'monto' || series.moneda !== currency) return [];
  const rows = new Map<string, Cell[]>();
  for (const one of series.valores) {
    const text = String(one.valor ?? '');
    if (!one.periodo || !one.forma || one.unidad || (text && !isDecimal(text))) continue;
    const cell = {
      code: one.forma,
      name: one.etiqueta,
      projects: null,
      minor: isDecimal(text) ? minorOf(text) : null,
      printed: one.valor_texto,
    };
    rows.set(one.periodo, [...(rows.get(one.periodo) ?? []), cell]);
  }
  const said = [...rows.values()].some((cells) => cells.some(({ minor }) => minor !== null));
  return said ? [...rows].map(([name, cells]) => ({ name, cells })) : [];
}

export interface Segment {
  readonly cell: Cell;
  readonly x: number;
  readonly width: number;
}

export interface FormsRow {
  readonly row: PeriodRow;
  readonly y: number;
  readonly segments: readonly Segment[];
  readonly height: number;
  /** What is in it, in words. */
  readonly lines: readonly string[];
  readonly textX: number;
}

export interface FormsLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly ticks: readonly { x: number; text: string }[];
  readonly axis: string;
  readonly rows: readonly FormsRow[];
}

export const BAR = 30;
export const LINE = 14.5;
export const TOP = 34;

const lengthOf = (cell: Cell, mode: Bars) =>
  mode === 'valor' || cell.projects === null ? Math.abs(Number(cell.minor ?? 0n)) : cell.projects;

const longest = (rows: readonly PeriodRow[], mode: Bars) =>
  Math.max(0, ...rows.map(({ cells }) => cells.reduce((sum, cell) => sum + lengthOf(cell, mode), 0)));

/** `beside`: rows that share the scale, so that lengths can be compared. */
export function layoutForms(
  rows: readonly PeriodRow[],
  beside: readonly PeriodRow[],
  { width, measure, voice }: { width: number; measure: Measure; voice: Voice },
  mode: Bars,
): FormsLayout {
  const high = Math.max(longest(rows, mode), longest(beside, mode));
  const left = Math.ceil(Math.max(40, ...[...rows, ...beside].map(({ name }) => measure(name, LETTER)))) + 12;
  const plot = Math.max(80, width - left - 8);
  const scale = scaleOf([high], plot);
  const counted =
    mode === 'proyectos' && rows.some(({ cells }) => cells.some(({ projects }) => projects !== null));
  const money = moneyTicks(BigInt(Math.round(high)), plot < 360 ? 3 : 5);
  const ticks = counted
    ? countTicks(high).map((value) => ({ value, text: voice.number(value) }))
    : money.ticks.map(({ value, text }) => ({ value, text: voice.number(text) }));
  return {
    width,
    left,
    ticks: high > 0 ? ticks.map(({ value, text }) => ({ x: left + scale.at(value), text })) : [],
    axis: counted ? voice.t('graficos.eje.proyectos') : voice.axis(money.unit),
    ...placed(rows, (row) => {
      let x = left;
      const segments = row.cells
        .filter((cell) => lengthOf(cell, mode) > 0)
        .map((cell) => {
          const segment = { cell, x, width: Math.max(2, scale.at(lengthOf(cell, mode))) };
          x += segment.width;
          return segment;
        });
      const lines = wrapped(totalText(row, voice, counted), width - left - 5, SMALL, measure);
      return { row, segments, lines, textX: left };
    }),
  };
}

/* Each row as tall as what is said in it. */
function placed(rows: readonly PeriodRow[], make: (row: PeriodRow) => Omit<FormsRow, 'y' | 'height'>) {
  let y = TOP;
  const out = rows.map((row): FormsRow => {
    const made = make(row);
    const height = BAR + made.lines.length * LINE + 8;
    const one = { ...made, y, height };
    y += height;
    return one;
  });
  return { rows: out, height: y + 4 };
}

/** What a row says below its bar. An amount that nobody says is said to be so; one of nothing is $ 0. */
function totalText({ cells }: PeriodRow, voice: Voice, counted: boolean): string {
  const there = cells.filter(
    ({ minor, projects }) => projects === null || projects > 0 || (minor ?? 0n) !== 0n,
  );
  const projects = there.reduce((sum, cell) => sum + (cell.projects ?? 0), 0);
  if (there.length === 0) return voice.t('areas.ninguno');
  if (!counted && projects > 0 && there.every(({ minor }) => minor === null))
    return voice.count('graficos.todos-callan', projects);
  return there
    .filter((cell) => !counted || (cell.projects ?? 0) > 0)
    .map((cell) => `${cell.name.toLowerCase()} ${figureText(cell, voice, counted)}`)
    .join(' · ');
}

function figureText({ minor, projects }: Cell, voice: Voice, counted: boolean): string {
  if (counted) return voice.number(projects ?? 0);
  return minor === null && projects !== null
    ? `(${voice.count('graficos.todos-callan', projects)})`
    : voice.short(minor);
}
