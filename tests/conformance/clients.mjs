// What others' JavaScript makes of the service. Usage: node clients.mjs ADDRESS   (packages are found from the working directory)
// MapLibre's own validator on the style, check-geojson (RFC 7946) on the items, and ogc-client walking all of it.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const base = process.argv[2];
const require = createRequire(path.join(process.cwd(), 'index.js'));
const from = (name) => import(pathToFileURL(require.resolve(name)));
const get = async (address) => (await fetch(base + address, { headers: { Accept: 'application/json' } })).json();
let failed = 0;

function check(good, name, seen) {
  if (good) return;
  failed += 1;
  console.log(`FAILED: ${name}${seen === undefined ? '' : ` ${JSON.stringify(seen).slice(0, 1500)}`}`);
}

const { validateStyleMin } = await from('@maplibre/maplibre-gl-style-spec');
for (const address of ['/style.json', '/style.json?lang=en', '/style.json?area=nelson-mandela']) {
  const problems = validateStyleMin(await get(address));
  check(problems.length === 0, `style ${address}`, problems.map((p) => p.message));
}

const { getIssues } = await from('@placemarkio/check-geojson');
for (const id of ['areas', 'proyectos', 'proyectos_sin_lugar', 'actores']) {
  const answer = await fetch(`${base}/collections/${id}/items?limit=10000&f=json`);
  const problems = getIssues(await answer.text());
  check(problems.length === 0, `GeoJSON ${id}`, problems.slice(0, 5));
}

// The package wants a browser's addresses; node has all but these.
globalThis.window ??= { location: new URL(base) };
globalThis.location ??= new URL(base);
const { OgcApiEndpoint } = await from('@camptocamp/ogc-client');
const endpoint = new OgcApiEndpoint(`${base}/?f=json`);
const info = await endpoint.info;
check(info.title, 'ogc-client: title', info);
const all = await endpoint.allCollections;
check(all.length === 4, 'ogc-client: collections', all);
check((await endpoint.hasFeatures) && (await endpoint.hasTiles), 'ogc-client: features and tiles');
for (const id of await endpoint.featureCollections) {
  const about = await endpoint.getCollectionInfo(id);
  check(about.id === id && about.itemFormats.includes('application/geo+json') && about.crs.length === 4, `ogc-client: ${id}`, about);
  check(about.queryables?.length > 3 && about.sortables?.length > 3, `ogc-client: ${id} queryables and sortables`, [about.queryables, about.sortables]);
  const items = await endpoint.getCollectionItems(id, 3);
  check(items.length === 3 && items[0].properties.codigo, `ogc-client: ${id} items`, items);
  const one = await endpoint.getCollectionItem(id, items[0].id);
  check(one.id === items[0].id, `ogc-client: ${id} item`, one);
  const address = await endpoint.getCollectionItemsUrl(id, { limit: 2, sortby: [['desc', 'codigo']], query: undefined });
  const answer = await fetch(address);
  check(answer.ok, `ogc-client: ${address}`, answer.status);
}
const tiled = await endpoint.vectorTileCollections;
check(tiled.length === 2, 'ogc-client: collections with vector tiles', tiled);
for (const id of tiled) {
  const sets = await endpoint.getCollectionInfo(id);
  check(sets.supportedTileMatrixSets?.includes('WebMercatorQuad'), `ogc-client: ${id} tile matrix sets`, sets.supportedTileMatrixSets);
}
console.log(failed ? `${failed} failed` : 'style, GeoJSON and ogc-client: clean');
process.exit(failed ? 1 : 0);
