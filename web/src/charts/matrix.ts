/* Areas by themes: where is what, and where is nothing. Holes are cells too. */
import type { Matrix } from '../api/totals.ts';
import { minorOf, type Decimal } from '../lib/money.ts';
import { UNKNOWN_VALUE } from '../state/filter.ts';
import type { Bars } from '../state/view.ts';
import { LETTER, SMALL } from './bars.ts';
import { unitOf, type Unit, type Voice } from './voice.ts';
import { fitted, wrapped, type Measure } from './text.ts';

export interface Head {
  readonly code: string | null;
  readonly name: string;
  readonly projects: number;
  readonly silent: number;
  readonly minor: bigint | null;
}

export interface GridCell {
  readonly area: Head;
  readonly theme: Head;
  readonly projects: number;
  readonly silent: number;
  readonly minor: bigint | null;
}

export interface Grid {
  readonly areas: readonly Head[];
  readonly themes: readonly Head[];
  readonly cells: readonly (readonly GridCell[])[];
  /** Areas of the layer without any project: said, not drawn, where there are many. */
  readonly bare: number;
  /** Areas with projects that are not drawn, because there are too many. */
  readonly left: number;
  /** Cells of the layer's areas, and those of them where nothing is. */
  readonly all: number;
  readonly holes: number;
}

interface Raw {
  codigo?: string | null;
  nombre?: string;
  proyectos: number;
  valor: Decimal | null;
  no_cubiertos: number;
}

const headOf = (raw: Raw, code: string | null, name: string): Head => ({
  code,
  name,
  projects: raw.proyectos,
  silent: raw.no_cubiertos,
  minor: raw.valor === null ? null : minorOf(raw.valor),
});

/** Layers of more areas than this are shown without those where nothing at all is. */
const MOST_BARE = 20;
export const MOST_AREAS = 40;

/** Themes with most projects first, "sin dato" last; areas in the order of the layer; of many areas those with most
 * projects, unless it is the whole that is asked for. */
export function gridOf(matrix: Matrix, elsewhere: string, whole = false): Grid {
  const themes = matrix.columnas
    .map((raw, i) => ({ head: headOf(raw, raw.codigo ?? UNKNOWN_VALUE, raw.nombre), i }))
    .sort((a, b) => last(a.head) - last(b.head) || b.head.projects - a.head.projects || a.i - b.i);
  const few = whole || matrix.filas.length <= MOST_BARE;
  const shown = matrix.filas.filter(({ proyectos }) => few || proyectos > 0);
  const kept = few ? shown : [...shown].sort((a, b) => b.proyectos - a.proyectos).slice(0, MOST_AREAS);
  const rows = [
    ...kept.map((raw) => ({ raw, head: headOf(raw, raw.codigo, raw.nombre) })),
    ...(matrix.sin_area.proyectos > 0
      ? [{ raw: matrix.sin_area, head: headOf(matrix.sin_area, null, elsewhere) }]
      : []),
  ];
  return {
    areas: rows.map(({ head }) => head),
    themes: themes.map(({ head }) => head),
    cells: rows.map(({ raw, head: area }) =>
      themes.map(({ head: theme, i }) => {
        const { code: _code, name: _name, ...figures } = headOf(raw.celdas[i] ?? NOTHING, null, '');
        return { area, theme, ...figures };
      }),
    ),
    left: shown.length - kept.length,
    bare: matrix.filas.filter(({ proyectos }) => proyectos === 0).length,
    all: matrix.celdas,
    holes: matrix.celdas_vacias,
  };
}

const NOTHING: Raw = { proyectos: 0, valor: null, no_cubiertos: 0 };
const last = ({ code }: Head) => (code === UNKNOWN_VALUE ? 1 : 0);

export interface Box<T> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly of: T;
}

export interface CellBox extends Box<GridCell> {
  /** 0: a hole; 1 to 5: the darker the more; null: projects whose amount nobody says. */
  readonly step: number | null;
  readonly text: string;
}

export interface RowName {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
  readonly count: string;
}

export interface ColumnName {
  readonly x: number;
  readonly y: number;
  /** One line if it is slanted. */
  readonly lines: readonly string[];
  readonly count: string;
}

export interface MatrixLayout {
  readonly width: number;
  readonly height: number;
  readonly cells: readonly CellBox[];
  readonly left: readonly RowName[];
  readonly above: readonly ColumnName[];
  /** Degrees of the names above; null: upright, in lines. */
  readonly slant: number | null;
  readonly unit: Unit | null;
  /** Themes at the left: few areas, and no room for all themes above. */
  readonly turned: boolean;
}

const STEPS = 5;
const LEAST = 27;
const COUNT = 30;

/** Which of five steps of a colour, by the square root, so that one large amount does not leave all others pale. */
export function stepOf(value: number, high: number): number {
  if (value <= 0 || high <= 0) return 0;
  return Math.max(1, Math.min(STEPS, Math.ceil(Math.sqrt(value / high) * STEPS - 1e-9)));
}

interface Room {
  readonly width: number;
  readonly measure: Measure;
  readonly voice: Voice;
}

/* Widths and heights of the frame around the cells. */
function frameOf(rows: readonly Head[], columns: readonly Head[], { width, measure }: Room) {
  const names = Math.max(60, ...rows.map(({ name }) => measure(name, LETTER))) + 8;
  const left = Math.ceil(Math.min(names, Math.max(118, width * 0.3))) + COUNT;
  const steep = width < 520;
  const angle = steep ? 68 : 52;
  const [across, up] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const slant = Math.min(170, Math.max(...columns.map(({ name }) => measure(name, SMALL))) + 10);
  const flat = (width - left) / columns.length >= 76;
  const tail = flat ? 0 : Math.ceil(slant * across);
  const size = Math.max(LEAST, Math.min(flat ? 190 : 46, (width - left - tail) / columns.length));
  const top = flat ? 72 : Math.ceil(slant * up) + 28;
  return { left, slant, angle, flat, tail, size, top, height: rows.length > 8 && !flat ? 30 : 32 };
}

const needed = ({ left, size, tail }: ReturnType<typeof frameOf>, n: number) => left + n * size + tail;

/** `chosen`: areas and themes that the filter asks for. */
export function layoutMatrix(
  grid: Grid,
  room: Room,
  mode: Bars,
  chosen: (head: Head) => boolean = () => false,
): MatrixLayout {
  const { measure, voice } = room;
  const named = (head: Head) => (chosen(head) ? `✓ ${head.name}` : head.name);
  const upright = frameOf(grid.areas, grid.themes, room);
  const turned = grid.areas.length <= 6 && needed(upright, grid.themes.length) > room.width;
  const [rows, columns] = turned ? [grid.themes, grid.areas] : [grid.areas, grid.themes];
  const frame = turned ? frameOf(rows, columns, room) : upright;
  const { left, slant, flat, size, top, height } = frame;
  const all = grid.cells.flat();
  const amount = (cell: GridCell) => (mode === 'valor' ? Number(cell.minor ?? 0n) : cell.projects);
  const high = Math.max(0, ...all.map(amount));
  const most = all.reduce((a, { minor }) => (minor !== null && minor > a ? minor : a), 0n);
  const unit = mode === 'valor' && most > 0n ? unitOf(most) : null;
  const box = (cell: GridCell, row: number, column: number): CellBox => {
    const unsaid = mode === 'valor' && cell.projects > 0 && cell.minor === null;
    const step = stepOf(amount(cell), high);
    return {
      x: left + column * size,
      y: top + row * height,
      width: size,
      height,
      of: cell,
      step: unsaid ? null : cell.projects > 0 ? Math.max(1, step) : step,
      text: cellText(cell, unit, size, voice),
    };
  };
  return {
    width: Math.max(room.width, Math.ceil(needed(frame, columns.length))),
    height: top + rows.length * height + 8,
    cells: grid.cells.flatMap((line, i) =>
      line.map((cell, k) => (turned ? box(cell, k, i) : box(cell, i, k))),
    ),
    left: rows.map((head, i) => {
      const lines = wrapped(named(head), left - COUNT - 6, LETTER, measure, 2);
      return {
        x: left - COUNT,
        y: top + i * height + height / 2 + 4.5 - (lines.length - 1) * 6.5,
        lines,
        count: voice.number(head.projects),
      };
    }),
    above: columns.map((head, i) => ({
      x: left + i * size + size / 2,
      y: top - 22,
      lines: flat
        ? wrapped(named(head), size - 10, SMALL, measure, 3)
        : [fitted(named(head), slant, SMALL, measure)],
      count: voice.number(head.projects),
    })),
    slant: flat ? null : frame.angle,
    unit,
    turned,
  };
}

/* An amount in the unit of all, with a decimal only where there is room; where nobody says any, how many projects. */
function cellText(cell: GridCell, unit: Unit | null, size: number, voice: Voice): string {
  if (cell.projects === 0) return '';
  if (!unit || cell.minor === null) return voice.number(cell.projects);
  const text = voice.inUnit(cell.minor, unit);
  return size < 34 && text.length > 3 && cell.minor >= 10n * unit.minor
    ? voice.number(Number((cell.minor + unit.minor / 2n) / unit.minor))
    : text;
}
