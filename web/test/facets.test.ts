import { describe, expect, it } from 'vitest';
import type { FacetGroup } from '../src/api/totals.ts';
import { NO_FILTER, parseFilter, type Filter } from '../src/state/filter.ts';
import { cut, isSilent, matching, mergeFacet } from '../src/ui/facet-merge.ts';
import { chipsOf, distance, removal, shortMoney } from '../src/ui/filter-chips.ts';
import {
  ends,
  interval,
  isMore,
  isReversed,
  readAmount,
  readDate,
  writeAmount,
} from '../src/ui/range-read.ts';
import { isInside, yearBars } from '../src/ui/range-years.ts';
import { marked } from '../src/ui/search-marks.ts';

type Value = readonly [value: string, label: string, count: number];

function facet(nombre: string, values: readonly Value[], n_valores = values.length): FacetGroup {
  const valores = values.map(([valor, etiqueta, cuenta]) => ({
    valor,
    etiqueta,
    cuenta,
    seleccionado: false,
    enlace: '',
  }));
  return { nombre, titulo: nombre, filtra: true, n_valores, valores } as FacetGroup;
}

const base = facet('tema', [
  ['sin-dato', 'Sin dato', 9],
  ['agua', 'Agua', 5],
  ['salud', 'Salud', 1],
  ['vivienda', 'Vivienda', 1],
]);

describe('values of a facet', () => {
  it('keeps those of the base that the filter leaves nothing of, with zero, and "sin dato" last', () => {
    const now = facet('tema', [
      ['sin-dato', 'Sin dato', 4],
      ['salud', 'Salud', 1],
    ]);
    const { rows, unknown, total } = mergeFacet(base, now, ['salud']);
    expect(rows.map(({ value, count, selected }) => [value, count, selected])).toEqual([
      ['salud', 1, true],
      ['agua', 0, false],
      ['vivienda', 0, false],
    ]);
    expect(unknown?.count).toBe(4);
    expect(total).toBe(4);
  });

  it('claims no zero where the answer was cut', () => {
    const now = facet('tema', [['agua', 'Agua', 5]], 3000);
    const { rows, total } = mergeFacet(base, now, []);
    expect(rows.map(({ value }) => value)).toEqual(['agua']);
    expect(total).toBe(3000);
  });

  it('takes a label from the base where the answer has only the code', () => {
    const now = facet('tema', [['vivienda', 'vivienda', 0]]);
    expect(mergeFacet(base, now, ['vivienda']).rows[2]?.label).toBe('Vivienda');
  });

  it('puts years in their order, the last one first', () => {
    const now = facet('anio', [
      ['2008', '2008', 2],
      ['2011', '2011', 5],
      ['2006', '2006', 9],
    ]);
    expect(mergeFacet(now, now, []).rows.map(({ value }) => value)).toEqual(['2011', '2008', '2006']);
  });

  it('is silent where nobody says anything, unless that is what is asked for', () => {
    const nobody = facet('modalidad', [['sin-dato', 'Sin dato', 34]]);
    expect(isSilent(mergeFacet(nobody, nobody, []))).toBe(true);
    expect(isSilent(mergeFacet(nobody, nobody, ['sin-dato']))).toBe(false);
    expect(isSilent(mergeFacet(base, nobody, []))).toBe(false);
  });

  it('cuts a long list but keeps what is selected, and hides no single value behind a button', () => {
    const long = facet(
      'area',
      Array.from({ length: 20 }, (_, i): Value => [`a${i}`, `A${String(i).padStart(2, '0')}`, 20 - i]),
    );
    const { rows } = mergeFacet(long, long, ['a15']);
    expect(cut(rows, 8).map(({ value }) => value)).toEqual([
      ...Array.from({ length: 8 }, (_, i) => `a${i}`),
      'a15',
    ]);
    expect(cut(rows.slice(0, 9), 8)).toHaveLength(9);
  });

  it('searches blind to accents, every word anywhere', () => {
    const areas = facet('area', [
      ['libano', 'República del Líbano', 1],
      ['pozon', 'El Pozón', 1],
    ]);
    const { rows } = mergeFacet(areas, areas, []);
    expect(matching(rows, 'libano rep').map(({ value }) => value)).toEqual(['libano']);
    expect(matching(rows, 'POZON')).toHaveLength(1);
    expect(matching(rows, '')).toHaveLength(2);
  });
});

describe('amounts as people write them', () => {
  it.each([
    ['1.500.000', '1500000'],
    ['1500000', '1500000'],
    ['$ 1.500.000,50', '1500000.5'],
    ['1,5 millones', '1500000'],
    ['1,5 millones de pesos', '1500000'],
    ['2 mil millones', '2000000000'],
    ['2 mil', '2000'],
    ['1 billón', '1000000000000'],
    ['1,500,000', '1500000'],
    ['1.5 millones', '1500000'],
    ['1 500 000', '1500000'],
    ['1.500', '1500'],
    ['COP 12', '12'],
    ['0,10', '0.1'],
    ['007', '7'],
  ])('es: %s is %s', (text, decimal) => expect(readAmount(text, 'es')).toBe(decimal));

  it.each([
    ['1,500,000', '1500000'],
    ['1.5 million', '1500000'],
    ['2 billion', '2000000000'],
    ['1.500.000', '1500000'],
    ['1,500', '1500'],
    ['12.50', '12.5'],
  ])('en: %s is %s', (text, decimal) => expect(readAmount(text, 'en')).toBe(decimal));

  it.each(['', 'mucho', '1,5 montones', '-3', '1e9', '1,2,3', '1.50.000', '0,001', '9'.repeat(16), '1,555'])(
    'es: %j is none',
    (text) => expect(readAmount(text, 'es')).toBeNull(),
  );

  it('writes what it read', () => {
    expect(writeAmount('1500000', 'es')).toBe('1.500.000');
    expect(writeAmount('1500000.5', 'en')).toBe('1,500,000.5');
    expect(readAmount(writeAmount('999999999999999.99', 'es'), 'es')).toBe('999999999999999.99');
  });

  it('compares beyond what a double holds', () => {
    expect(isMore('999999999999999.99', '999999999999999.98')).toBe(true);
    expect(isMore('9', '10')).toBe(false);
    expect(isMore('10', '10.0')).toBe(false);
  });
});

describe('periods', () => {
  it('reads years, months and days, and no other', () => {
    expect(['2011', '2011-07', '2011-07-06', ' 2011 ', ''].map(readDate)).toEqual([
      '2011',
      '2011-07',
      '2011-07-06',
      '2011',
      '',
    ]);
    expect(['11', '2011-13', '2011-02-30', 'ayer', '2011-7'].map(readDate)).toEqual(Array(5).fill(null));
  });

  it('writes an interval and reads its ends', () => {
    for (const [from, to, text] of [
      ['2008', '2011', '2008/2011'],
      ['2008', '', '2008/..'],
      ['', '2011', '../2011'],
      ['2008', '2008', '2008'],
    ] as const) {
      expect(interval(from, to)).toBe(text);
      expect(ends(text)).toEqual([from, to]);
    }
    expect(interval('', '')).toBeNull();
    expect(ends('/2011')).toEqual(['', '2011']);
  });

  it('knows an end before its beginning', () => {
    expect(isReversed('2011', '2008')).toBe(true);
    expect(isReversed('2011-07', '2011')).toBe(false);
    expect(isReversed('', '2008')).toBe(false);
  });
});

describe('years as bars', () => {
  it('has a bar for every year, also the empty ones, and counts who says none', () => {
    const years = yearBars(
      facet('anio', [
        ['sin-dato', 'Sin dato', 26],
        ['2008', '2008', 2],
        ['2011', '2011', 5],
      ]),
    );
    expect(years).toEqual({
      bars: [2008, 2009, 2010, 2011].map((year) => ({
        from: year,
        to: year,
        count: { 2008: 2, 2011: 5 }[year] ?? 0,
      })),
      most: 5,
      unknown: 26,
    });
    expect(
      yearBars(facet('anio', [['2010', '2010', 1]]), facet('anio', [['2008', '2008', 3]])).bars,
      'the years of the base stay where they are',
    ).toEqual([2008, 2009, 2010].map((year) => ({ from: year, to: year, count: year === 2010 ? 1 : 0 })));
    expect(yearBars(undefined)).toEqual({ bars: [], most: 0, unknown: 0 });
  });

  it('lets many years share bars, and loses none', () => {
    const values = Array.from({ length: 120 }, (_, i): Value => [String(1903 + i), '', 1]);
    const { bars } = yearBars(facet('anio', values));
    expect(bars.length).toBeLessThanOrEqual(48);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(120);
  });

  it('knows which bars lie in a period', () => {
    const bar = { from: 2010, to: 2011, count: 1 };
    expect(isInside(bar, ['', ''])).toBe(true);
    expect(isInside(bar, ['2011-07', '2020'])).toBe(true);
    expect(isInside(bar, ['2012', ''])).toBe(false);
    expect(isInside(bar, ['', '2009-12'])).toBe(false);
  });
});

describe('chips', () => {
  const name = (key: string, value: string) =>
    new Map([
      ['tema vivienda', 'Vivienda'],
      ['cerca -75.5,10.4,1000', 'Getsemaní'],
    ]).get(`${key} ${value}`) ?? null;
  const words = { lang: 'es', name, currency: 'COP', inView: false } as const;
  const of = (search: string): Filter => parseFilter(search, []);
  const texts = (search: string) =>
    chipsOf(of(search), words).map(({ title, text }) => (title ? `${title}: ${text}` : text));

  it('says every pair of a filter', () => {
    expect(texts('tema=vivienda&tema=sin-dato&vigente=2008/2011&monto_min=1000000')).toEqual([
      'Tema: Vivienda',
      'Tema: sin dato',
      'desde 2008 hasta 2011',
      '≥ $\u00a01.000.000',
    ]);
    expect(
      texts('cerca=-75.5,10.4,1000&dibujo=POLYGON((0 0,1 0,1 1,0 0))&bbox=-76,10,-75,11&q=agua'),
    ).toEqual([
      'Palabras: agua',
      'dentro de un recuadro',
      'dentro del dibujo',
      'a 1 km de un punto en Getsemaní',
    ]);
    expect(texts('vigente=2008')).toEqual(['vigente en 2008']);
    expect(texts('vigente=2008/..')).toEqual(['desde 2008']);
    expect(texts('vigente=../2011-07-06')).toEqual(['hasta 6 de julio de 2011']);
    expect(texts('filter=valor > 3&filter-lang=cql2-text&codigo=convenio-3&datetime=2011')).toEqual([
      'Consulta: valor > 3',
      'Código: convenio-3',
      'vigente en 2011',
    ]);
    expect(texts('celda=12/1188/1928')).toEqual(['Celda del mapa: 12/1188/1928']);
  });

  it('shows no code where a name may still come', () => {
    expect(texts('area=xyz')).toEqual(['Área: …']);
  });

  it('takes away what only explains another pair, and the following of the map with its box', () => {
    expect(removal(of('filter=a=1&filter-lang=cql2-text&tema=paz'), { key: 'filter', value: 'a=1' })).toEqual(
      {
        filter: of('tema=paz'),
      },
    );
    expect(removal(of('celda=1/0/0&celda=1/1/1'), { key: 'celda', value: '1/0/0' })).toEqual({
      filter: of('celda=1/1/1'),
    });
    expect(removal(of('bbox=-76,10,-75,11&bbox-crs=x'), { key: 'bbox', value: '-76,10,-75,11' })).toEqual({
      filter: NO_FILTER,
      view: { en_vista: false },
    });
  });

  it('writes distances and amounts shortly', () => {
    expect(distance(500, 'es')).toBe('500 m');
    expect(distance(1500, 'es')).toBe('1,5 km');
    expect(shortMoney('1000000.5', 'COP', 'es')).toBe('$\u00a01.000.000,50');
    expect(shortMoney('1000000', 'EUR', 'en')).toBe('EUR\u00a01,000,000');
  });
});

describe('matched letters', () => {
  const hits = (name: string, words: string) =>
    marked(name, words)
      .map(({ text, hit }) => (hit ? `[${text}]` : text))
      .join('');

  it('marks words blind to accents, at the beginning of a word sooner', () => {
    expect(hits('República del Líbano', 'liba')).toBe('República del [Líba]no');
    expect(hits('El Pozón', 'POZON el')).toBe('[El] [Pozón]');
    expect(hits('Caracas, las casas', 'cas')).toBe('Caracas, las [cas]as');
    expect(hits('Nada', 'zzz')).toBe('Nada');
  });

  it('loses no letter, however it is composed', () => {
    for (const name of ['Líbano', 'Niñez y ñame', '<b>Ola</b> 👋🏽 ıİ'])
      for (const words of ['ni', 'ola b', 'i'])
        expect(
          marked(name, words)
            .map(({ text }) => text)
            .join(''),
        ).toBe(name);
  });
});
