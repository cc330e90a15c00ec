/* The addresses of what is seen: pure functions of the filter and the page's own address. */
import { filterPairs, formatFilter, formatPairs, type Filter } from '../state/filter.ts';
import type { Lang } from '../i18n/index.ts';

export const EMBED_PATH = '/incrustar';

/** Files that only hold what has a place on the map, and their twins for the rest. */
export const SPLIT_FORMATS = [
  { ending: 'csv', name: 'CSV' },
  { ending: 'geojson', name: 'GeoJSON' },
  { ending: 'gpkg', name: 'GeoPackage' },
] as const;

/** Files that cannot hold anything without a place. */
export const PLACED_FORMATS = [
  { ending: 'fgb', name: 'FlatGeobuf' },
  { ending: 'kml', name: 'KML' },
  { ending: 'shp.zip', name: 'Shapefile' },
] as const;

function withLang(path: string, filter: Filter | null, lang: Lang): string {
  return `${path}?${formatPairs([...(filter ? filterPairs(filter) : []), ['lang', lang]])}`;
}

const behind = (path: string, query: string) => (query ? `${path}?${query}` : path);

export const exportOf = (file: string, filter: Filter, lang: Lang) =>
  withLang(`/exportar/${file}`, filter, lang);
export const qgisFile = (file: 'coopmap.qgz' | 'coopmap.qlr', lang: Lang) =>
  withLang(`/qgis/${file}`, null, lang);
export const areaSheet = (code: string, filter: Filter, lang: Lang) =>
  withLang(`/area/${encodeURIComponent(code)}/hoja`, { ...filter, area: [] }, lang);
export const projectSheet = (code: string, lang: Lang) =>
  withLang(`/proyecto/${encodeURIComponent(code)}/hoja`, null, lang);

/** What an analyst asks: the same filter, as features. */
export const apiAddress = (origin: string, filter: Filter) =>
  origin + behind('/collections/proyectos/items', formatFilter(filter));
export const tilesAddress = (origin: string, filter: Filter) =>
  origin + behind('/tiles/{z}/{x}/{y}.pbf', formatFilter(filter));

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** The frame that shows `link` ("/?tema=vivienda#mapa=…") in another page, in the language it has here. */
export function embedCode(origin: string, link: string, lang: Lang, title: string): string {
  const url = new URL(link, origin);
  const pairs = [...url.searchParams].filter(([key]) => key !== 'lang');
  const address = `${origin}${EMBED_PATH}?${formatPairs([...pairs, ['lang', lang]])}${url.hash}`;
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="480" style="border:0" loading="lazy"></iframe>`;
}
