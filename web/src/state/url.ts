/* The state of the page and its place in the address: short, readable keys; what is as usual is left out. */
import { isLang, type Lang } from '../i18n/index.ts';

export interface LonLat {
  lon: number;
  lat: number;
}

export interface MapView extends LonLat {
  z: number;
}

export interface State {
  lang: Lang;
  /** The selected area's and project's codes. */
  area: string | null;
  proyecto: string | null;
  /** Where the map was asked "what is here". */
  punto: LonLat | null;
  /** The organisation whose projects are listed. */
  actor: string | null;
  q: string;
  /** The layer of areas drawn and listed. */
  capa: string;
  mapa: MapView | null;
  /** The street basemap is on. */
  fondo: boolean;
}

/** Barrios and villages: together they cover what people call their neighbourhood. */
export const USUAL_LAYER = 'barrio';

/** As many as the server takes, in any alphabet that the city writes. */
const MOST_WORDS = 60;

const CODE = /^[A-Za-z0-9._-]{1,128}$/;

const code = (text: string | null): string | null => (text !== null && CODE.test(text) ? text : null);

function numbers(text: string | null, n: number): number[] | null {
  if (text === null) return null;
  const parts = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  return parts.length === n && parts.every(Number.isFinite) ? parts : null;
}

function lonLat(text: string | null): LonLat | null {
  const [lon, lat] = numbers(text, 2) ?? [];
  if (lon === undefined || lat === undefined) return null;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? { lon, lat } : null;
}

function view(text: string | null): MapView | null {
  const [lon, lat, z] = numbers(text, 3) ?? [];
  const at = lonLat(`${lon},${lat}`);
  return at && z !== undefined && z >= 0 && z <= 22 ? { ...at, z } : null;
}

/** Anything malformed is read as absent: an old or a mangled address still opens the page. */
export function parseState(search: string, fallbackLang: Lang): State {
  const p = new URLSearchParams(search);
  const lang = p.get('lang');
  return {
    lang: isLang(lang) ? lang : fallbackLang,
    area: code(p.get('area')),
    proyecto: code(p.get('proyecto')),
    punto: lonLat(p.get('punto')),
    actor: code(p.get('actor')),
    q: (p.get('q') ?? '').slice(0, MOST_WORDS),
    capa: code(p.get('capa')) ?? USUAL_LAYER,
    mapa: view(p.get('mapa')),
    fondo: p.get('fondo') === '1',
  };
}

const degrees = (value: number) => String(Math.round(value * 1e5) / 1e5);

export function formatState(state: State, fallbackLang: Lang): string {
  const p: string[] = [];
  const put = (key: string, value: string) =>
    p.push(`${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  if (state.area) put('area', state.area);
  if (state.proyecto) put('proyecto', state.proyecto);
  if (state.punto) put('punto', `${degrees(state.punto.lon)},${degrees(state.punto.lat)}`);
  if (state.actor) put('actor', state.actor);
  if (state.q) put('q', state.q);
  if (state.capa !== USUAL_LAYER) put('capa', state.capa);
  if (state.mapa) {
    put(
      'mapa',
      `${degrees(state.mapa.lon)},${degrees(state.mapa.lat)},${Math.round(state.mapa.z * 100) / 100}`,
    );
  }
  if (state.fondo) put('fondo', '1');
  if (state.lang !== fallbackLang) put('lang', state.lang);
  return p.length > 0 ? `?${p.join('&')}` : '';
}
