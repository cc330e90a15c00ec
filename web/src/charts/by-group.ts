/* Source, theme and kind against the amount: bars that close. */
import { html } from 'lit';
import type { Groups } from '../api/totals.ts';
import { minorOf } from '../lib/money.ts';
import { formatFilter, type Facet, type Filter } from '../state/filter.ts';
import { KINDS, type View } from '../state/view.ts';
import { layoutBars, type BarsLayout } from './bars.ts';
import { drawBars } from './bars-view.ts';
import type { Drawing } from './drawing.ts';
import type { Chart, Question, Reading } from './chart.ts';
import { rowMark } from './marks.ts';
import { closes, cut, rowsOf, type Row } from './rows.ts';
import { groupTable } from './tables.ts';
import { nameOf, sentenceOf, titleOf, type Told } from './words.ts';
import { printedNotes } from './printed.ts';

/** More values than that are one bar, with the rest in the table. */
const MOST = 12;

/** A chart shows all values of its own facet, the chosen ones marked: else there would be nothing to compare them with. */
export const withoutOwn = (filter: Filter, ...own: Facet[]): Filter => ({
  ...filter,
  ...Object.fromEntries(own.map((facet) => [facet, []])),
});

/** Says so, where there is anything to say. */
export function ownNote({ filter, voice }: Question, ...own: Facet[]): string[] {
  const used = own.filter((facet) => filter[facet].length > 0);
  if (used.length === 0) return [];
  return [voice.t('graficos.propio', { que: used.map((facet) => voice.t(`faceta.${facet}`)).join(' / ') })];
}

/** What falls on a share is told beside the amount. */
export const shareOf = (row: Row, groups: Groups, voice: Question['voice']): string | null =>
  row.minor !== null && row.minor > 0n && groups.todo.valor !== null
    ? voice.share(row.minor, minorOf(groups.todo.valor)).replace(/^el /, '')
    : null;

export function closing(groups: Groups, { voice, view }: Question): Reading['closes'] {
  if (groups.todo.valor === null || view.barras !== 'valor') return null;
  const ok = closes(groups);
  const text = ok
    ? voice.t('graficos.cierra', { total: voice.money(minorOf(groups.todo.valor)) })
    : voice.t('cierre.no-cierra');
  return { ok, text };
}

function byGroup(id: 'fuente' | 'tema' | 'clase', dimension: (view: View) => Told & Facet): Chart<Groups> {
  return {
    id,
    wide: false,
    key: ({ filter, view, voice }) =>
      `${dimension(view)}?${formatFilter(withoutOwn(filter, dimension(view)))}&${voice.lang}`,
    load: ({ client, filter, view }, signal) =>
      client.groups(dimension(view), withoutOwn(filter, dimension(view)), signal),
    read: (groups, question) => readGroups(groups, dimension(question.view), question),
    ...(id === 'clase' ? { controls } : {}),
  };
}

function readGroups(groups: Groups, by: Told & Facet, question: Question): Reading {
  const { filter, view, client, voice } = question;
  const mode = view.barras;
  const all = rowsOf(groups, mode);
  const full = cut(all, MOST, filter[by]);
  const rows =
    mode === 'valor' ? full : full.filter(({ kind }) => kind !== 'sin-asignar' && kind !== 'diferencia');
  const name = nameOf(voice);
  const several = mode === 'proyectos' && (by === 'fuente' || by === 'tema');
  return {
    title: titleOf(groups, by, mode, voice),
    sentence: sentenceOf(groups, by, mode, voice),
    coverage: groups.cobertura,
    notes: [
      ...ownNote(question, by),
      ...(several ? [voice.t(`graficos.varios.${by}` as never)] : []),
      ...printedNotes(groups.impreso, voice),
    ],
    closes: closing(groups, question),
    empty: groups.todo.proyectos === 0 ? voice.t('graficos.vacio-frase') : null,
    draw: (canvas) => {
      const layout = layoutBars(rows, name, canvas, mode);
      const marks = rows.map((row) =>
        rowMark(row, name(row), by, filter, shareOf(row, groups, voice), voice),
      );
      return {
        height: layout.height,
        name: titleOf(groups, by, mode, voice),
        marks,
        legend: legendOf(layout, voice),
        body: () => drawBars(layout, marks, canvas),
      };
    },
    table: groupTable(groups, all, voice.t(`graficos.tabla.${by}` as never), voice),
    csv: client.url('/resumen', { por: by, f: 'csv', excel: 1 }, withoutOwn(filter, by)),
    asides: [],
  };
}

function controls({ view, voice }: Question, set: (view: Partial<View>) => void) {
  return html`<label class="grafico-eleccion"
    >${voice.t('graficos.segun')}
    <select
      @change=${(event: Event) => set({ segun: (event.target as HTMLSelectElement).value as View['segun'] })}
    >
      ${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === view.segun}>${voice.t(`faceta.${kind}`)}</option>`)}
    </select></label
  >`;
}

export const bySource = byGroup('fuente', () => 'fuente');
export const byTheme = byGroup('tema', () => 'tema');
export const byKind = byGroup('clase', ({ segun }) => segun);

/* Only the signs that are there. */
function legendOf({ bars }: BarsLayout, voice: Question['voice']): Drawing['legend'] {
  const dots = bars.flatMap((bar) => bar.dots);
  const striped = bars.some(
    ({ row, bar, silent }) =>
      silent !== null || (row.kind !== 'valor' && row.kind !== 'otros' && bar.width > 0),
  );
  return [
    ...(dots.some(({ silent }) => !silent)
      ? [{ kind: 'g-punto', text: voice.t('graficos.leyenda.dice') }]
      : []),
    ...(dots.some(({ silent }) => silent)
      ? [{ kind: 'g-punto g-callado', text: voice.t('graficos.leyenda.calla') }]
      : []),
    ...(striped ? [{ kind: 'rayas', text: voice.t('graficos.leyenda.nadie') }] : []),
  ];
}
