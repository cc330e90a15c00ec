/* What the panel works out before it draws. */
import type { GroupRow, MatrixHead } from '../api/totals.ts';
import type { Area } from '../api/types.ts';
import type { Decimal } from '../lib/money.ts';
import { UNKNOWN_VALUE } from '../state/filter.ts';

/** Known amounts from the largest, then those without any, then "nobody said". */
export function ordered(rows: readonly GroupRow[]): GroupRow[] {
  const rank = (row: GroupRow) => (row.sin_dato ? 2 : row.valor_atribuido === null ? 1 : 0);
  return rows
    .filter(({ proyectos }) => proyectos > 0)
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        Number(b.valor_atribuido ?? 0) - Number(a.valor_atribuido ?? 0) ||
        b.proyectos - a.proyectos,
    );
}

/** Per cent of the largest: a length to draw, not a figure to read. */
export function lengthOf(value: Decimal | null, largest: Decimal | null): number {
  const [part, whole] = [Number(value ?? 0), Number(largest ?? 0)];
  return whole > 0 && part > 0 ? Math.max(1, Math.min(100, (100 * part) / whole)) : 0;
}

/** The layer of neighbourhoods inside the area; null where nothing is. */
export function innerLayer(area: Pick<Area, 'detalle'>): string | null {
  const layers = new Set(area.detalle.contiene.map(({ capa }) => capa));
  return ['barrio', 'poblado', 'vereda', 'corregimiento'].find((layer) => layers.has(layer)) ?? null;
}

/** Rows and columns of the matrix, parted by whether anything is in them. */
export function parted<T extends Pick<MatrixHead, 'codigo' | 'proyectos'>>(all: readonly T[]) {
  const named = all.filter(({ codigo }) => codigo !== null && codigo !== UNKNOWN_VALUE);
  return {
    present: named.filter(({ proyectos }) => proyectos > 0).sort((a, b) => b.proyectos - a.proyectos),
    absent: named.filter(({ proyectos, codigo }) => proyectos === 0 && codigo !== 'otro'),
    unknown: all.find(({ codigo }) => codigo === null || codigo === UNKNOWN_VALUE)?.proyectos ?? 0,
  };
}
