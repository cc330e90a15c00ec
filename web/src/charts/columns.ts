/* Years as columns: every year between the first and the last has its place, also where nothing is; "no year told" stands apart. */
import type { Bars } from '../state/view.ts';
import { SMALL, ticksFor } from './bars.ts';
import type { Row } from './rows.ts';
import { scaleOf } from './scale.ts';
import type { Measure } from './text.ts';
import type { Voice } from './voice.ts';

export interface Column {
  /** Null: a year without projects. */
  readonly row: Row | null;
  readonly x: number;
  readonly width: number;
  readonly bar: { y: number; height: number };
  readonly label: string;
  readonly amount: string;
  /** How many projects, and of them how many say no amount. */
  readonly projects: number;
  readonly silent: number;
}

export interface ColumnsLayout {
  readonly width: number;
  readonly height: number;
  /** Where the columns stand. */
  readonly base: number;
  readonly left: number;
  readonly ticks: readonly { y: number; text: string }[];
  readonly axis: string;
  readonly columns: readonly Column[];
  /** Projects as dots, or as a number. */
  readonly dotted: boolean;
}

const TOP = 34;
const PLOT = 190;
const APART = 26;
/* Dots below every year; where one has more projects than that, numbers for all. */
const MOST_DOTS = 8;
/** A span beyond it leaves out the years without projects. */
const LONGEST = 45;

const highest = (rows: readonly Row[]) =>
  Math.max(0, ...rows.filter(({ kind }) => kind === 'valor').map(({ projects }) => projects ?? 0));

export const dotted = (rows: readonly Row[]): boolean => highest(rows) <= MOST_DOTS;

export function yearsBetween(rows: readonly Row[]): number[] {
  const years = rows.filter(({ kind }) => kind === 'valor').map(({ code }) => Number(code));
  if (years.length === 0) return [];
  const [first, last] = [Math.min(...years), Math.max(...years)];
  if (last - first > LONGEST) return years.sort((a, b) => a - b);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

export function layoutColumns(
  rows: readonly Row[],
  { width, measure, voice }: { width: number; measure: Measure; voice: Voice },
  mode: Bars,
): ColumnsLayout {
  const length = (row: Row | null) =>
    row === null ? 0 : mode === 'valor' ? Number(row.minor ?? 0n) : (row.projects ?? 0);
  const scale = scaleOf(rows.map(length), PLOT);
  const { ticks, axis } = ticksFor(rows, mode, voice, PLOT * 1.6);
  const left = Math.ceil(Math.max(8, ...ticks.map(({ text }) => measure(text, SMALL)))) + 8;
  const years = yearsBetween(rows);
  const byYear = new Map(rows.filter(({ kind }) => kind === 'valor').map((row) => [Number(row.code), row]));
  const apart = rows.filter(({ kind }) => kind !== 'valor');
  const apartWidth = apart.length > 0 ? Math.min(86, width * 0.24) : 0;
  const room = width - left - apart.length * apartWidth - (apart.length > 0 && years.length > 0 ? APART : 0);
  const slot = years.length > 0 ? Math.min(92, room / years.length) : 0;
  const every = Math.max(1, Math.ceil((measure('2000', SMALL) * 1.35) / Math.max(slot, 1)));
  const bar = (row: Row | null) => {
    const value = length(row);
    const height = value === 0 ? 0 : Math.max(1, Math.abs(scale.at(value) - scale.zero));
    return { y: TOP + PLOT - Math.max(0, height), height };
  };
  const column = (row: Row | null, x: number, span: number, label: string): Column => {
    const short =
      row && row.minor !== null && row.minor !== 0n && mode === 'valor' ? voice.short(row.minor) : '';
    return {
      row,
      x,
      width: span,
      bar: bar(row),
      label,
      amount:
        short &&
        measure(short, SMALL) < Math.max(span, 96) + 10 &&
        (row?.kind !== 'valor' || every === 1 || span > 60)
          ? short
          : '',
      projects: row?.projects ?? 0,
      silent: row?.silent ?? 0,
    };
  };
  const columns = years.map((year, i) =>
    column(byYear.get(year) ?? null, left + i * slot, slot, i % every === 0 ? String(year) : ''),
  );
  apart.forEach((row, i) =>
    columns.push(
      column(row, width - (apart.length - i) * apartWidth, apartWidth, voice.t(`graficos.sin-anio`)),
    ),
  );
  return {
    width,
    height: TOP + PLOT + (dotted(rows) ? 34 + highest(rows) * 8 : 44),
    dotted: dotted(rows),
    base: TOP + PLOT,
    left,
    ticks: ticks.map(({ value, text }) => ({ y: TOP + PLOT - scale.at(value), text })),
    axis,
    columns,
  };
}
