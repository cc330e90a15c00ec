/* Projects of one tile gathered into the spots that are drawn: those too near each other to be told apart become one, which knows exactly
 * whose they are. Pure. Units are those of the tile, EXTENT a side, y downwards. */

/** Side of a tile of `/tiles` (MVT's usual extent). */
export const EXTENT = 4096;

/** A point of the tile's layer `proyectos`. */
export interface TilePoint {
  readonly x: number;
  readonly y: number;
  readonly codigo: string | null;
  readonly titulo: string | null;
  /** The area that gave its place. */
  readonly area: string | null;
  /** Its own point or outline; false: taken from an area; null: some of either. */
  readonly own: boolean | null;
  /** How many projects it stands for. */
  readonly n: number;
  /** Of a cluster: how many cells a side has the grid that made it; null: a point of one project. */
  readonly grid: number | null;
}

export interface Spot extends TilePoint {
  /** [left, top, right, bottom]: all the projects in there, and no other, are this spot's. */
  readonly box: readonly [number, number, number, number];
}

/** `across`: cells a side, a power of two. Cells of the server's grid nest in these or hold them. */
export function gather(points: readonly TilePoint[], across: number): Spot[] {
  const cells = new Map<string, TilePoint[]>();
  for (const point of points) {
    const grid = Math.min(across, point.grid ?? across);
    const size = EXTENT / grid;
    const key = `${grid}/${Math.floor(point.x / size)}/${Math.floor(point.y / size)}`;
    const cell = cells.get(key);
    if (cell) cell.push(point);
    else cells.set(key, [point]);
  }
  return [...cells].map(([key, members]) => {
    const [grid = 1, column = 0, row = 0] = key.split('/').map(Number);
    const size = EXTENT / grid;
    return { ...merged(members), box: [column * size, row * size, (column + 1) * size, (row + 1) * size] };
  });
}

function merged(members: readonly TilePoint[]): TilePoint {
  const [first, ...others] = members as [TilePoint, ...TilePoint[]];
  if (others.length === 0) return first;
  const n = members.reduce((sum, point) => sum + point.n, 0);
  const mean = (of: (point: TilePoint) => number) =>
    members.reduce((sum, point) => sum + of(point) * point.n, 0) / n;
  const same = <T>(of: (point: TilePoint) => T): T | null =>
    members.every((point) => of(point) === of(first)) ? of(first) : null;
  return {
    x: mean(({ x }) => x),
    y: mean(({ y }) => y),
    codigo: null,
    titulo: null,
    area: same(({ area }) => area),
    own: same(({ own }) => own),
    n,
    grid: 0,
  };
}

/** The zoom whose tiles are about 1,024 pixels wide in a view of `zoom`. */
export const tileZoom = (zoom: number) => Math.min(16, Math.max(0, Math.round(zoom) - 2));

/** How many cells a side such a tile is gathered into: few projects stand alone, many leave room to see the areas, and from near
 * only what stands within some metres is one. */
export function cellsAcross(zoom: number, projects: number): number {
  if (zoom >= 16.5) return 256;
  if (projects > 1000) return 16;
  return projects > 250 ? 32 : 64;
}
