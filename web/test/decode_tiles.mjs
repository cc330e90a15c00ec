// Vector tiles read by Mapbox's own decoder, which shares nothing with the program: for tests/test_tiles_js.py.
// Each argument is a tile's file; each line written is that tile as JSON: {layer: [{id, type, properties, rings}]}.
import { readFileSync } from 'node:fs';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

/** Rings without the repeated last point; a point is a ring of one. */
function rings(feature) {
  return feature.loadGeometry().map((ring) => {
    const points = ring.map((p) => [p.x, p.y]);
    return feature.type === 3 ? points.slice(0, -1) : points;
  });
}

for (const path of process.argv.slice(2)) {
  const tile = new VectorTile(new PbfReader(readFileSync(path)));
  const layers = {};
  for (const [name, layer] of Object.entries(tile.layers)) {
    if (layer.version !== 2 || layer.extent !== 4096)
      throw new Error(`${path}: layer ${name} has version ${layer.version}, extent ${layer.extent}`);
    layers[name] = Array.from({ length: layer.length }, (_, i) => {
      const f = layer.feature(i);
      return { id: f.id, type: f.type, properties: { ...f.properties }, rings: rings(f) };
    });
  }
  console.log(JSON.stringify(layers));
}
