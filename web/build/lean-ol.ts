/* Parts of OpenLayers that this map never reaches, left out of the script: a third of it. Each entry is one import of one module; the
 * build fails when OpenLayers no longer has it, so that nothing is left out by surprise. */
import type { Plugin } from 'vite';

/* Module of ol that imports, what it imports, and the names it wants. */
const LEFT_OUT: readonly (readonly [importer: string, imported: string, names: readonly string[]])[] = [
  /* Styles as JSON and their expressions; ours are functions. */
  ['layer/BaseVector.js', '../render/canvas/style.js', ['flatStyleLikeToStyleFunction']],
  /* Raster tiles of another projection than the map's. */
  ['renderer/canvas/TileLayer.js', '../../reproj/Tile.js', ['default']],
  ['proj.js', './proj/utm.js', ['makeProjection', 'makeTransforms']],
  /* What a map gets that is not told its controls and interactions; ours is. */
  ['Map.js', './control/defaults.js', ['defaults']],
  ['Map.js', './interaction/defaults.js', ['defaults']],
  /* layer.getFeatures(); ours asks the map. */
  [
    'renderer/canvas/VectorLayer.js',
    '../../render/canvas/hitdetect.js',
    ['HIT_DETECT_RESOLUTION', 'createHitDetectionImageData', 'hitDetect'],
  ],
  [
    'renderer/canvas/VectorTileLayer.js',
    '../../render/canvas/hitdetect.js',
    ['HIT_DETECT_RESOLUTION', 'createHitDetectionImageData', 'hitDetect'],
  ],
];

const STUB = '\0left-out:';

export function leanOpenLayers(): Plugin {
  const met = new Set<number>();
  return {
    name: 'lean-openlayers',
    apply: 'build',
    enforce: 'pre',
    resolveId(imported, importer = '') {
      const at = LEFT_OUT.findIndex(
        ([by, what]) => what === imported && importer.endsWith(`/node_modules/ol/${by}`),
      );
      if (at < 0) return undefined;
      met.add(at);
      return `${STUB}${LEFT_OUT[at]?.[2].join(',')}`;
    },
    load(id) {
      if (!id.startsWith(STUB)) return undefined;
      return id
        .slice(STUB.length)
        .split(',')
        .map((name) =>
          name === 'default' ? 'export default class LeftOut {}' : `export const ${name} = () => null;`,
        )
        .join('\n');
    },
    buildEnd() {
      const missed = LEFT_OUT.filter((_, i) => !met.has(i)).map(([by, what]) => `${by}: ${what}`);
      if (missed.length > 0) this.error(`OpenLayers has changed; build/lean-ol.ts: ${missed.join('; ')}`);
    },
  };
}
