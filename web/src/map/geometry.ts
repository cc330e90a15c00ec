/* Shapes between the world's degrees, the filter's texts and the map's metres. */
import Feature from 'ol/Feature';
import MultiPolygon from 'ol/geom/MultiPolygon';
import { circular } from 'ol/geom/Polygon';
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

/** The regions that a filter asks about: its drawing, its circle, its box. */
export function regionsOf({ dibujo, cerca, bbox }: Filter): Feature[] {
  const regions: Polygons[] = [];
  const drawing = dibujo === null ? null : readWkt(dibujo);
  if (drawing) regions.push(drawing);
  const near = cerca === null ? null : readNear(cerca);
  if (near) {
    const circle = circular([near.lon, near.lat], near.metres, 96);
    regions.push([circle.getCoordinates() as Polygons[number]]);
  }
  const box = bbox === null ? null : readBox(bbox);
  if (box) regions.push([[box]]);
  return regions.map((region) => new Feature(onMap(region)));
}
