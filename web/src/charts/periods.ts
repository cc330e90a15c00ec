/* Periods of whole years for the chart of cash and kind: terms of the city's mayors, which begin in years that four divides, cut at
 * the first year that anything is of; longer ones where there would be too many. */
import type { PrintedSeries } from '../api/totals.ts';

export interface Period {
  readonly from: number;
  readonly to: number;
}

const MOST = 6;
const TERM = 4;

export const periodText = ({ from, to }: Period): string => `${from}-${to}`;

export function parsePeriod(text: string | null | undefined): Period | null {
  const [, from, to] = /^(\d{4})\s*-\s*(\d{4})$/.exec(text ?? '') ?? [];
  return from && to && from <= to ? { from: Number(from), to: Number(to) } : null;
}

/** Over the years of the data and those that documents print figures for. */
export function periodsOf(years: readonly number[], printed: readonly PrintedSeries[]): Period[] {
  const told = printed.flatMap(({ valores }) => valores.map(({ periodo }) => parsePeriod(periodo)));
  const all = [...years, ...told.flatMap((one) => (one ? [one.from, one.to] : []))];
  if (all.length === 0) return [];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  let span = TERM;
  while ((last - first) / span > MOST) span *= 2;
  const periods: Period[] = [];
  for (let from = first; from <= last;) {
    const to = Math.floor(from / span) * span + span - 1;
    periods.push({ from, to });
    from = to + 1;
  }
  return periods;
}
