import { describe, expect, it } from 'vitest';
import type { Summary, SummaryArea } from '../src/api/summary.ts';
import { legendData } from '../src/map/legend-data.ts';
import { choropleth, NO_DATA, valueOf, type AreaFact } from '../src/map/measure.ts';
import type { Palette } from '../src/map/palette.ts';

const row = (codigo: string, more: object = {}): SummaryArea =>
  ({
    codigo,
    nombre: codigo.toUpperCase(),
    capa: 'barrio',
    proyectos: 1,
    directos: 1,
    valor: null,
    valor_atribuido: null,
    personas_min: null,
    personas_max: null,
    sin_valor: 0,
    ...more,
  }) as unknown as SummaryArea;

const fact = (codigo: string, more: Partial<AreaFact> = {}): AreaFact => ({
  codigo,
  nombre: codigo.toUpperCase(),
  capa: 'barrio',
  geometria: 'digitised',
  hectareas: 10,
  poblacion: null,
  poblacion_anio: null,
  ...more,
});

const summary = (areas: SummaryArea[]): Summary =>
  ({
    moneda: 'COP',
    areas,
    sinLugar: [
      { estado: 'city', proyectos: 3 },
      { estado: 'named', proyectos: 0 },
    ],
    sinRepartir: '12.50',
    sin_valor: 4,
  }) as unknown as Summary;

const asked = {
  layers: ['barrio'],
  measure: 'valor',
  method: 'cuantiles',
  classes: 3,
} as const;

const PALETTE = {
  ramp: ['1', '2', '3', '4', '5', '6', '7'],
  unknown: ['u', 'l'],
  none: 'n',
} as unknown as Palette;

describe('what an area is worth', () => {
  it('is nothing without projects, no data without a value', () => {
    expect(valueOf('valor', undefined, fact('a'))).toBeNull();
    expect(valueOf('valor', row('a', { proyectos: 0 }), fact('a'))).toBeNull();
    expect(valueOf('valor', row('a'), fact('a'))).toBe(NO_DATA);
    expect(valueOf('valor', row('a', { valor: '0.00' }), fact('a'))).toBe(0);
    expect(valueOf('personas', row('a', { personas_min: 2, personas_max: 9 }), undefined)).toBe(9);
  });

  it('per inhabitant needs both', () => {
    const money = row('a', { valor_atribuido: '1000.50' });
    expect(valueOf('percapita', money, fact('a', { poblacion: 10 }))).toBeCloseTo(100.05);
    expect(valueOf('percapita', money, fact('a'))).toBe(NO_DATA);
    expect(valueOf('percapita', money, undefined)).toBe(NO_DATA);
    expect(valueOf('percapita', row('a'), fact('a', { poblacion: 10 }))).toBe(NO_DATA);
  });
});

describe('the colours', () => {
  const rows = [
    row('a', { valor: '1000000.00' }),
    row('b', { valor: '2000000.00' }),
    row('c', { valor: '30000000.00' }),
    row('d'),
    row('flat', { valor: '99000000.00' }),
    row('zona', { capa: 'zona', valor: '5.00', directos: 2 }),
    row('whole', { capa: 'distrito', directos: 0 }),
  ];
  const facts = [
    ...['a', 'b', 'c', 'd', 'e'].map((code) => fact(code, { geometria: 'approximate' })),
    fact('flat', { geometria: 'none' }),
    fact('zona', { capa: 'zona' }),
  ];
  const map = choropleth({ ...asked, summary: summary(rows), facts });

  it('count each drawn area of the layer once', () => {
    expect(map.counts).toEqual([1, 1, 1]);
    expect([map.unknown, map.none, map.approximate]).toEqual([1, 1, 5]);
    expect([...map.fills]).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', NO_DATA],
    ]);
  });

  it('leave out what has no polygon, and tell', () => {
    expect(map.classes?.most).toBe(30e6);
    expect(map.undrawn.map(({ codigo }) => codigo)).toEqual(['flat']);
    expect(map.wider.map(({ codigo }) => codigo)).toEqual(['zona']);
  });

  it('do not know who has nothing before all areas are known', () => {
    expect(choropleth({ ...asked, summary: summary(rows), facts: null }).none).toBeNull();
  });

  it('put a small area above a large one', () => {
    const two = choropleth({
      ...asked,
      summary: summary([]),
      facts: [fact('big', { hectareas: 900 }), fact('small', { hectareas: 3 })],
    });
    expect(two.rank.get('small')).toBeGreaterThan(two.rank.get('big') ?? 0);
  });

  it('are told in a legend with unit, limits, counts and what is not counted', () => {
    const legend = legendData(map, summary(rows), PALETTE, 'es', 'Barrios');
    expect(legend.unit).toBe('millones de COP');
    expect(legend.classes.map(({ label, areas }) => [label, areas])).toEqual([
      ['menos de 2', 1],
      ['2 – 25', 1],
      ['25 o más', 1],
      ['Con proyectos, sin dato', 1],
      ['Sin proyectos', 1],
    ]);
    expect(legend.classes[3]).toMatchObject({ colour: 'u', hatch: 'l' });
    expect(legend.notes.map(({ text }) => text)).toEqual([
      '3 proyectos sin punto en el mapa',
      '2 proyectos de áreas más amplias, no de una de esta capa',
      '1 proyecto de un área sin polígono',
      '4 proyectos sin valor conocido',
      '$\u00a012,50 sin repartir entre áreas',
    ]);
    expect(legend.notes[0]?.parts).toEqual([
      { text: 'Toda la ciudad 3', filter: { lugar: ['city'], area: [] } },
    ]);
    expect(legend.sentence).toContain('Con dato, 3 áreas; sin dato, 1; sin proyectos, 1.');
  });

  it('of counts have whole limits', () => {
    const rows = [1, 2, 3, 9, 40].map((n, i) => row(`p${i}`, { proyectos: n }));
    const map = choropleth({ ...asked, measure: 'proyectos', summary: summary(rows), facts: null });
    const legend = legendData(map, summary(rows), PALETTE, 'en', 'Barrios');
    expect(legend.classes.slice(0, 3).map(({ label, areas }) => [label, areas])).toEqual([
      ['1 – 2', 2],
      ['3 – 4', 1],
      ['5 – 40', 2],
    ]);
    expect(legend.classes.some(({ kind }) => kind === 'sin-dato')).toBe(false);
  });
});
