import { describe, expect, it } from 'vitest';
import { clipRing, readBackdrop, roundCorners, thinRing } from '../build/backdrop.ts';

type Point = [number, number];
const closed = (...points: Point[]): Point[] => [...points, points[0] as Point];

const backdrop = readBackdrop();

/* Even-odd rule over all rings: holes count by themselves. */
function isSea(lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of backdrop.coordinates.flat()) {
    ring.forEach(([x, y], i) => {
      const [x2, y2] = ring[(i + 1) % ring.length] as Point;
      if (y > lat !== y2 > lat && lon < ((x2 - x) * (lat - y)) / (y2 - y) + x) inside = !inside;
    });
  }
  return inside;
}

describe('the coast', () => {
  it('has the sea where it is', () => {
    expect(isSea(-76.2, 10.6)).toBe(true); // open Caribbean
    expect(isSea(-75.545, 10.32)).toBe(true); // the bay
    expect(isSea(-75.49, 10.4)).toBe(false); // the city
    expect(isSea(-75.565, 10.355)).toBe(false); // Tierra Bomba
    expect(isSea(-74.1, 4.6)).toBe(false); // Bogotá
  });

  it('is cut to the box', () => {
    const square = closed([0, 0], [4, 0], [4, 4], [0, 4]);
    expect(clipRing(square, [1, 1, 2, 2]).sort()).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]);
    expect(clipRing(square, [5, 5, 6, 6])).toEqual([]);
  });

  it('is thinned far away and rounded near', () => {
    const line: Point[] = [
      [0, 0],
      [0.001, 0],
      [1, 0],
    ];
    expect(thinRing(line, [5, 5, 6, 6], 0.1)).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(thinRing(line, [-1, -1, 2, 1], 0.1)).toEqual(line);
    expect(roundCorners(line, [-1, -1, 2, 1])).toHaveLength(6);
    expect(roundCorners(line, [5, 5, 6, 6])).toEqual(line);
  });
});
