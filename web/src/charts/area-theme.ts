/* The matrix of areas and themes. */
import { html } from 'lit';
import type { Matrix } from '../api/totals.ts';
import { minorOf } from '../lib/money.ts';
import { formatFilter, toggled, UNKNOWN_VALUE, type Filter } from '../state/filter.ts';
import type { View } from '../state/view.ts';
import { ownNote, withoutOwn } from './by-group.ts';
import type { Chart, Question, Reading, Table } from './chart.ts';
import type { Mark } from './drawing.ts';
import { said } from './marks.ts';
import { gridOf, layoutMatrix, type Grid, type GridCell, type Head } from './matrix.ts';
import { drawMatrix } from './matrix-view.ts';
import { numeric, plain } from './tables.ts';
import { unitOf, type Voice } from './voice.ts';

/** The layers that the charts by area offer. */
export const LAYERS = ['localidad', 'ucg', 'zona', 'barrio', 'corregimiento'] as const;

/** Under the filter without its own areas, so that the others stay to be compared with; with them where they are not of this layer. */
export async function withOrWithoutAreas<T>(
  filter: Filter,
  ask: (filter: Filter) => Promise<T>,
  codes: (answer: T) => (string | null)[],
): Promise<{ answer: T; asked: Filter }> {
  const wide = withoutOwn(filter, 'area');
  const answer = await ask(wide);
  if (filter.area.length === 0 || filter.area.some((code) => codes(answer).includes(code)))
    return { answer, asked: wide };
  return { answer: await ask(filter), asked: filter };
}

interface Answer {
  readonly answer: Matrix;
  readonly asked: Filter;
}

function load({ client, filter, view }: Question, signal: AbortSignal): Promise<Answer> {
  return withOrWithoutAreas(
    withoutOwn(filter, 'tema'),
    (asked) => client.matrix(view.filas, 'tema', asked, signal),
    ({ filas }) => filas.map(({ codigo }) => codigo),
  );
}

/* Both, or neither: a cell is one choice. */
function pressed(
  cell: GridCell,
  filter: Filter,
): { change: Partial<Filter> | null; selected: boolean; faint: boolean } {
  const { area, theme } = cell;
  const hasArea = area.code !== null && filter.area.includes(area.code);
  const hasTheme = theme.code !== null && filter.tema.includes(theme.code);
  const chosen = filter.area.length + filter.tema.length > 0;
  const selected =
    (hasArea && hasTheme) || (hasArea && filter.tema.length === 0) || (hasTheme && filter.area.length === 0);
  if (area.code === null || theme.code === null) {
    return {
      change: theme.code === null ? null : toggled(filter, 'tema', theme.code),
      selected,
      faint: chosen && !selected,
    };
  }
  const change =
    hasArea && hasTheme
      ? { ...toggled(filter, 'area', area.code), ...toggled(filter, 'tema', theme.code) }
      : { area: [area.code], tema: [theme.code] };
  return { change, selected, faint: chosen && !selected };
}

function cellMark(cell: GridCell, filter: Filter, voice: Voice): Mark {
  const { area, theme, projects, silent, minor } = cell;
  const { change, selected, faint } = pressed(cell, filter);
  const lines =
    projects === 0
      ? [voice.count('areas.proyectos', 0)]
      : [
          voice.money(minor),
          voice.count('areas.proyectos', projects) +
            (silent > 0 ? `, ${voice.count('graficos.sin-valor', silent)}` : ''),
        ];
  const name = `${area.name} × ${theme.name}`;
  return {
    key: `${area.code ?? ''}/${theme.code ?? ''}`,
    tip: [name, ...lines],
    name: said([`${name}: ${lines.join(', ')}`], change !== null, selected, voice),
    change,
    selected,
    faint,
  };
}

const most = (heads: readonly Head[]) =>
  heads
    .filter(({ code }) => code !== null && code !== 'sin-dato')
    .reduce<Head | null>((a, b) => (!a || b.projects > a.projects ? b : a), null);

function titleOf(grid: Grid, voice: Voice): string {
  if (grid.all === 0) return voice.t('graficos.matriz.sin-areas');
  return voice.t('graficos.matriz.titulo', { n: voice.number(grid.holes), total: voice.number(grid.all) });
}

function sentenceOf(grid: Grid, matrix: Matrix, voice: Voice): string {
  const elsewhere = matrix.sin_area.proyectos;
  const [area, theme] = [most(grid.areas), most(grid.themes)];
  const without = grid.themes.filter(({ code, projects }) => projects === 0 && code !== UNKNOWN_VALUE).length;
  return [
    area && area.projects > 0
      ? voice.count('graficos.matriz.mas', area.projects, {
          area: area.name,
          total: voice.number(matrix.total.proyectos),
        })
      : voice.t('graficos.matriz.ninguna'),
    grid.bare > 0
      ? voice.count('graficos.matriz.vacias', grid.bare, { total: voice.number(matrix.filas.length) })
      : '',
    without > 0
      ? voice.count('graficos.matriz.temas', without, {
          total: voice.number(grid.themes.length - 1),
          tema: theme?.name ?? '',
        })
      : '',
    elsewhere > 0 ? voice.count('graficos.matriz.fuera', elsewhere) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Themes as rows where areas are few, as anybody would write it down; else areas as rows. */
function tableOf(grid: Grid, matrix: Matrix, mode: View['barras'], voice: Voice): Table {
  const figure = ({ projects, silent, minor }: Pick<GridCell, 'projects' | 'silent' | 'minor'>) =>
    mode === 'proyectos'
      ? voice.number(projects)
      : projects === 0
        ? '0'
        : voice.money(minor) + (silent > 0 ? ` (${voice.count('graficos.sin-valor', silent)})` : '');
  const turned = grid.areas.length <= 6;
  const caption = voice.t(mode === 'valor' ? 'graficos.tabla.matriz' : 'graficos.tabla.matriz-n', {
    moneda: matrix.moneda,
  });
  const [rows, columns] = turned ? [grid.themes, grid.areas] : [grid.areas, grid.themes];
  return {
    caption,
    columns: [
      plain(voice.t(turned ? 'faceta.tema' : 'faceta.area')),
      ...columns.map(({ name }) => numeric(name)),
      numeric(voice.t('graficos.distintos')),
    ],
    rows: rows.map((head, i) => [
      head.name,
      ...columns.map((_, k) => figure(grid.cells[turned ? k : i]![turned ? i : k]!)),
      figure(head),
    ]),
    foot: [
      voice.t('graficos.distintos'),
      ...columns.map(figure),
      figure({
        projects: matrix.total.proyectos,
        silent: matrix.total.no_cubiertos,
        minor: gridTotal(matrix),
      }),
    ],
  };
}

const gridTotal = ({ total }: Matrix) => (total.valor === null ? null : minorOf(total.valor));

/* What the figures in the cells are. */
function stepsText(grid: Grid, mode: View['barras'], voice: Voice): string {
  const high = grid.cells.flat().reduce((a, { minor }) => (minor !== null && minor > a ? minor : a), 0n);
  return mode === 'valor' && high > 0n
    ? voice.t('graficos.leyenda.pasos', { unidad: voice.axis(unitOf(high)) })
    : voice.t('graficos.leyenda.pasos-n');
}

function read({ answer: matrix, asked }: Answer, question: Question): Reading {
  const { filter, view, client, voice } = question;
  const mode = view.barras;
  const grid = gridOf(matrix, voice.t('graficos.matriz.otra'));
  const title = titleOf(grid, voice);
  const cells = grid.cells.flat();
  return {
    title,
    sentence: sentenceOf(grid, matrix, voice),
    coverage: matrix.cobertura,
    notes: [
      ...ownNote(question, 'tema', ...(asked === filter ? [] : (['area'] as const))),
      ...(grid.left > 0 ? [voice.count('graficos.matriz.mas-areas', grid.left)] : []),
      voice.t('graficos.matriz.nota'),
    ],
    closes: null,
    empty: matrix.filas.length === 0 ? voice.t('graficos.matriz.sin-areas') : null,
    draw: (canvas) => {
      const layout = layoutMatrix(
        grid,
        canvas,
        mode,
        ({ code }) => code !== null && (filter.area.includes(code) || filter.tema.includes(code)),
      );
      const marks = new Map(cells.map((cell) => [cell, cellMark(cell, filter, voice)]));
      return {
        height: layout.height,
        width: layout.width,
        name: title,
        marks: [...marks.values()],
        legend: [
          {
            kind: 'pasos',
            text: stepsText(grid, mode, voice),
          },
          ...(mode === 'valor' ? [{ kind: 'rayas', text: voice.t('graficos.leyenda.celda-calla') }] : []),
          { kind: 'hueco', text: voice.t('graficos.leyenda.hueco') },
        ],
        body: () => drawMatrix(layout, marks, canvas),
      };
    },
    table: tableOf(gridOf(matrix, voice.t('graficos.matriz.otra'), true), matrix, mode, voice),
    csv: client.url('/matriz', { filas: view.filas, columnas: 'tema', f: 'csv', excel: 1 }, asked),
    asides: [],
  };
}

/** Which areas are the rows: for the matrix and the flows. */
export function layerControl({ view, voice }: Question, set: (view: Partial<View>) => void) {
  const layers = LAYERS.includes(view.filas as (typeof LAYERS)[number]) ? LAYERS : [...LAYERS, view.filas];
  return html`<label class="grafico-eleccion"
    >${voice.t('graficos.areas')}
    <select @change=${(event: Event) => set({ filas: (event.target as HTMLSelectElement).value })}>
      ${layers.map((layer) => html`<option value=${layer} ?selected=${layer === view.filas}>${voice.label('capas', layer)}</option>`)}
    </select></label
  >`;
}

export const areaTheme: Chart<Answer> = {
  id: 'matriz',
  wide: true,
  key: ({ filter, view, voice }) => `${view.filas}?${formatFilter(withoutOwn(filter, 'tema'))}&${voice.lang}`,
  load,
  read,
  controls: layerControl,
};
