/* Sets of cells of the map, which are tiles. Apart from cells.ts, which the first view needs. Pure. */
const tile = (cell: string) => cell.split('/').map(Number) as [number, number, number];

function isWithin(inner: string, outer: string): boolean {
  const [z, x, y] = tile(inner);
  const [level, column, row] = tile(outer);
  return z >= level && x >> (z - level) === column && y >> (z - level) === row;
}

/** What two questions of cells have in common, where one cell asks on within `asked` (none: everywhere). Tiles nest or are apart. */
export function commonCells(cell: string, asked: readonly string[]): readonly string[] {
  if (asked.length === 0 || asked.some((one) => isWithin(cell, one))) return [cell];
  return asked.filter((one) => isWithin(one, cell));
}
