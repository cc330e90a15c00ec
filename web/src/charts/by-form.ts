/* Cash against kind, by period; beside it what documents printed of the same. */
import type { Groups, PrintedSeries } from '../api/totals.ts';
import { minorOf } from '../lib/money.ts';
import { formatFilter, toggled } from '../state/filter.ts';
import { closing, ownNote, withoutOwn } from './by-group.ts';
import type { Aside, Chart, Question, Reading, Table } from './chart.ts';
import type { Drawing, Mark } from './drawing.ts';
import { layoutForms, periodRows, printedRows, type Cell, type PeriodRow } from './forms.ts';
import { drawForms } from './forms-view.ts';
import { said } from './marks.ts';
import { parsePeriod, periodsOf, periodText } from './periods.ts';
import { printedNotes, printedSource, printedTable } from './printed.ts';
import { rowsOf } from './rows.ts';
import { numeric, plain } from './tables.ts';
import { nameOf, sentenceOf, titleOf } from './words.ts';

interface Answer {
  readonly groups: Groups;
  readonly periods: readonly string[];
}

async function load({ client, filter }: Question, signal: AbortSignal): Promise<Answer> {
  const asked = withoutOwn(filter, 'forma');
  const [years, forms] = await Promise.all([
    client.groups('anio', asked, signal),
    client.groups('forma', asked, signal),
  ]);
  const told = years.filas.filter(({ sin_dato }) => !sin_dato).map(({ codigo }) => Number(codigo));
  const periods = periodsOf(told, forms.impreso ?? []).map(periodText);
  if (periods.length === 0) return { groups: forms, periods };
  return { groups: await client.groups('forma', asked, signal, periods), periods };
}

const dashed = (period: string) => (parsePeriod(period) ? period.replace('-', '–') : period);

function formMark(cell: Cell, period: string, { filter, voice }: Question): Mark {
  const selected = filter.forma.includes(cell.code);
  const name = `${cell.name}, ${period}`;
  const lines = [
    voice.money(cell.minor),
    ...(cell.projects === null ? [] : [voice.count('areas.proyectos', cell.projects)]),
  ];
  return {
    key: `${cell.code}/${period}`,
    tip: [name, ...lines],
    name: said([`${name}: ${lines.join(', ')}`], true, selected, voice),
    change: toggled(filter, 'forma', cell.code),
    selected,
    faint: filter.forma.length > 0 && !selected,
  };
}

function printedMark(cell: Cell, period: string, { voice }: Question): Mark {
  const name = `${cell.name}, ${period}`;
  const line = voice.t('graficos.impreso.dice', { texto: cell.printed ?? '' });
  return {
    key: name,
    tip: [name, line],
    name: `${name}: ${line}`,
    change: null,
    selected: false,
    faint: false,
  };
}

function drawing(
  rows: readonly PeriodRow[],
  beside: readonly PeriodRow[],
  name: string,
  question: Question,
  canvas: Parameters<Reading['draw']>[0],
  mark: typeof formMark,
): Drawing {
  const layout = layoutForms(rows, beside, canvas, question.view.barras);
  const marks = new Map(
    layout.rows.flatMap(({ row, segments }) =>
      segments.map(({ cell }) => [cell, mark(cell, row.name, question)] as const),
    ),
  );
  const own = mark === formMark;
  const { voice } = question;
  const legend = [
    { kind: 'serie-1', text: voice.t('graficos.leyenda.efectivo') },
    { kind: 'serie-2', text: voice.t('graficos.leyenda.especie') },
    { kind: 'rayas', text: voice.t('graficos.leyenda.sin-forma') },
  ];
  return {
    height: layout.height,
    name,
    legend: own ? legend : [],
    marks: [...marks.values()],
    body: () => drawForms(layout, marks, canvas),
  };
}

function asideOf(series: PrintedSeries, own: readonly PeriodRow[], question: Question): Aside {
  const rows = printedRows(series, question.voice.currency).map((row) => ({
    ...row,
    name: dashed(row.name),
  }));
  const source = printedSource(series);
  const comparable = question.view.barras === 'valor' ? own : [];
  return {
    title: series.titulo,
    source: question.voice.t('graficos.impreso.fuente', { fuente: source }),
    note: series.nota ?? null,
    table: printedTable(series, question.voice),
    draw:
      rows.length > 0
        ? (canvas) => drawing(rows, comparable, series.titulo, question, canvas, printedMark)
        : null,
  };
}

function tableOf({ groups }: Answer, rows: readonly PeriodRow[], { voice }: Question): Table {
  const total = groups.todo.valor === null ? null : minorOf(groups.todo.valor);
  const sums = rowsOf(groups, 'valor');
  const rest = sums.filter(({ kind }) => kind === 'sin-asignar' || kind === 'diferencia');
  const cells = rows.flatMap(({ name, cells }) =>
    cells.map((cell) => [name, cell.name, voice.number(cell.projects), voice.money(cell.minor)]),
  );
  const whole = sums
    .filter(({ kind }) => kind === 'valor' || kind === 'sin-dato')
    .map((row) => [
      voice.t('graficos.todo-periodo'),
      row.name,
      voice.number(row.projects),
      voice.money(row.minor),
    ]);
  return {
    caption: voice.t('graficos.tabla.forma'),
    columns: [
      plain(voice.t('graficos.col.periodo')),
      plain(groups.titulo),
      numeric(voice.t('graficos.col.proyectos')),
      numeric(voice.t('graficos.col.valor', { moneda: groups.moneda })),
    ],
    rows: [
      ...(cells.length > 0 ? cells : whole),
      ...rest.map((row) => [
        voice.t('graficos.todo-periodo'),
        nameOf(voice)(row),
        voice.number(row.projects),
        voice.money(row.minor),
      ]),
    ],
    foot: [voice.t('graficos.total'), '', voice.number(groups.todo.proyectos), voice.money(total)],
  };
}

function read(answer: Answer, question: Question): Reading {
  const { groups, periods } = answer;
  const { filter, view, client, voice } = question;
  const rows = periodRows(groups).map((row) => ({
    ...row,
    name: dashed(row.name),
  }));
  const series = (groups.impreso ?? []).filter(({ valores }) => valores.length > 0);
  const beside = series.flatMap((one) => printedRows(one, groups.moneda));
  return {
    title: titleOf(groups, 'forma', view.barras, voice),
    sentence: sentenceOf(groups, 'forma', view.barras, voice),
    coverage: groups.cobertura,
    notes: [
      ...ownNote(question, 'forma'),
      voice.t('graficos.forma.periodo'),
      ...printedNotes(groups.impreso, voice),
    ],
    closes: closing(groups, question),
    empty: groups.todo.proyectos === 0 || rows.length === 0 ? voice.t('graficos.vacio-frase') : null,
    draw: (canvas) =>
      drawing(
        rows,
        view.barras === 'valor' ? beside : [],
        titleOf(groups, 'forma', view.barras, voice),
        question,
        canvas,
        formMark,
      ),
    table: tableOf(answer, rows, question),
    csv: client.url(
      '/resumen',
      { por: 'forma', periodo: periods, f: 'csv', excel: 1 },
      withoutOwn(filter, 'forma'),
    ),
    asides: series.map((one) => asideOf(one, rows, question)),
  };
}

export const byForm: Chart<Answer> = {
  id: 'forma',
  wide: true,
  key: ({ filter, voice }) => `forma?${formatFilter(withoutOwn(filter, 'forma'))}&${voice.lang}`,
  load,
  read,
};
