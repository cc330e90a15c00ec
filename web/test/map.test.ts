import { describe, expect, it } from 'vitest';
import { toLonLat } from 'ol/proj';
import { gather, EXTENT, type TilePoint } from '../src/map/cells.ts';
import { commonCells } from '../src/map/common-cells.ts';
import { formatArea, formatLength, formatLonLat, scaleBar } from '../src/map/coordinates.ts';
import { regionsOf } from '../src/map/geometry.ts';
import { readWkt, writeBox, writeWkt } from '../src/map/wkt.ts';
import { parseFilter } from '../src/state/filter.ts';

describe('coordinates', () => {
  it('are written as the language does, with all their digits', () => {
    expect(formatLonLat(-75.5, 10.4, 'es')).toBe('10,40000°\u00a0N 75,50000°\u00a0O');
    expect(formatLonLat(-75.479123, 10.36, 'en')).toBe('10.36000°\u00a0N 75.47912°\u00a0W');
    expect(formatLonLat(0.5, -1, 'es')).toBe('1,00000°\u00a0S 0,50000°\u00a0E');
  });

  it('have lengths and areas in units of their size', () => {
    expect(formatLength(4.26, 'es')).toBe('4,3 m');
    expect(formatLength(12_345, 'es')).toBe('12,35 km');
    expect(formatArea(9_000, 'en')).toBe('9,000 m²');
    expect(formatArea(1_113_000, 'es')).toBe('111,3 ha');
    expect(formatArea(35_828_700, 'es')).toBe('35,83 km²');
  });

  it('give a round scale that fits', () => {
    for (let mpp = 0.1; mpp < 2000; mpp *= 1.37) {
      const { metres, pixels } = scaleBar(mpp, 100);
      expect(pixels).toBeLessThanOrEqual(100.0001);
      expect(pixels).toBeGreaterThan(39);
      expect(String(metres / 10 ** Math.floor(Math.log10(metres)))).toMatch(/^[125]/);
    }
  });
});

describe('the regions of a filter', () => {
  const corners = (search: string) =>
    regionsOf(parseFilter(search, [])).map((region) => {
      const box = region.getGeometry()?.getExtent() ?? [];
      return [...toLonLat(box.slice(0, 2)), ...toLonLat(box.slice(2))].map((at) => Number(at.toFixed(5)));
    });

  it('are its boxes, drawings and cells', () => {
    expect(corners('celda=1/0/0&celda=12/1189/1928')).toEqual([
      [-180, 0, 0, 85.05113],
      [-75.49805, 10.40138, -75.41016, 10.48781],
    ]);
    const drawing = { type: 'Polygon', coordinates: [[[-76, 10], [-75, 10], [-75, 11], [-76, 10]]] }; // prettier-ignore
    expect(corners(`dibujo=${JSON.stringify(drawing)}`)).toEqual([[-76, 10, -75, 11]]);
    expect(corners('dibujo={')).toEqual([]);
    expect(corners('bbox=-76,10,-75,11')).toEqual([[-76, 10, -75, 11]]);
    expect(corners('bbox=10,-76,11,-75&bbox-crs=x'), 'whose degrees only the server knows').toEqual([]);
  });
});

describe('cells of the map', () => {
  it('are asked within those of the filter', () => {
    expect(commonCells('12/1188/1928', [])).toEqual(['12/1188/1928']);
    expect(commonCells('12/1188/1928', ['11/594/964', '1/1/1'])).toEqual(['12/1188/1928']);
    expect(commonCells('11/594/964', ['12/1188/1928', '12/1189/1929', '12/1190/1928'])).toEqual([
      '12/1188/1928',
      '12/1189/1929',
    ]);
  });
});

describe('well-known text', () => {
  it('is closed, has five decimals and no corner twice', () => {
    expect(
      writeWkt([
        [-75.5, 10.4],
        [-75.4999999, 10.4],
        [-75.41234567, 10.4],
        [-75.4, 10.5],
      ]),
    ).toBe('POLYGON((-75.5 10.4, -75.41235 10.4, -75.4 10.5, -75.5 10.4))');
    expect(
      writeWkt([
        [0, 0],
        [1, 1],
      ]),
    ).toBeNull();
    expect(
      writeWkt([
        [0, 0],
        [1, 1],
        [0, 0],
        [1e-9, 0],
      ]),
    ).toBeNull();
  });

  it('comes back as it was written', () => {
    const text = 'POLYGON((-75.5 10.4, -75.41235 10.4, -75.4 10.5, -75.5 10.4))';
    const [rings] = readWkt(text) ?? [];
    expect(writeWkt(rings?.[0] ?? [])).toBe(text);
  });

  it('may have holes and several parts', () => {
    const two = readWkt('MULTIPOLYGON (((0 0,4 0,4 4,0 0),(1 1,2 1,2 2,1 1)), ((9 9, 10 9, 10 1e1, 9 9)))');
    expect(two?.map((rings) => rings.map((ring) => ring.length))).toEqual([[4, 4], [4]]);
    expect(two?.[1]?.[0]?.[2]).toEqual([10, 10]);
    for (const no of ['POINT(1 2)', 'POLYGON', 'POLYGON(())', 'POLYGON((a b, c d))', ''])
      expect(readWkt(no)).toBeNull();
  });
});

describe('boxes', () => {
  it('round outwards', () => {
    expect(writeBox([-75.50001, 10.40001, -75.4, 10.49999])).toBe('-75.5001,10.4,-75.4,10.5');
  });
});

const point = (x: number, y: number, more: Partial<TilePoint> = {}): TilePoint => ({
  x,
  y,
  codigo: `p${x}-${y}`,
  titulo: null,
  area: null,
  own: true,
  n: 1,
  grid: null,
  ...more,
});

describe('projects near each other', () => {
  it('become one spot that counts them all, once', () => {
    const points = Array.from({ length: 400 }, (_, i) => point((i * 611) % EXTENT, (i * 1213) % EXTENT));
    const spots = gather(points, 32);
    expect(spots.reduce((sum, { n }) => sum + n, 0)).toBe(400);
    for (const { box, n } of spots) {
      const [left, top, right, bottom] = box;
      expect(points.filter(({ x, y }) => x >= left && x < right && y >= top && y < bottom).length).toBe(n);
    }
  });

  it('stay apart in different cells, keep their name alone', () => {
    const spots = gather([point(1, 1), point(127, 1), point(129, 1)], 32);
    expect(spots.map(({ n, codigo }) => [n, codigo])).toEqual([
      [2, null],
      [1, 'p129-1'],
    ]);
    expect(spots[0]?.x).toBe(64);
  });

  it('of the server are in its cells, whether finer or coarser', () => {
    const fine = gather([point(1, 1, { n: 5, grid: 64 }), point(70, 1, { n: 3, grid: 64 })], 32);
    expect(fine.map(({ n, box }) => [n, box])).toEqual([[8, [0, 0, 128, 128]]]);
    const coarse = gather([point(1, 1, { n: 5, grid: 8 }), point(700, 1, { n: 3, grid: 8 })], 32);
    expect(coarse.map(({ n, box }) => [n, box])).toEqual([
      [5, [0, 0, 512, 512]],
      [3, [512, 0, 1024, 512]],
    ]);
  });

  it('say where all agree, and only there', () => {
    const [spot] = gather(
      [point(1, 1, { area: 'a', own: true }), point(2, 1, { area: 'a', own: false })],
      32,
    );
    expect(spot).toMatchObject({ area: 'a', own: null, codigo: null });
  });
});
