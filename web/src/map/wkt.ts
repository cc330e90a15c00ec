/* The regions of a filter as texts: polygons as OGC well-known text (longitude latitude), a circle, a box. Pure. */
export type Position = readonly number[];
export type Ring = readonly Position[];
export type Polygons = readonly (readonly Ring[])[];

/** Digits of a degree that are written: about a metre. */
const DIGITS = 5;
/** Corners of a drawing: more would not fit an address. */
export const MOST_CORNERS = 200;

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const RING = new RegExp(String.raw`\(\s*${NUMBER}\s+${NUMBER}(?:\s*,\s*${NUMBER}\s+${NUMBER})*\s*\)`, 'g');

function ring(text: string): Ring {
  return text
    .slice(1, -1)
    .split(',')
    .map((pair) => pair.trim().split(/\s+/).map(Number));
}

/** POLYGON or MULTIPOLYGON; null if it is neither. What it means exactly the server judges. */
export function readWkt(text: string): Polygons | null {
  const match = /^\s*(MULTI)?POLYGON\s*(\(.*\))\s*$/is.exec(text);
  if (!match?.[2]) return null;
  const bodies = match[1] ? match[2].slice(1, -1).split(/\)\s*\)\s*,/) : [match[2]];
  const polygons = bodies.map((body) => (`${body}))`.match(RING) ?? []).map(ring));
  return polygons.every((rings) => rings.length > 0) ? polygons : null;
}

const degrees = (value: number) => String(Number(value.toFixed(DIGITS)));

/** One ring, closed if it is not; corners that fall together are one. Null if fewer than three are left. */
export function writeWkt(corners: Ring): string | null {
  const texts = corners.map(([lon = 0, lat = 0]) => `${degrees(lon)} ${degrees(lat)}`);
  const kept = texts.filter((text, i) => text !== texts[i - 1]);
  if (kept.length > 1 && kept[0] === kept.at(-1)) kept.pop();
  return new Set(kept).size < 3 ? null : `POLYGON((${[...kept, kept[0]].join(', ')}))`;
}

function numbers(text: string, n: number): number[] | null {
  const parts = text.split(',').map(Number);
  return parts.length === n && parts.every(Number.isFinite) ? parts : null;
}

export function readNear(text: string): { lon: number; lat: number; metres: number } | null {
  const [lon, lat, metres] = numbers(text, 3) ?? [];
  return lon === undefined || lat === undefined || metres === undefined ? null : { lon, lat, metres };
}

/** Its outline. */
export function readBox(text: string): Ring | null {
  const [west = 0, south = 0, east = 0, north = 0] = numbers(text, 4) ?? [];
  if (!numbers(text, 4)) return null;
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/** "west,south,east,north", each side outwards to the last digit, so that all that is seen is in it. */
export function writeBox([west = 0, south = 0, east = 0, north = 0]: readonly number[], digits = 4): string {
  const unit = 10 ** digits;
  return [Math.floor(west * unit), Math.floor(south * unit), Math.ceil(east * unit), Math.ceil(north * unit)]
    .map((value) => String(value / unit))
    .join(',');
}
