import { describe, expect, it } from 'vitest';
import { classify, classOf, roundBetween, type Classes } from '../src/map/classes.ts';

/* A small generator of its own (Lehmer 1951), so that a failure can be repeated. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const counts = (values: number[], classes: Classes) => {
  const n = classes.from.map(() => 0);
  for (const value of values) n[classOf(classes, value)] = (n[classOf(classes, value)] ?? 0) + 1;
  return n;
};

function spread(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / (values.length || 1);
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
}

/* Every way to cut sorted values into k runs. */
function leastSpread(sorted: readonly number[], k: number): number {
  if (k === 1) return spread(sorted);
  let least = Infinity;
  for (let i = 1; i <= sorted.length - k + 1; i++)
    least = Math.min(least, spread(sorted.slice(0, i)) + leastSpread(sorted.slice(i), k - 1));
  return least;
}

const groups = (values: number[], classes: Classes) =>
  classes.from.map((_, i) => values.filter((value) => classOf(classes, value) === i));

describe('natural breaks', () => {
  it('have the least spread of all partitions', () => {
    const random = lehmer(7);
    for (let round = 0; round < 60; round++) {
      const scale = 10 ** Math.floor(random() * 11);
      const n = 5 + Math.floor(random() * 7);
      const values = Array.from({ length: n }, () => Math.round(random() ** 3 * 50) * scale + scale);
      const k = 2 + Math.floor(random() * 3);
      const classes = classify(values, 'naturales', k, false) as Classes;
      const found = groups(values, classes).reduce((sum, group) => sum + spread(group), 0);
      const wanted = leastSpread(
        [...values].sort((a, b) => a - b),
        Math.min(k, new Set(values).size),
      );
      expect(found / scale ** 2).toBeCloseTo(wanted / scale ** 2, 6);
    }
  });
});

describe('equal counts', () => {
  it('differ by one at most where no value repeats', () => {
    const random = lehmer(11);
    for (let n = 2; n < 60; n++) {
      const values = Array.from({ length: n }, () => random() * 1e9);
      for (let k = 2; k <= Math.min(7, n); k++) {
        const sizes = counts(values, classify(values, 'cuantiles', k, false) as Classes);
        expect(sizes.length).toBe(k);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('never part equal values', () => {
    const classes = classify([1, 1, 1, 1, 1, 1, 2, 3], 'cuantiles', 4, true) as Classes;
    expect(classes.from).toEqual([1, 2, 3]);
    expect(counts([1, 1, 1, 1, 1, 1, 2, 3], classes)).toEqual([6, 1, 1]);
  });
});

describe('equal intervals', () => {
  it('are equally wide, round, and hold all', () => {
    const random = lehmer(5);
    for (let round = 0; round < 200; round++) {
      const scale = 10 ** Math.floor(random() * 12 - 2);
      const values = Array.from({ length: 9 }, () => random() * scale);
      const k = 2 + Math.floor(random() * 6);
      const { from, most } = classify(values, 'intervalos', k, false) as Classes;
      const width = (from[1] ?? NaN) - (from[0] ?? NaN);
      from.slice(1).forEach((limit, i) => expect((limit - (from[i] ?? 0)) / width).toBeCloseTo(1, 6));
      expect(from[0]).toBeLessThanOrEqual(Math.min(...values));
      expect((from.at(-1) ?? 0) + width).toBeGreaterThan(most);
      expect(from.length).toBeLessThanOrEqual(k);
    }
  });

  it('keep an empty class', () => {
    const classes = classify([1, 2, 9], 'intervalos', 3, true) as Classes;
    expect(counts([1, 2, 9], classes)).toEqual([2, 0, 1]);
  });
});

describe('limits', () => {
  it('are the roundest between two values', () => {
    expect(roundBetween(718566000, 12386206436)).toBe(10_000_000_000);
    expect(roundBetween(93, 117)).toBe(100);
    expect(roundBetween(0.31, 0.38)).toBe(0.35);
    expect(roundBetween(4, 5)).toBe(5);
    expect(roundBetween(41, 41.0001)).toBeGreaterThan(41);
  });

  it('part no value from its class', () => {
    const random = lehmer(3);
    for (let round = 0; round < 100; round++) {
      const a = random() * 1e6;
      const b = a + random() * 10 ** Math.floor(random() * 7 - 3) + 1e-6;
      const limit = roundBetween(a, b);
      expect(limit > a && limit <= b).toBe(true);
    }
  });

  it('of few values are few', () => {
    expect(classify([], 'naturales', 4, true)).toBeNull();
    for (const method of ['cuantiles', 'intervalos', 'naturales'] as const) {
      expect(classify([5, 5], method, 4, true)?.from).toEqual([5]);
    }
    expect(classify([1, 2], 'cuantiles', 5, true)?.from).toEqual([1, 2]);
    expect(classify([1, 2], 'naturales', 5, true)?.from).toEqual([1, 2]);
  });
});
