import { describe, expect, it } from 'vitest';
import { kindOfStatus, problemDetail } from '../src/api/errors.ts';
import { fold, listOf } from '../src/lib/fold.ts';
import { formatDate, formatNumber } from '../src/lib/number.ts';
import { isApproximate, layersOf } from '../src/map/layers.ts';

describe('small things', () => {
  it('folds names as the server does', () => {
    expect(fold(' República del LÍBANO ')).toBe('republica del libano');
    expect(fold('Núñez')).toBe('nunez');
  });

  it('takes lists apart', () => {
    expect(listOf('a; b;;c ')).toEqual(['a', 'b', 'c']);
    expect(listOf(null)).toEqual([]);
  });

  it('writes dates to the precision they have', () => {
    expect(formatDate('2011-07-06', 'es')).toBe('6 de julio de 2011');
    expect(formatDate('2011-07', 'en')).toBe('July 2011');
    expect(formatDate('2011', 'es')).toBe('2011');
    expect(formatDate('vigente', 'es')).toBe('vigente');
  });

  it('groups numbers by language', () => {
    expect(formatNumber(3140, 'es')).toBe('3.140');
    expect(formatNumber(27000, 'es')).toBe('27.000');
    for (const n of [0, 7, 999, 1000, -1000, -123456, 1234567, 9007199254740991])
      expect([formatNumber(n, 'es'), formatNumber(n, 'en')]).toEqual([
        n.toLocaleString('es-CO', { useGrouping: 'always' } as object),
        n.toLocaleString('en-US'),
      ]);
    expect(formatNumber(111.34, 'en', 1)).toBe('111.3');
  });

  it('knows what a failure means', () => {
    expect([400, 404, 410, 429, 500, 503].map(kindOfStatus)).toEqual([
      'input',
      'not-found',
      'not-found',
      'busy',
      'server',
      'busy',
    ]);
    expect(problemDetail('{"title":"Mal","detail":"area: no existe"}')).toBe('area: no existe');
    expect(problemDetail('<html>')).toBe('');
  });

  it('draws barrios and villages together and marks what is approximate', () => {
    expect(layersOf('barrio')).toEqual(['barrio', 'poblado']);
    expect(layersOf('comuna')).toEqual(['comuna']);
    expect(['approximate', 'composed', 'digitised', 'authoritative'].map(isApproximate)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
