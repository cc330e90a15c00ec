/* A filter in words: one chip for each pair of it. */
import { translate, type Key, type Lang, type Values } from '../i18n/index.ts';
import { formatMoney, isDecimal } from '../lib/money.ts';
import { formatDate, formatNumber } from '../lib/number.ts';
import {
  FACETS,
  filterPairs,
  UNKNOWN_VALUE,
  without,
  type Facet,
  type Filter,
  type Other,
  type Single,
} from '../state/filter.ts';
import type { Change } from '../state/address.ts';
import { ends } from './range-read.ts';

export interface Chip {
  readonly key: string;
  readonly value: string;
  /** What the value belongs to, "" where it says so itself. */
  readonly title: string;
  readonly text: string;
}

/** The name of a value of a facet, or of the area around "lon,lat" (`cerca`); null: not known yet. */
export type NameOf = (key: Facet | 'cerca', value: string) => string | null;

interface Words {
  readonly lang: Lang;
  readonly name: NameOf;
  readonly currency: string;
  readonly inView: boolean;
}

const isFacet = (key: string): key is Facet => (FACETS as readonly string[]).includes(key);

/** "1 km", "500 m". */
export function distance(metres: number, lang: Lang): string {
  return metres >= 1000 ? `${formatNumber(metres / 1000, lang, 1)} km` : `${formatNumber(metres, lang)} m`;
}

/** "$ 1.000.000": without the ",00" that says nothing. */
export function shortMoney(decimal: string, currency: string, lang: Lang): string {
  return isDecimal(decimal) ? formatMoney(decimal, currency, lang).replace(/[.,]00$/, '') : decimal;
}

function period(value: string, lang: Lang): string {
  const [from, to] = ends(value);
  const t = (key: Key, values: Values) => translate(lang, key, values);
  const [a, b] = [formatDate(from, lang), formatDate(to, lang)];
  if (from === to) return t('ficha.en', { a });
  if (from && to) return t('ficha.desde-hasta', { a, b });
  return from ? t('ficha.desde', { a }) : t('ficha.hasta', { b });
}

/** "un punto en Getsemaní"; by its degrees where no area is known there. */
export function pointText(value: string, { lang, name }: Pick<Words, 'lang' | 'name'>): string {
  const [lon = 0, lat = 0] = value.split(',').map(Number);
  const area = name('cerca', value);
  return area
    ? translate(lang, 'ficha.punto-de', { area })
    : translate(lang, 'ficha.punto', { v: `${formatNumber(lat, lang, 4)}; ${formatNumber(lon, lang, 4)}` });
}

const SINGLE: Readonly<Record<Single, (value: string, words: Words) => string>> = {
  q: (v, { lang }) => translate(lang, 'ficha.q', { v }),
  vigente: (value, { lang }) => period(value, lang),
  monto_min: (value, { currency, lang }) => `≥ ${shortMoney(value, currency, lang)}`,
  monto_max: (value, { currency, lang }) => `≤ ${shortMoney(value, currency, lang)}`,
  bbox: (_, { lang, inView }) => translate(lang, inView ? 'ficha.vista' : 'ficha.bbox'),
  dibujo: (_, { lang }) => translate(lang, 'ficha.dibujo'),
  cerca: (value, words) =>
    translate(words.lang, 'ficha.cerca', {
      radio: distance(Number(value.split(',')[2]), words.lang),
      punto: pointText(value, words),
    }),
};

/* What only explains another pair is no chip; it goes with it. */
const COMPANIONS: readonly string[] = ['filter-lang', 'filter-crs', 'bbox-crs'] satisfies Other[];

const OTHER_WORDS: Readonly<Record<string, Key>> = {
  codigo: 'ficha.codigo',
  celda: 'ficha.celda',
  moneda: 'ficha.moneda',
  filter: 'ficha.consulta',
};

export function chipsOf(filter: Filter, words: Words): Chip[] {
  return filterPairs(filter)
    .filter(([key]) => !COMPANIONS.includes(key))
    .map(([key, value]) => {
      if (isFacet(key)) {
        const unknown = value === UNKNOWN_VALUE;
        const text = unknown ? translate(words.lang, 'sin-dato') : (words.name(key, value) ?? '…');
        return { key, value, title: translate(words.lang, `faceta.${key}`), text };
      }
      if (key === 'datetime') return { key, value, title: '', text: period(value, words.lang) };
      const other = OTHER_WORDS[key];
      return {
        key,
        value,
        title: '',
        text: other ? translate(words.lang, other, { v: value }) : SINGLE[key as Single](value, words),
      };
    });
}

/** The change that takes a chip away, with what only explains it. */
export function removal(filter: Filter, { key, value }: Pick<Chip, 'key' | 'value'>): Change {
  const rest = without(filter, key, value);
  const companions = key === 'filter' ? ['filter-lang', 'filter-crs'] : key === 'bbox' ? ['bbox-crs'] : [];
  const left = { ...rest, otros: rest.otros.filter(([one]) => !companions.includes(one)) };
  return key === 'bbox' ? { filter: left, view: { en_vista: false } } : { filter: left };
}
