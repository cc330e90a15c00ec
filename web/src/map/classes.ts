/* Values cut into classes for a choropleth map. Pure. A class holds the values from its lower limit, included, up to the next one's,
 * excluded; the last one has no end.
 *
 * Sources: equal counts and equal intervals as Slocum and others, Thematic Cartography and Geovisualization, 3rd ed., ch. 5. Natural
 * breaks: the partition with the least sum of squared deviations from the means of the classes, found exactly by Fisher's dynamic
 * programming (W. D. Fisher, On Grouping for Maximum Homogeneity, JASA 53, 1958, 789-798), which Jenks brought to maps (G. F. Jenks,
 * Optimal Data Classification for Choropleth Maps, 1977); the optimal cuts move one way only, so each row of the table is filled by
 * halving. */
import type { Method } from '../state/view.ts';

export interface Classes {
  /** Ascending; class i begins at `from[i]`. Never more than were asked for; fewer where there are fewer distinct values. */
  readonly from: readonly number[];
  readonly least: number;
  readonly most: number;
}

interface Distinct {
  readonly value: number;
  readonly times: number;
}

function distinct(values: readonly number[]): Distinct[] {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times].sort(([a], [b]) => a - b).map(([value, n]) => ({ value, times: n }));
}

/* A class boundary: how many of the distinct values lie below it. Equal values never part; of two cuts equally near, the lower. */
function quantileCuts(all: readonly Distinct[], classes: number): number[] {
  const below = all.map(() => 0);
  for (let i = 1; i < all.length; i++) below[i] = (below[i - 1] ?? 0) + (all[i - 1]?.times ?? 0);
  const total = (below.at(-1) ?? 0) + (all.at(-1)?.times ?? 0);
  const cuts: number[] = [];
  for (let k = 1; k < classes; k++) {
    const wanted = (k * total) / classes;
    let best = (cuts.at(-1) ?? 0) + 1;
    for (let i = best + 1; i <= all.length - (classes - k); i++)
      if (Math.abs((below[i] ?? 0) - wanted) < Math.abs((below[best] ?? 0) - wanted)) best = i;
    cuts.push(best);
  }
  return cuts;
}

/** Sum of squared deviations of the distinct values i to j (both included), each as often as it comes. Scaled to 0…1 first: amounts in
 * pesos squared would not fit a double's digits. */
function deviations(all: readonly Distinct[]): (i: number, j: number) => number {
  const least = all[0]?.value ?? 0;
  const range = (all.at(-1)?.value ?? 0) - least || 1;
  const n = [0];
  const sum = [0];
  const squares = [0];
  all.forEach(({ value, times }, i) => {
    const x = (value - least) / range;
    n.push((n[i] ?? 0) + times);
    sum.push((sum[i] ?? 0) + times * x);
    squares.push((squares[i] ?? 0) + times * x * x);
  });
  const between = (of: number[], i: number, j: number) => (of[j + 1] ?? 0) - (of[i] ?? 0);
  return (i, j) => Math.max(0, between(squares, i, j) - between(sum, i, j) ** 2 / between(n, i, j));
}

function naturalCuts(all: readonly Distinct[], classes: number): number[] {
  const cost = deviations(all);
  const last = all.length - 1;
  let best = all.map((_, j) => cost(0, j));
  const starts: number[][] = []; // of the last class, for each number of classes and each end
  for (let k = 1; k < classes; k++) {
    const before = best;
    const next = new Array<number>(all.length).fill(Infinity);
    const start = new Array<number>(all.length).fill(k);
    const fill = (low: number, high: number, from: number, to: number): void => {
      if (low > high) return;
      const end = (low + high) >> 1;
      let at = from;
      for (let i = Math.max(from, k); i <= Math.min(to, end); i++) {
        const sum = (before[i - 1] ?? Infinity) + cost(i, end);
        if (sum < (next[end] ?? Infinity)) {
          next[end] = sum;
          at = i;
        }
      }
      start[end] = at;
      fill(low, end - 1, from, at);
      fill(end + 1, high, at, to);
    };
    fill(k, last, k, last);
    best = next;
    starts.push(start);
  }
  const cuts: number[] = [];
  let end = last;
  for (const start of starts.reverse()) {
    cuts.unshift(start[end] ?? 0);
    end = (start[end] ?? 1) - 1;
  }
  return cuts;
}

const tidy = (value: number) => Number(value.toPrecision(12));

/** The roundest number in (above, upTo], whole if both are counts: any limit there parts the same values. */
export function roundBetween(above: number, upTo: number, whole = false): number {
  for (let power = Math.ceil(Math.log10(Math.max(Math.abs(upTo), 1e-9))); power > -12; power--) {
    for (const lead of [1, 0.5, 0.25, 0.2]) {
      const step = tidy(lead * 10 ** power);
      if (whole && !Number.isInteger(step)) continue;
      const multiple = tidy(Math.floor(tidy(upTo / step)) * step);
      if (multiple > above && multiple <= upTo) return multiple;
    }
  }
  return upTo;
}

const LEADS = [1, 1.2, 1.5, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9];

/* Equally wide classes with round limits: the least round width, from a multiple of it, that reaches beyond the largest value. */
function equalFrom(least: number, most: number, classes: number, whole: boolean): number[] {
  const range = most - least;
  if (range === 0) return [least];
  for (let power = Math.floor(Math.log10(range / classes)); ; power++) {
    for (const lead of LEADS) {
      const width = tidy(lead * 10 ** power);
      if (whole && !Number.isInteger(width)) continue;
      const start = whole && width < 10 ? least : tidy(Math.floor(tidy(least / width)) * width);
      if (start + classes * width <= most) continue;
      return Array.from({ length: classes }, (_, i) => tidy(start + i * width)).filter(
        (from) => from <= most,
      );
    }
  }
}

/** `values`: finite, in any order. `whole`: they are counts, and so are the limits. Null: nothing to cut. Round limits part the values
 * exactly as the method says (equal counts, natural breaks) or are equally wide (equal intervals). */
export function classify(
  values: readonly number[],
  method: Method,
  classes: number,
  whole: boolean,
): Classes | null {
  const all = distinct(values);
  const least = all[0]?.value;
  const most = all.at(-1)?.value;
  if (least === undefined || most === undefined) return null;
  if (method === 'intervalos') return { from: equalFrom(least, most, classes, whole), least, most };
  const n = Math.min(classes, all.length);
  const cuts = method === 'cuantiles' ? quantileCuts(all, n) : naturalCuts(all, n);
  const limits =
    n < 2 ? [] : cuts.map((i) => roundBetween(all[i - 1]?.value ?? 0, all[i]?.value ?? 0, whole));
  const first = whole ? least : limits.length > 0 ? roundBelow(least, limits[0] ?? least) : least;
  return { from: [first, ...limits], least, most };
}

/* Where the first class begins: a round number at or under the least value, not far under it. */
function roundBelow(least: number, next: number): number {
  return least <= 0 ? least : roundBetween(least - Math.min(least, (next - least) / 4 + least * 0.05), least);
}

/** The class of a value: 0 for the lowest. */
export function classOf({ from }: Classes, value: number): number {
  let at = 0;
  while (at + 1 < from.length && value >= (from[at + 1] ?? Infinity)) at++;
  return at;
}
