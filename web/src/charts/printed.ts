/* Figures as documents print them: told and drawn beside, never added to what the projects say. */
import type { Groups, PrintedSeries } from '../api/totals.ts';
import type { Table } from './chart.ts';
import { numeric, plain } from './tables.ts';
import type { Voice } from './voice.ts';

export function printedSource({ fuente_del_dato: source }: PrintedSeries): string {
  return [source?.titulo, source?.localizador].filter(Boolean).join(', ');
}

/** A series that a document announces and whose figures are not there. */
export function printedNotes(series: Groups['impreso'] | null | undefined, voice: Voice): string[] {
  return (series ?? [])
    .filter(({ valores }) => valores.length === 0)
    .map((one) =>
      voice.t('graficos.impreso.sin-cifras', {
        titulo: one.titulo,
        periodo: [one.periodo, one.moneda].filter(Boolean).join(', '),
        nota: one.nota ?? '',
        fuente: printedSource(one),
      }),
    );
}

/** To the letter. */
export function printedTable(series: PrintedSeries, voice: Voice): Table {
  return {
    caption: series.titulo,
    columns: [
      plain(voice.t('graficos.col.etiqueta')),
      plain(voice.t('graficos.col.periodo')),
      numeric(voice.t('graficos.col.impreso', { moneda: series.moneda ?? '' })),
      plain(voice.t('graficos.col.donde')),
    ],
    rows: series.valores.map((one) => [
      one.etiqueta,
      one.periodo ?? '',
      [one.valor_texto ?? String(one.valor ?? ''), one.unidad].filter(Boolean).join(' ') ||
        voice.t('sin-dato'),
      one.fuente_del_dato?.localizador ?? '',
    ]),
    foot: null,
  };
}
