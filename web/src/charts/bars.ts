/* Where the parts of a bar chart go. Lengths are proportional to what is drawn; every row is tall enough to press. */
import type { Bars } from '../state/view.ts';
import type { Row } from './rows.ts';
import { countTicks, moneyTicks, scaleOf } from './scale.ts';
import { fitted, wrapped, type Measure } from './text.ts';
import type { Voice } from './voice.ts';

export interface Bar {
  readonly row: Row;
  readonly y: number;
  readonly height: number;
  readonly label: { x: number; y: number; lines: readonly string[] };
  readonly bar: { x: number; y: number; width: number; height: number };
  /** In a count: the part whose projects say no amount. */
  readonly silent: { x: number; width: number } | null;
  readonly amount: { x: number; y: number; text: string };
  /** One dot for each project, the silent ones hollow; none where there are too many to be seen. */
  readonly dots: readonly { x: number; silent: boolean }[];
  readonly dotsY: number;
  readonly note: { x: number; text: string };
}

export interface BarsLayout {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly zero: number;
  readonly ticks: readonly { x: number; text: string }[];
  readonly axis: string;
  readonly bars: readonly Bar[];
}

export const LETTER = 13;
export const SMALL = 11.5;
const DOT = 8;
const TOP = 34;
const BAR = 14;
/* Bold letters are so much wider than those that are measured. */
const BOLD = 1.12;
const MOST_DOTS = 60;

/** Names above the bars rather than beside them. */
export const isNarrow = (width: number): boolean => width < 520;

/** "3 proyectos, 1 sin valor". */
export function countsText(row: Row, voice: Voice): string {
  if (row.projects === null) {
    const [least, most] = row.range;
    return least === most
      ? voice.count('graficos.cada-uno', most)
      : voice.t('graficos.entre', { a: voice.number(least), b: voice.number(most) });
  }
  const all = voice.count('areas.proyectos', row.projects);
  if (row.silent === 0) return all;
  return row.silent === row.projects
    ? voice.count('graficos.todos-callan', row.projects)
    : `${all}, ${voice.count('graficos.sin-valor', row.silent)}`;
}

const lengthOf = (row: Row, bars: Bars) => (bars === 'valor' ? Number(row.minor ?? 0n) : (row.projects ?? 0));

export function layoutBars(
  rows: readonly Row[],
  names: (row: Row) => string,
  { width, measure, voice }: { width: number; measure: Measure; voice: Voice },
  mode: Bars,
): BarsLayout {
  const narrow = isNarrow(width);
  const amountOf = (row: Row) =>
    mode === 'valor' ? voice.short(row.minor) : row.projects === null ? '' : voice.number(row.projects);
  const amounts = rows.map(amountOf);
  const left = narrow ? 0 : Math.min(210, Math.round(width * 0.32));
  const right = Math.ceil(Math.max(30, ...amounts.map((text) => measure(text, LETTER) * BOLD))) + 12;
  const plot = { x: left, width: Math.max(60, width - left - (narrow ? 8 : right)) };
  const scale = scaleOf(
    rows.map((row) => lengthOf(row, mode)),
    plot.width,
  );
  /* Dots for every value or for none: a row without them would look like one without projects. */
  /* Without a bar the dots take its place, on the line of the amount. */
  const isBare = (row: Row) => mode === 'valor' && lengthOf(row, mode) === 0;
  const beside = (row: Row) => (isBare(row) && !narrow ? measure(amountOf(row), LETTER) * BOLD + 10 : 0);
  const room = (row: Row) =>
    width - plot.x - scale.zero - measure(countsText(row, voice), SMALL) - 12 - beside(row);
  const fits = (row: Row) => (row.projects ?? 0) <= MOST_DOTS && (row.projects ?? 0) * DOT <= room(row);
  const dotted = mode === 'valor' && rows.every((row) => row.kind !== 'valor' || fits(row));
  const bars: Bar[] = [];
  let y = TOP;
  rows.forEach((row, i) => {
    const lines = narrow
      ? [fitted(names(row), width - right, LETTER, measure)]
      : wrapped(names(row), left - 14, LETTER, measure, 2);
    const barY = y + (narrow ? 24 : 7);
    const length = lengthOf(row, mode);
    const [from, to] = [scale.at(Math.min(0, length)), scale.at(Math.max(0, length))];
    const silent =
      mode === 'proyectos' && row.silent > 0 && row.projects ? (to - from) * (row.silent / row.projects) : 0;
    const n = row.projects ?? 0;
    const said = countsText(row, voice);
    const dots = dotted && fits(row) ? n : 0;
    const bare = isBare(row);
    const dotsY = bare ? barY + 7.5 : barY + BAR + 9.5;
    /* A name of two lines is nearer to itself than to the next. */
    const height = (narrow ? 62 : 46) - (bare ? 16 - (lines.length - 1) * 10 : 0);
    bars.push({
      row,
      y,
      height,
      label: narrow
        ? { x: 0, y: y + 16, lines }
        : { x: left - 12, y: barY + 11 - (lines.length - 1) * 3, lines },
      bar: { x: plot.x + from, y: barY, width: length === 0 ? 0 : Math.max(1, to - from), height: BAR },
      silent: silent > 0 ? { x: plot.x + to - silent, width: silent } : null,
      amount: narrow
        ? { x: width, y: y + 16, text: amounts[i] ?? '' }
        : { x: width, y: barY + 11.5, text: amounts[i] ?? '' },
      dots: Array.from({ length: dots }, (_, k) => ({
        x: plot.x + scale.zero + 6 + k * DOT,
        silent: k >= n - row.silent,
      })),
      dotsY,
      note: { x: plot.x + scale.zero + (dots > 0 ? dots * DOT + 6 : 5), text: said },
    });
    y += height;
  });
  const { ticks, axis } = ticksFor(rows, mode, voice, plot.width);
  return {
    width,
    height: y + 4,
    top: TOP,
    zero: plot.x + scale.zero,
    ticks: ticks.map(({ value, text }) => ({ x: plot.x + scale.at(value), text })),
    axis,
    bars,
  };
}

export function ticksFor(
  rows: readonly Row[],
  mode: Bars,
  voice: Voice,
  width: number,
): { ticks: { value: number; text: string }[]; axis: string } {
  const most = Math.max(2, Math.min(5, Math.floor(width / 90)));
  if (mode === 'proyectos') {
    const high = Math.max(0, ...rows.map(({ projects }) => projects ?? 0));
    return {
      ticks: countTicks(high, most).map((value) => ({ value, text: voice.number(value) })),
      axis: voice.t('graficos.eje.proyectos'),
    };
  }
  const high = rows.reduce((most, { minor }) => (minor !== null && minor > most ? minor : most), 0n);
  const { unit, ticks } = moneyTicks(high, most);
  return {
    ticks: high > 0n ? ticks.map(({ value, text }) => ({ value, text: voice.number(text) })) : [],
    axis: voice.axis(unit),
  };
}
