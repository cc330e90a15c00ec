/* The tables under the charts: the figures of the drawing, exact, and the rest that it left out. */
import type { Groups } from '../api/totals.ts';
import { minorOf } from '../lib/money.ts';
import type { Column, Table } from './chart.ts';
import type { Row } from './rows.ts';
import { nameOf } from './words.ts';
import type { Voice } from './voice.ts';

export const numeric = (name: string): Column => ({ name, numeric: true });
export const plain = (name: string): Column => ({ name, numeric: false });

/** One row for each value, also those that the drawing sums up; then what closes. */
export function groupTable(groups: Groups, rows: readonly Row[], caption: string, voice: Voice): Table {
  const total = groups.todo.valor === null ? null : minorOf(groups.todo.valor);
  const name = nameOf(voice);
  const silent = groups.cobertura.proyectos - groups.cobertura.en_la_suma;
  return {
    caption,
    columns: [
      plain(groups.titulo),
      numeric(voice.t('graficos.col.proyectos')),
      numeric(voice.t('graficos.col.sin-valor')),
      numeric(voice.t('graficos.col.valor', { moneda: groups.moneda })),
    ],
    rows: rows.map((row) => [
      name(row),
      voice.number(row.projects),
      row.kind === 'valor' || row.kind === 'sin-dato' ? voice.number(row.silent) : '',
      voice.money(row.minor),
    ]),
    foot: [
      voice.t('graficos.total'),
      voice.number(groups.todo.proyectos),
      voice.number(silent),
      voice.money(total),
    ],
  };
}
