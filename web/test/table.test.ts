import { describe, expect, it } from 'vitest';
import type { Page, ProjectProperties } from '../src/api/types.ts';
import {
  compareRows,
  nextOrder,
  readOrder,
  sortForm,
  USUAL_ORDER,
  writeOrder,
} from '../src/ui/table-order.ts';
import { Merged, type Source } from '../src/ui/table-merge.ts';

const project = (over: Partial<Record<keyof ProjectProperties, unknown>>): ProjectProperties =>
  ({ codigo: 'x', titulo: 'X', valor: null, anio: null, personas: null, clase: null, ...over }) as never;

const codes = (rows: ProjectProperties[]) => rows.map(({ codigo }) => codigo).join(' ');
const sorted = (order: string, rows: ProjectProperties[]) =>
  codes([...rows].sort((a, b) => compareRows(readOrder(order) ?? USUAL_ORDER, a, b)));

describe('the order of the table', () => {
  it('is read from the address, or not at all', () => {
    expect(readOrder(null)).toEqual({ key: 'codigo', descending: false });
    expect(readOrder('-valor')).toEqual({ key: 'valor', descending: true });
    expect(readOrder('+titulo')).toEqual({ key: 'titulo', descending: false });
    expect(readOrder('fuentes')).toBeNull();
    expect(writeOrder({ key: 'anio', descending: true })).toBe('-anio');
  });

  it('begins with the largest figures and with A, and turns round', () => {
    expect(nextOrder(USUAL_ORDER, 'valor')).toEqual({ key: 'valor', descending: true });
    expect(nextOrder(USUAL_ORDER, 'titulo')).toEqual({ key: 'titulo', descending: false });
    expect(nextOrder({ key: 'valor', descending: true }, 'valor').descending).toBe(false);
  });

  it('compares amounts by the centavo, beyond what a double tells apart', () => {
    const rows = [
      project({ codigo: 'a', valor: '9007199254740993.01' }),
      project({ codigo: 'b', valor: '9007199254740993.02' }),
      project({ codigo: 'c', valor: '900.00' }),
      project({ codigo: 'd' }),
    ];
    expect(sorted('valor', rows)).toBe('c a b d');
    expect(sorted('-valor', rows)).toBe('b a c d');
  });

  it('keeps no data last, both ways, and equal keys by code', () => {
    const rows = [
      project({ codigo: 'z', anio: 2009 }),
      project({ codigo: 'y', anio: 2009 }),
      project({ codigo: 'a' }),
      project({ codigo: 'b', anio: 2011 }),
    ];
    expect(sorted('anio', rows)).toBe('y z b a');
    expect(sorted('-anio', rows)).toBe('b y z a');
  });

  it('folds texts as the server folds names', () => {
    expect(sortForm('  República del «Líbano» – 2.ª  etapa')).toBe('republica del libano 2 a etapa');
    expect(sortForm('Ærø')).toBe('aero');
    const rows = [
      project({ codigo: 'a', titulo: 'Zapatero' }),
      project({ codigo: 'b', titulo: 'Ángel' }),
      project({ codigo: 'c', titulo: 'angel' }),
    ];
    expect(sorted('titulo', rows)).toBe('c b a'); // equal when folded: by their bytes
  });
});

function source(all: number[], size: number, asked: number[] = []): Source<number> {
  const page = (from: number): Page<number> => ({
    features: all
      .slice(from, from + size)
      .map((properties) => ({ type: 'Feature', geometry: null, properties })),
    numberReturned: Math.min(size, all.length - from),
    ...(from === 0 ? { numberMatched: all.length } : {}),
    links: from + size < all.length ? [{ rel: 'next', href: String(from + size) }] : [],
  });
  return {
    first: () => Promise.resolve(page(0)),
    next: (before) => {
      const from = Number(before.links?.[0]?.href);
      asked.push(from);
      return Promise.resolve(page(from));
    },
  };
}

describe('rows of two collections', () => {
  const signal = new AbortController().signal;

  it('come in one order, whole, page by page', async () => {
    const odd = Array.from({ length: 57 }, (_, i) => 2 * i + 1);
    const even = Array.from({ length: 23 }, (_, i) => 2 * i);
    const merged = new Merged([source(odd, 10), source(even, 10)], (a, b) => a - b);
    await merged.start(signal);
    expect(merged.total).toBe(80);
    const rows: number[] = [];
    while (!merged.done) rows.push(...(await merged.take(7, signal)));
    expect(rows).toEqual([...odd, ...even].sort((a, b) => a - b));
    expect(await merged.take(7, signal)).toEqual([]);
    expect(merged.total).toBe(80);
  });

  it('ask a source for more only when its next row is needed', async () => {
    const asked: number[] = [];
    const merged = new Merged([source([1, 2, 3, 4], 2), source([9, 10, 11], 2, asked)], (a, b) => a - b);
    await merged.start(signal);
    expect(await merged.take(4, signal)).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual([]);
  });

  it('lose nothing when a page does not come', async () => {
    let broken = true;
    const good = source([1, 2, 3, 4, 5], 2);
    const flaky: Source<number> = {
      first: good.first,
      next: (page, stop) => (broken ? Promise.reject(new Error('lost')) : good.next(page, stop)),
    };
    const merged = new Merged([flaky, source([], 2)], (a, b) => a - b);
    await merged.start(signal);
    await expect(merged.take(4, signal)).rejects.toThrow('lost');
    broken = false;
    expect(await merged.take(4, signal)).toEqual([1, 2, 3, 4]);
    expect(merged.done).toBe(false);
  });
});
