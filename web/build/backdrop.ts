/* The sea behind the map: the rest of Natural Earth's land at 1:10,000,000 (npm package world-atlas), cut to the western Caribbean
 * and written as one GeoJSON MultiPolygon, three to four decimals (the coast itself is good to about 1 km). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';

type Point = [number, number];
type Ring = Point[];
export type Box = readonly [west: number, south: number, east: number, north: number];

const CARIBBEAN: Box = [-84, 3, -66, 20];
const NEAR: Box = [-77.5, 8.5, -73.5, 12]; // all detail kept here
const CITY: Box = [-75.9, 10, -75.1, 10.95]; // and corners rounded here
const MODULE = 'virtual:backdrop';

/* One side of Sutherland and Hodgman's clipping (1974): keeps what `inside` says, adds the points on the edge. */
function clipSide(ring: Ring, axis: 0 | 1, limit: number, keepAbove: boolean): Ring {
  const inside = (p: Point) => (keepAbove ? p[axis] >= limit : p[axis] <= limit);
  const out: Ring = [];
  ring.forEach((p, i) => {
    const previous = ring[(i + ring.length - 1) % ring.length] as Point;
    if (inside(p) !== inside(previous)) {
      const t = (limit - previous[axis]) / (p[axis] - previous[axis]);
      out.push([previous[0] + t * (p[0] - previous[0]), previous[1] + t * (p[1] - previous[1])]);
    }
    if (inside(p)) out.push(p);
  });
  return out;
}

export function clipRing(ring: Ring, [west, south, east, north]: Box): Ring {
  let open = ring.slice(0, -1);
  open = clipSide(open, 0, west, true);
  open = clipSide(open, 0, east, false);
  open = clipSide(open, 1, south, true);
  open = clipSide(open, 1, north, false);
  return open;
}

const within = ([x, y]: Point, [west, south, east, north]: Box) =>
  x >= west && x <= east && y >= south && y <= north;

/* Far from the city every point closer than `step` degrees to the last one kept is dropped. */
export function thinRing(ring: Ring, near: Box, step: number): Ring {
  const out: Ring = [];
  for (const p of ring) {
    const last = out.at(-1);
    if (!last || within(p, near) || Math.hypot(p[0] - last[0], p[1] - last[1]) >= step) out.push(p);
  }
  return out;
}

const rounded = (ring: Ring): Ring =>
  [...ring, ring[0] as Point].map(([x, y]) => [Math.round(x * 2000) / 2000, Math.round(y * 2000) / 2000]);

/* Chaikin's corner cutting (1974), near the city: the coast is generalised; straight corners would look surveyed. */
export function roundCorners(ring: Ring, near: Box): Ring {
  return ring.flatMap((p, i) => {
    const next = ring[(i + 1) % ring.length] as Point;
    if (!within(p, near) || !within(next, near)) return [p];
    const between = (t: number): Point => [p[0] + t * (next[0] - p[0]), p[1] + t * (next[1] - p[1])];
    return [between(0.25), between(0.75)];
  });
}

const prepared = (ring: Ring): Ring =>
  roundCorners(roundCorners(thinRing(clipRing(ring, CARIBBEAN), NEAR, 0.03), CITY), CITY);

/* The sea is the box less the land; a lake is a hole in the land and so water again. */
export function readBackdrop(): { type: 'MultiPolygon'; coordinates: Ring[][] } {
  const file = createRequire(import.meta.url).resolve('world-atlas/land-10m.json');
  const world = JSON.parse(readFileSync(file, 'utf8')) as Topology<{ land: GeometryCollection }>;
  const [west, south, east, north] = CARIBBEAN;
  const sea: Ring[] = [
    rounded([
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ]),
  ];
  const lakes: Ring[][] = [];
  for (const { geometry } of feature(world, world.objects.land).features) {
    const polygons = geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
    if (geometry.type === 'Polygon') polygons.push(geometry.coordinates);
    for (const polygon of polygons) {
      const rings = polygon.map((ring) => prepared(ring as Ring));
      rings.forEach((ring, i) => {
        if (ring.length <= 3) return;
        if (i === 0) sea.push(rounded(ring));
        else lakes.push([rounded(ring)]);
      });
    }
  }
  return { type: 'MultiPolygon', coordinates: [sea, ...lakes] };
}

/** The sea as an asset that the map fetches: `import { seaUrl } from 'virtual:backdrop'`. Data, so no script. */
export function backdrop(): Plugin {
  const path = '/assets/costa.json';
  let building = false;
  return {
    name: 'backdrop',
    configResolved: ({ command }) => void (building = command === 'build'),
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      if (!building) return `export const seaUrl = '${path}';`;
      const source = JSON.stringify(readBackdrop());
      const file = this.emitFile({ type: 'asset', name: 'costa.json', source });
      return `export const seaUrl = import.meta.ROLLUP_FILE_URL_${file};`;
    },
    configureServer(server) {
      server.middlewares.use(path, (_request, answer) => {
        answer.setHeader('Content-Type', 'application/json');
        answer.end(JSON.stringify(readBackdrop()));
      });
    },
  };
}
