// MapLibre Tiles read by MapLibre's own decoder, and beside each the Mapbox Vector Tile that says the same, for tests/test_mlt.py
// and tests/test_tiles_mlt.py.
// Arguments: pairs of files, MLT and MVT; a line for each pair: how many features, and the first that differ.
import { readFileSync } from 'node:fs';
import { VectorTile } from '@mapbox/vector-tile';
import { decodeTile } from '@maplibre/mlt';
import { PbfReader } from 'pbf';

const TYPES = ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon'];
const rings = (geometry) => geometry.map((ring) => ring.map((p) => [p.x, p.y]));
/** Whole numbers of 64 bits are what the other reader makes of them. */
const plain = (value) => (typeof value === 'bigint' ? Number(value) : value);

function fromMvt(path) {
  const { layers } = new VectorTile(new PbfReader(readFileSync(path)));
  return Object.entries(layers).map(([name, layer]) => ({
    name,
    extent: layer.extent,
    features: Array.from({ length: layer.length }, (_, i) => {
      const f = layer.feature(i);
      const { type } = f.toGeoJSON(0, 0, 0).geometry;
      return { id: f.id ?? null, type, properties: { ...f.properties }, rings: rings(f.loadGeometry()) };
    }),
  }));
}

function fromMlt(path) {
  const idsAsDoubles = false;
  return decodeTile(new Uint8Array(readFileSync(path)), undefined, idsAsDoubles).map((table) => ({
    name: table.name,
    extent: table.extent,
    features: table.getFeatures().map((f) => ({
      id: plain(f.id ?? null),
      type: TYPES[f.geometry.type],
      properties: Object.fromEntries(Object.entries(f.properties).map(([key, value]) => [key, plain(value)])),
      rings: rings(f.geometry.coordinates),
    })),
  }));
}

const sorted = (feature) =>
  JSON.stringify({ ...feature, properties: Object.entries(feature.properties).sort() });

for (let i = 2; i + 1 < process.argv.length; i += 2) {
  const [mlt, mvt] = [fromMlt(process.argv[i]), fromMvt(process.argv[i + 1])];
  const heads = (tile) =>
    JSON.stringify(tile.map((layer) => [layer.name, layer.extent, layer.features.length]));
  const wrong = heads(mlt) === heads(mvt) ? [] : [heads(mlt), heads(mvt)];
  let features = 0;
  mvt.forEach((layer, k) =>
    layer.features.forEach((feature, n) => {
      features++;
      const other = mlt[k]?.features[n];
      if (wrong.length < 3 && (!other || sorted(other) !== sorted(feature)))
        wrong.push(`${layer.name} ${n}: ${other && sorted(other)} is not ${sorted(feature)}`);
    }),
  );
  console.log(JSON.stringify({ features, wrong }));
}
