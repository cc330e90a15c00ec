/* Years as columns. */
import type { Groups } from '../api/totals.ts';
import { formatFilter } from '../state/filter.ts';
import { closing, ownNote, shareOf, withoutOwn } from './by-group.ts';
import type { Chart, Question, Reading } from './chart.ts';
import { dotted, layoutColumns } from './columns.ts';
import { drawColumns } from './columns-view.ts';
import { rowMark } from './marks.ts';
import { rowsOf } from './rows.ts';
import { groupTable } from './tables.ts';
import { nameOf, sentenceOf, titleOf } from './words.ts';

function read(groups: Groups, question: Question): Reading {
  const { filter, view, client, voice } = question;
  const mode = view.barras;
  const rows = rowsOf(groups, mode);
  const name = nameOf(voice);
  const title = titleOf(groups, 'anio', mode, voice);
  const byYear = [...rows].sort((a, b) =>
    a.kind === 'valor' && b.kind === 'valor' ? Number(a.code) - Number(b.code) : 0,
  );
  return {
    title,
    sentence: sentenceOf(groups, 'anio', mode, voice),
    coverage: groups.cobertura,
    notes: ownNote(question, 'anio'),
    closes: closing(groups, question),
    empty: groups.todo.proyectos === 0 ? voice.t('graficos.vacio-frase') : null,
    draw: (canvas) => {
      const layout = layoutColumns(rows, canvas, mode);
      const marks = new Map(
        layout.columns.flatMap((column) =>
          column.row
            ? [
                [
                  column,
                  rowMark(
                    column.row,
                    name(column.row),
                    'anio',
                    filter,
                    shareOf(column.row, groups, voice),
                    voice,
                  ),
                ] as const,
              ]
            : [],
        ),
      );
      return {
        height: layout.height,
        name: title,
        marks: [...marks.values()],
        legend: [
          ...(dotted(rows)
            ? [
                { kind: 'g-punto', text: voice.t('graficos.leyenda.dice') },
                { kind: 'g-punto g-callado', text: voice.t('graficos.leyenda.calla') },
              ]
            : [{ kind: 'cifra', text: voice.t('graficos.leyenda.cuantos') }]),
          { kind: 'rayas', text: voice.t('graficos.leyenda.sin-anio') },
        ],
        body: () => drawColumns(layout, marks, canvas),
      };
    },
    table: groupTable(groups, byYear, voice.t('graficos.tabla.anio'), voice),
    csv: client.url('/resumen', { por: 'anio', f: 'csv', excel: 1 }, withoutOwn(filter, 'anio')),
    asides: [],
  };
}

export const byYear: Chart<Groups> = {
  id: 'anio',
  wide: false,
  key: ({ filter, voice }) => `anio?${formatFilter(withoutOwn(filter, 'anio'))}&${voice.lang}`,
  load: ({ client, filter }, signal) => client.groups('anio', withoutOwn(filter, 'anio'), signal),
  read,
};
