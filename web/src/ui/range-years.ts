/* How many projects each year has, as bars. */
import type { FacetGroup } from '../api/totals.ts';
import { UNKNOWN_VALUE } from '../state/filter.ts';

export interface Bar {
  /** The first and the last year of the bar. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface Years {
  readonly bars: readonly Bar[];
  readonly most: number;
  /** Projects that do not say their year. */
  readonly unknown: number;
}

/** More bars than this do not fit. */
const MOST_BARS = 48;
const WIDTHS = [1, 2, 5, 10, 25, 50, 100];

interface Year {
  readonly year: number;
  readonly count: number;
}

function yearsOf(facet: FacetGroup | undefined): Year[] {
  return (facet?.valores ?? [])
    .filter(({ valor }) => /^\d{4}$/.test(valor))
    .map(({ valor, cuenta }) => ({ year: Number(valor), count: cuenta }));
}

/** Every year from the first to the last has a bar, also those without projects; many years share bars of equal width. The years of
 * `base` keep their places when a filter leaves nothing of them. */
export function yearBars(facet: FacetGroup | undefined, base?: FacetGroup): Years {
  const unknown = facet?.valores.find(({ valor }) => valor === UNKNOWN_VALUE)?.cuenta ?? 0;
  const counted = yearsOf(facet);
  const all = [...counted, ...yearsOf(base)].map(({ year }) => year);
  if (all.length === 0) return { bars: [], most: 0, unknown };
  const first = Math.min(...all);
  const last = Math.max(...all);
  const width = WIDTHS.find((one) => (last - first + 1) / one <= MOST_BARS) ?? 100;
  const start = first - (first % width);
  const bars = Array.from({ length: Math.floor((last - start) / width) + 1 }, (_, i) => {
    const from = start + i * width;
    const to = from + width - 1;
    const inside = counted.filter(({ year }) => year >= from && year <= to);
    return { from, to, count: inside.reduce((sum, { count }) => sum + count, 0) };
  });
  return { bars, most: Math.max(...bars.map(({ count }) => count)), unknown };
}

/** Whether a bar lies in the period, to the year. */
export function isInside({ from, to }: Bar, [first, last]: readonly [string, string]): boolean {
  return (
    (first === '' || to >= Number(first.slice(0, 4))) && (last === '' || from <= Number(last.slice(0, 4)))
  );
}
