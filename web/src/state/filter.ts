/* What is asked for: the filter vocabulary of the API (`/api.html`), letter by letter. The query of the page's address is this and
 * nothing else but `lang`, so that it means the same after `/exportar/proyectos.csv`, `/facetas`, `/resumen` or a tile. */

/** Keys that hold codes and repeat: a project matches a key by any of its values, and a filter by all of its keys. */
export const FACETS = [
  'area',
  'tema',
  'fuente',
  'ejecutor',
  'clase',
  'tipo',
  'modalidad',
  'forma',
  'estado',
  'anio',
  'lugar',
] as const;
export type Facet = (typeof FACETS)[number];

/** The value that every facet has for "nobody said". */
export const UNKNOWN_VALUE = 'sin-dato';

/** Keys with one value that the page has a control for. */
export const SINGLES = ['q', 'vigente', 'monto_min', 'monto_max', 'bbox', 'dibujo', 'cerca'] as const;
export type Single = (typeof SINGLES)[number];

/** What the API knows beyond that: let through, shown, removable. */
export const OTHERS = [
  'codigo',
  'celda',
  'moneda',
  'datetime',
  'filter',
  'filter-lang',
  'filter-crs',
  'bbox-crs',
] as const;
export type Other = (typeof OTHERS)[number];

export type Filter = Readonly<Record<Facet, readonly string[]>> &
  Readonly<Record<Single, string | null>> & { readonly otros: readonly (readonly [Other, string])[] };

/** One thing of an address that could not be read, or that the server refused. */
export interface Ignored {
  readonly key: string;
  readonly value: string;
  /** Why, in the reader's language, where the server said so; else the page finds the words. */
  readonly reason: string | null;
}

export const NO_FILTER: Filter = {
  ...(Object.fromEntries(FACETS.map((key) => [key, []])) as unknown as Record<Facet, readonly string[]>),
  ...(Object.fromEntries(SINGLES.map((key) => [key, null])) as unknown as Record<Single, null>),
  otros: [],
};

const CODE = /^[A-Za-z0-9._-]{1,128}$/;
const CELL = /^\d\d?(\/\d{1,8}){2}$/;
const DECIMAL = /^\d{1,15}(\.\d{1,2})?$/;
/* A date to the precision it has, or an interval of them; `..` is open. */
const DATE = String.raw`\d{4}(?:-\d\d(?:-\d\d)?)?`;
const TIME = new RegExp(`^(?:${DATE}|(?:${DATE}|\\.\\.)?/(?:${DATE}|\\.\\.)?)$`);
/** Most bytes of a query that the server takes are a drawing's. */
const MOST_DRAWING = 15_000;
const MOST_WORDS = 200;

function numbers(text: string, n: number): number[] | null {
  const parts = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  return parts.length === n && parts.every(Number.isFinite) ? parts : null;
}

/** West, south, east, north of a box, which may have heights between. */
function sides(text: string): number[] | null {
  const all = numbers(text, 4) ?? numbers(text, 6);
  return all && [...all.slice(0, 2), ...all.slice(all.length / 2).slice(0, 2)];
}

function isBox(text: string): boolean {
  const [west = 999, south = 999, east = 999, north = 999] = sides(text) ?? [];
  return (
    Math.abs(west) <= 180 &&
    Math.abs(east) <= 180 &&
    Math.abs(south) <= 90 &&
    Math.abs(north) <= 90 &&
    south <= north
  );
}

function isNear(text: string): boolean {
  const [lon = 999, lat = 999, metres = 0] = numbers(text, 3) ?? [];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && metres > 0;
}

const READABLE: Readonly<Record<Single, (text: string) => boolean>> = {
  q: (text) => text.trim() !== '' && text.length <= MOST_WORDS,
  vigente: (text) => TIME.test(text) && text !== '/',
  monto_min: (text) => DECIMAL.test(text),
  monto_max: (text) => DECIMAL.test(text),
  bbox: isBox,
  dibujo: (text) => /^\s*(\{|(MULTI)?POLYGON\s*\()/i.test(text) && text.length <= MOST_DRAWING,
  cerca: isNear,
};

const isOneOf = <T extends string>(list: readonly T[], key: string): key is T =>
  (list as readonly string[]).includes(key);

/** Whether `value` can stand for `key` at all; whether there is such a code only the server knows. */
export function isReadable(key: Facet | Single, value: string): boolean {
  return isOneOf(SINGLES, key) ? READABLE[key](value) : CODE.test(value);
}

/** The filter in a query; what is not part of the vocabulary or cannot be read goes to `ignored`. `lang` is nobody's here. */
export function parseFilter(search: string, ignored: Ignored[]): Filter {
  const facets = new Map<Facet, Set<string>>();
  const singles: Partial<Record<Single, string>> = {};
  const otros: [Other, string][] = [];
  const ignore = (key: string, value: string) => ignored.push({ key, value, reason: null });
  const query = new URLSearchParams(search);
  /* In another reference system only the server can say what a box may be. */
  const isGood = (key: Single, value: string) =>
    isReadable(key, value) || (key === 'bbox' && query.has('bbox-crs') && sides(value) !== null);
  for (const [key, value] of query) {
    const known = isOneOf(FACETS, key) || isOneOf(SINGLES, key) || isOneOf(OTHERS, key);
    if (known && value === '') continue; // as of a form that sends all its fields
    if (isOneOf(FACETS, key)) {
      if (!isReadable(key, value)) ignore(key, value);
      else facets.set(key, (facets.get(key) ?? new Set()).add(value));
    } else if (isOneOf(SINGLES, key)) {
      if (key in singles || !isGood(key, value)) ignore(key, value);
      else singles[key] = value;
    } else if (isOneOf(OTHERS, key) && (key !== 'celda' || CELL.test(value))) otros.push([key, value]);
    else if (key !== 'lang') ignore(key, value);
  }
  return {
    ...NO_FILTER,
    ...Object.fromEntries([...facets].map(([key, values]) => [key, [...values]])),
    ...singles,
    otros,
  };
}

/** Pairs in the order of the vocabulary. */
export function filterPairs(filter: Filter): [string, string][] {
  return [
    ...FACETS.flatMap((key) => filter[key].map((value): [string, string] => [key, value])),
    ...SINGLES.flatMap((key): [string, string][] => (filter[key] === null ? [] : [[key, filter[key]]])),
    ...filter.otros.map(([key, value]): [string, string] => [key, value]),
  ];
}

/** "tema=vivienda&area=el-pozon", without "?"; "" for no filter. Commas and slashes stay readable. */
export function formatFilter(filter: Filter): string {
  return formatPairs(filterPairs(filter));
}

export function formatPairs(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(
      ([key, value]) =>
        `${key}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%20', '+')}`,
    )
    .join('&');
}

/** The one value of a list that has one. */
export const onlyOne = (values: readonly string[]): string | null =>
  values.length === 1 ? (values[0] ?? null) : null;

export const isFiltered = (filter: Filter): boolean => filterPairs(filter).length > 0;

/** The change that adds a value of a facet, or takes it away if it is there. */
export function toggled(filter: Filter, facet: Facet, value: string): Partial<Filter> {
  const has = filter[facet].includes(value);
  return { [facet]: has ? filter[facet].filter((one) => one !== value) : [...filter[facet], value] };
}

/** The filter without one pair of it. */
export function without(filter: Filter, key: string, value: string): Filter {
  if (isOneOf(FACETS, key)) return { ...filter, [key]: filter[key].filter((one) => one !== value) };
  if (isOneOf(SINGLES, key)) return { ...filter, [key]: null };
  return { ...filter, otros: filter.otros.filter(([k, v]) => k !== key || v !== value) };
}
