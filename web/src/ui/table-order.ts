/* The order of the table. Each collection comes sorted by the server; where rows of the two meet, the same order is kept here: by the
 * key, texts folded as the server folds names, no data last, then by code. */
import type { ProjectProperties } from '../api/types.ts';
import { minorOf } from '../lib/money.ts';

export const COLUMNS = [
  'titulo',
  'valor',
  'personas',
  'anio',
  'clase',
  'areas_nombres',
  'fuentes',
  'tema',
] as const;
export type Column = (typeof COLUMNS)[number];
/** What rows need besides the columns. */
export const NEEDED = [
  'codigo',
  ...COLUMNS,
  'areas',
  'moneda',
  'lugar',
  'sin_erogacion',
  'valor_es_suma',
  'personas_texto',
];

/** Columns that the API sorts by; the others hold lists. */
export const SORTABLE = ['codigo', 'titulo', 'clase', 'anio', 'valor', 'personas'] as const;
export type SortKey = (typeof SORTABLE)[number];

export interface Order {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** How the table stands without anybody's choice: as the API gives it. */
export const USUAL_ORDER: Order = { key: 'codigo', descending: false };

/** "-valor"; null: not an order of this table. */
export function readOrder(text: string | null): Order | null {
  if (text === null) return USUAL_ORDER;
  const [, sign = '', name = ''] = /^([+-]?)(.+)$/.exec(text) ?? [];
  const key = SORTABLE.find((one) => one === name);
  return key ? { key, descending: sign === '-' } : null;
}

export const writeOrder = ({ key, descending }: Order): string => (descending ? '-' : '') + key;

/** What a click on a column's head asks for: texts from A, figures from the largest, and the other way round the next time. */
export function nextOrder(now: Order, key: SortKey): Order {
  if (now.key === key) return { key, descending: !now.descending };
  return { key, descending: key === 'anio' || key === 'valor' || key === 'personas' };
}

const UNDECOMPOSED: Readonly<Record<string, string>> = {
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  œ: 'oe',
  ŧ: 't',
  æ: 'ae',
  ø: 'o',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
};

/** A text as it is sorted: letters and digits, lower case, without marks, one space between words. */
export function sortForm(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[đħıłœŧæøðþß]/g, (letter) => UNDECOMPOSED[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const compared = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function compareKnown(key: SortKey, a: ProjectProperties, b: ProjectProperties): number {
  if (key === 'valor')
    return compared(minorOf(a.valor ?? ('0' as never)), minorOf(b.valor ?? ('0' as never)));
  const [x, y] = [a[key], b[key]];
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  if (key === 'codigo') return compared(x, y);
  return compared(sortForm(String(x)), sortForm(String(y))) || compared(String(x), String(y));
}

export function compareRows({ key, descending }: Order, a: ProjectProperties, b: ProjectProperties): number {
  const silent = (row: ProjectProperties) => Number(row[key] === null || row[key] === '');
  const known = silent(a) - silent(b) || (silent(a) ? 0 : compareKnown(key, a, b) * (descending ? -1 : 1));
  return known || compared(a.codigo, b.codigo);
}
