/* How it is looked at: the page's own part of the address, behind the `#`. The server never sees it. Short, readable keys; what is
 * as usual is left out. */
import { formatPairs, type Ignored } from './filter.ts';

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

export interface MapView extends LonLat {
  readonly z: number;
}

export const SIGHTS = ['mapa', 'graficos', 'tabla'] as const;
export type Sight = (typeof SIGHTS)[number];

/** What the map's fills say of an area. Amounts: full value, attributed value; people: the upper bound; per person: attributed
 * value by inhabitant. */
export const MEASURES = ['proyectos', 'valor', 'atribuido', 'personas', 'percapita'] as const;
export type Measure = (typeof MEASURES)[number];

/** How values are cut into classes: equal counts, equal intervals, natural breaks (Fisher and Jenks). */
export const METHODS = ['cuantiles', 'intervalos', 'naturales'] as const;
export type Method = (typeof METHODS)[number];
export const MOST_CLASSES = 7;
export const LEAST_CLASSES = 2;

/** What the charts draw: the value that adds up, or how many projects. */
export const BARS = ['valor', 'proyectos'] as const;
export type Bars = (typeof BARS)[number];
/** By which of them the chart of kinds tells projects apart. */
export const KINDS = ['clase', 'tipo', 'modalidad'] as const;
export type Kind = (typeof KINDS)[number];

export interface View {
  readonly vista: Sight;
  /** The project or the organisation that the panel tells of. */
  readonly proyecto: string | null;
  readonly actor: string | null;
  /** Where the map was asked "what is here". */
  readonly punto: LonLat | null;
  /** The layer of areas drawn and listed. */
  readonly capa: string;
  readonly medida: Measure;
  readonly metodo: Method;
  readonly clases: number;
  readonly mapa: MapView | null;
  /** The outlines of wider areas are drawn over the layer. */
  readonly encima: boolean;
  /** The street basemap is on. */
  readonly fondo: boolean;
  /** `bbox` follows the map: only what is in view. */
  readonly en_vista: boolean;
  /** Sorting of the table, as the API's `sortby`: "-valor". */
  readonly orden: string | null;
  readonly barras: Bars;
  readonly segun: Kind;
  /** The layer of areas in the charts that part by area. */
  readonly filas: string;
}

/** Barrios and villages: together they cover what people call their neighbourhood. */
export const USUAL_VIEW: View = {
  vista: 'mapa',
  proyecto: null,
  actor: null,
  punto: null,
  capa: 'barrio',
  medida: 'proyectos',
  metodo: 'cuantiles',
  clases: 4,
  mapa: null,
  encima: true,
  fondo: false,
  en_vista: false,
  orden: null,
  barras: 'valor',
  segun: 'clase',
  filas: 'localidad',
};

const CODE = /^[A-Za-z0-9._-]{1,128}$/;
const ORDER = /^[+-]?[a-z_]{1,40}$/;

const degrees = (value: number) => String(Math.round(value * 1e5) / 1e5);

function numbers(text: string, n: number): number[] | null {
  const parts = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  return parts.length === n && parts.every(Number.isFinite) ? parts : null;
}

function lonLat(text: string): LonLat | undefined {
  const [lon, lat] = numbers(text, 2) ?? [];
  if (lon === undefined || lat === undefined) return undefined;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? { lon, lat } : undefined;
}

function mapView(text: string): MapView | undefined {
  const [lon, lat, z] = numbers(text, 3) ?? [];
  const at = lonLat(`${lon},${lat}`);
  return at && z !== undefined && z >= 0 && z <= 22 ? { ...at, z } : undefined;
}

/* How each key is read (undefined: it cannot be) and written. */
type Codec<T> = { read(text: string): T | undefined; write(value: T): string | null };

const code: Codec<string | null> = {
  read: (text) => (CODE.test(text) ? text : undefined),
  write: (value) => value,
};
const oneOf = <T extends string>(list: readonly T[]): Codec<T> => ({
  read: (text) => list.find((one) => one === text),
  write: (value) => value,
});
const flag: Codec<boolean> = {
  read: (text) => (text === '1' ? true : text === '0' ? false : undefined),
  write: (value) => (value ? '1' : '0'),
};

const CODECS: { readonly [K in keyof View]: Codec<View[K]> } = {
  vista: oneOf(SIGHTS),
  proyecto: code,
  actor: code,
  punto: { read: lonLat, write: (at) => at && `${degrees(at.lon)},${degrees(at.lat)}` },
  capa: code as Codec<string>,
  medida: oneOf(MEASURES),
  metodo: oneOf(METHODS),
  clases: {
    read: (text) => {
      const n = Number(text);
      return Number.isInteger(n) && n >= LEAST_CLASSES && n <= MOST_CLASSES ? n : undefined;
    },
    write: String,
  },
  mapa: {
    read: mapView,
    write: (at) => at && `${degrees(at.lon)},${degrees(at.lat)},${Math.round(at.z * 100) / 100}`,
  },
  encima: flag,
  fondo: flag,
  en_vista: flag,
  orden: {
    read: (text) => (ORDER.test(text) ? text : undefined),
    write: (value) => value,
  },
  barras: oneOf(BARS),
  segun: oneOf(KINDS),
  filas: code as Codec<string>,
};

const KEYS = Object.keys(CODECS) as (keyof View)[];

export const isViewKey = (key: string): key is keyof View => Object.hasOwn(CODECS, key);

/** The view in pairs such as those of a fragment; what cannot be read goes to `ignored`. */
export function parseView(pairs: Iterable<readonly [string, string]>, ignored: Ignored[]): View {
  const view: Record<string, unknown> = { ...USUAL_VIEW };
  for (const [key, text] of pairs) {
    const value = isViewKey(key) ? CODECS[key].read(text) : undefined;
    if (value === undefined) ignored.push({ key, value: text, reason: null });
    else view[key] = value;
  }
  return view as unknown as View;
}

/** "vista=graficos&mapa=-75.5,10.4,12", without "#"; "" for the usual view. */
export function formatView(view: View): string {
  const written = <K extends keyof View>(key: K, from: View) => CODECS[key].write(from[key]);
  return formatPairs(
    KEYS.flatMap((key): [string, string][] => {
      const text = written(key, view);
      return text === null || text === written(key, USUAL_VIEW) ? [] : [[key, text]];
    }),
  );
}
