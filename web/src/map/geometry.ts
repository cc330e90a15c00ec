/* Shapes between the world's degrees, the filter's texts and the map's metres. */
import Feature from 'ol/Feature';
import MultiPolygon from 'ol/geom/MultiPolygon';
import { circular, fromExtent } from 'ol/geom/Polygon';
import { fromLonLat } from 'ol/proj';
import type { Filter } from '../state/filter.ts';
import { readBox, readNear, readWkt, type Polygons } from './wkt.ts';

/** GeoJSON's two kinds of polygon; null for any other geometry. */
export function polygonsOf(geometry: unknown): Polygons | null {
  const { type, coordinates } = (geometry ?? {}) as { type?: string; coordinates?: unknown };
  if (type === 'Polygon') return [coordinates as Polygons[number]];
  return type === 'MultiPolygon' ? (coordinates as Polygons) : null;
}

export function onMap(polygons: Polygons): MultiPolygon {
  return new MultiPolygon(
    polygons.map((rings) => rings.map((ring) => ring.map((at) => fromLonLat(at as number[])))),
  );
}

/** Half the world's width in Web Mercator. */
export const HALF = 20037508.342789244;

/** Of a tile, "12/1188/1928". */
export function tileExtent(tile: string): [number, number, number, number] {
  const [z = 0, column = 0, row = 0] = tile.split('/').map(Number);
  const size = (2 * HALF) / 2 ** z;
  const west = column * size - HALF;
  const north = HALF - row * size;
  return [west, north - size, west + size, north];
}

/** A drawing as text: WKT, or a geometry of GeoJSON. */
function readDrawing(text: string): Polygons | null {
  if (!text.trimStart().startsWith('{')) return readWkt(text);
  try {
    return polygonsOf(JSON.parse(text));
  } catch {
    return null; // the server will say why
  }
}

/** The regions that a filter asks about: its drawing, its circle, its box, its cells. */
export function regionsOf({ dibujo, cerca, bbox, otros }: Filter): Feature[] {
  const regions: Polygons[] = [];
  const drawing = dibujo === null ? null : readDrawing(dibujo);
  if (drawing) regions.push(drawing);
  const near = cerca === null ? null : readNear(cerca);
  if (near) {
    const circle = circular([near.lon, near.lat], near.metres, 96);
    regions.push([circle.getCoordinates() as Polygons[number]]);
  }
  const projected = otros.some(([key]) => key === 'bbox-crs');
  const box = bbox === null || projected ? null : readBox(bbox);
  if (box) regions.push([[box]]);
  const cells = otros.flatMap(([key, value]) => (key === 'celda' ? fromExtent(tileExtent(value)) : []));
  return [...regions.map(onMap), ...cells].map((region) => new Feature(region));
}
