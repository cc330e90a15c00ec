import { describe, expect, it } from 'vitest';
import type { Flows, Groups, GroupRow, Matrix, PrintedSeries } from '../src/api/totals.ts';
import { layoutBars } from '../src/charts/bars.ts';
import { dotted, layoutColumns, yearsBetween } from '../src/charts/columns.ts';
import { layoutFlows } from '../src/charts/flows.ts';
import { layoutForms, periodRows, printedRows } from '../src/charts/forms.ts';
import { flowsClose, meaning } from '../src/charts/funder-area.ts';
import { neighbour } from '../src/charts/keys.ts';
import { gridOf, layoutMatrix, stepOf } from '../src/charts/matrix.ts';
import { parsePeriod, periodsOf } from '../src/charts/periods.ts';
import { printedTable } from '../src/charts/printed.ts';
import { closes, cut, rowsOf, sumOf } from '../src/charts/rows.ts';
import { countTicks, moneyTicks, scaleOf, ticksOf } from '../src/charts/scale.ts';
import { groupTable } from '../src/charts/tables.ts';
import { fitted, roughly, wrapped } from '../src/charts/text.ts';
import { unitOf, Voice } from '../src/charts/voice.ts';
import { nameOf, sentenceOf, titleOf } from '../src/charts/words.ts';
import { decimalOf, minorOf, type Decimal } from '../src/lib/money.ts';

const es = new Voice('es');
const en = new Voice('en');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const money = (text: string) => text as Decimal;
const canvas = (width: number, voice = es) => ({ width, measure: roughly, voice });

const figures = {
  sin_valor: 0,
  sin_erogacion: 0,
  otra_moneda: 0,
  contado_en_otro: 0,
  personas_min: null,
  personas_max: null,
  personas_sin_dato: 0,
};

function row(codigo: string | null, valor: string | null, proyectos: number, silent = 0): GroupRow {
  return {
    ...figures,
    codigo,
    nombre: codigo === null ? 'Sin dato' : `<b>${codigo}</b>`,
    sin_dato: codigo === null,
    proyectos,
    valor: valor === null ? null : money(valor),
    valor_atribuido: valor === null ? null : money(valor),
    sin_valor: silent,
  };
}

function groups(filas: GroupRow[], total: string | null, proyectos: number, diferencia = '0.00'): Groups {
  return {
    por: 'fuente',
    titulo: 'Fuente',
    capa: null,
    moneda: 'COP',
    poblacion: '',
    cobertura: {
      proyectos,
      en_la_suma: 1,
      sin_valor: 0,
      sin_erogacion: 0,
      otra_moneda: 0,
      contado_en_otro: 0,
      texto: '',
    },
    todo: { ...figures, proyectos, valor: total === null ? null : money(total) },
    periodos: null,
    filas,
    sin_asignar: { proyectos: 0, valor: money('0.00') },
    diferencia: { proyectos: diferencia === '0.00' ? 0 : 2, valor: money(diferencia) },
    cierre: {
      atribuido: money('0'),
      sin_asignar: money('0'),
      diferencia: money('0'),
      suma: money('0'),
      total: money('0'),
    },
    cierra: true,
    conversion: null,
    impreso: [],
  } as unknown as Groups;
}

/* The city's own. */
const city = groups(
  [
    row('gobierno', '14133612207.33', 3),
    row('distrito', '14109716284.88', 3),
    row('mamonal', '366500000.00', 1),
    row('ese', '352066000.00', 1),
    row('fondo', null, 1, 1),
    row(null, null, 29, 29),
  ],
  '28961894490.69',
  34,
  '-1.52',
);

describe('exact amounts', () => {
  it('go to minor units and back', () => {
    for (const text of ['0.00', '0.05', '-1.52', '28961894490.69', '99999999999999999.99'])
      expect(decimalOf(minorOf(money(text)))).toBe(text);
    expect(minorOf(money('7'))).toBe(700n);
    expect(minorOf(money('7.5'))).toBe(750n);
  });

  it('are said short, and in one unit', () => {
    expect(plain(es.short(minorOf(money('28961894490.69'))))).toBe('$ 29,0 mil millones');
    expect(plain(en.short(minorOf(money('28961894490.69'))))).toBe('COP 29.0 billion');
    expect(plain(es.short(minorOf(money('366500000'))))).toBe('$ 367 millones');
    expect(plain(es.short(-152n))).toBe('−$ 1,5');
    expect(plain(es.short(10n ** 14n))).toBe('$ 1,0 billones');
    expect(es.short(null)).toBe('sin dato');
    expect(es.inUnit(5n, unitOf(10n ** 11n))).toBe('<0,1');
  });

  it('are shares that never round to nothing or to all', () => {
    expect(plain(es.share(1n, 1000n))).toBe('menos del 1 %');
    expect(plain(es.share(999n, 1000n))).toBe('más del 99 %');
    expect(en.share(1n, 2n)).toBe('50%');
    expect(plain(es.share(5n, 5n))).toBe('el 100 %');
    expect(es.share(1n, 0n)).toBe('sin dato');
  });
});

describe('rows of a dimension', () => {
  it('close to the total with the difference', () => {
    const rows = rowsOf(city, 'valor');
    expect(rows.map(({ kind }) => kind)).toEqual([
      'valor',
      'valor',
      'valor',
      'valor',
      'valor',
      'sin-dato',
      'diferencia',
    ]);
    expect(sumOf(rows)).toBe(minorOf(money('28961894490.69')));
    expect(closes(city)).toBe(true);
    expect(closes({ ...city, cierra: false })).toBe(false);
    expect(closes(groups([row('a', '1.00', 1)], '1.01', 1))).toBe(false);
  });

  it('beyond the largest are one, with the exact sum', () => {
    const many = groups(
      Array.from({ length: 30 }, (_, i) => row(`f${i}`, `${i}.01`, i + 1)),
      '435.30',
      30,
    );
    const rows = cut(rowsOf(many, 'valor'), 12, []);
    const others = rows.find(({ kind }) => kind === 'otros');
    expect(rows).toHaveLength(13);
    expect(others?.members).toBe(18);
    expect(others?.range).toEqual([1, 18]);
    expect(others?.projects).toBeNull();
    expect(sumOf(rows)).toBe(minorOf(money('435.30')));
    expect(cut(rowsOf(many, 'valor'), 12, ['f3']).map(({ code }) => code)).toContain('f3');
    expect(groupTable(many, rowsOf(many, 'valor'), '', es).rows).toHaveLength(30);
  });

  it('are ordered by what is drawn', () => {
    const some = groups([row('a', '5.00', 1), row('b', '1.00', 9), row('c', null, 3, 3)], '6.00', 13);
    expect(rowsOf(some, 'valor').map(({ code }) => code)).toEqual(['a', 'b', 'c']);
    expect(rowsOf(some, 'proyectos').map(({ code }) => code)).toEqual(['b', 'c', 'a']);
  });
});

describe('bars', () => {
  it('are as long as their amounts, on a wide page and on a phone', () => {
    for (const width of [336, 700, 1200]) {
      const rows = rowsOf(city, 'valor');
      const { bars, zero, height } = layoutBars(rows, nameOf(es), canvas(width), 'valor');
      const [a, b] = [bars[0]!.bar.width, bars[1]!.bar.width];
      expect(a / b).toBeCloseTo(14133612207.33 / 14109716284.88, 6);
      expect(bars[4]!.bar.width).toBe(0); // nobody knows: no bar, but dots
      expect(bars[4]!.dots.map(({ silent }) => silent)).toEqual([true]);
      expect(bars[6]!.bar.x).toBeLessThanOrEqual(zero); // less than zero is left of it
      for (const { bar, height: tall } of bars) {
        expect(bar.x + bar.width).toBeLessThanOrEqual(width + 0.5);
        expect(tall).toBeGreaterThanOrEqual(24);
      }
      expect(bars.at(-1)!.y + bars.at(-1)!.height).toBeLessThanOrEqual(height);
    }
  });

  it('part a count into those that say an amount and those that do not', () => {
    const rows = rowsOf(groups([row('a', '5.00', 4, 1)], '5.00', 4), 'proyectos');
    const [bar] = layoutBars(rows, nameOf(es), canvas(700), 'proyectos').bars;
    expect(bar!.silent!.width / bar!.bar.width).toBeCloseTo(0.25);
    expect(bar!.amount.text).toBe('4');
  });

  it('keep what is said beside the dots off the amount on the same line', () => {
    for (const n of [15, 18, 20, 22, 24]) {
      const rows = rowsOf(groups([row('a', '5.00', 4), row(null, null, n, n)], '5.00', 4 + n), 'valor');
      const { bars, width } = layoutBars(rows, nameOf(es), canvas(640), 'valor');
      const { note, amount } = bars[1]!;
      expect(note.x + roughly(note.text, 11)).toBeLessThan(width - roughly(amount.text, 13));
    }
  });

  it('have round ticks in one unit', () => {
    expect(ticksOf(14.1, 5)).toEqual([0, 5, 10]);
    expect(ticksOf(0, 5)).toEqual([0]);
    expect(countTicks(3)).toEqual([0, 1, 2, 3]);
    const { unit, ticks } = moneyTicks(minorOf(money('14133612207.33')));
    expect(unit.key).toBe('millardo');
    expect(ticks.map(({ text }) => text)).toEqual([0, 5, 10]);
    expect(es.axis(unit)).toBe('miles de millones de pesos');
    expect(scaleOf([-5, 10], 150).zero).toBe(50);
  });
});

describe('years', () => {
  const years = groups(
    [row('2006', null, 1, 1), row('2011', '10.00', 5), row(null, '5.00', 26, 23)],
    '15.00',
    32,
  );

  it('have a place each, also where nothing is', () => {
    const rows = rowsOf(years, 'valor');
    expect(yearsBetween(rows)).toEqual([2006, 2007, 2008, 2009, 2010, 2011]);
    const { columns } = layoutColumns(rows, canvas(600), 'valor');
    expect(columns).toHaveLength(7);
    expect(columns[1]!.row).toBeNull();
    expect(columns[5]!.bar.height / columns[6]!.bar.height).toBeCloseTo(2);
    expect(columns[6]!.x).toBeGreaterThan(columns[5]!.x + columns[5]!.width); // no year stands apart
    expect(columns[6]!.x + columns[6]!.width).toBeLessThanOrEqual(600);
    expect(dotted(rows)).toBe(true);
    expect(dotted(rowsOf(groups([row('2011', '1.00', 90)], '1.00', 90), 'valor'))).toBe(false);
  });

  it('are said in both languages', () => {
    expect(plain(titleOf(years, 'anio', 'valor', es))).toBe('<b>2011</b> reúne el 67 % del valor conocido');
    expect(plain(sentenceOf(years, 'anio', 'valor', es))).toBe(
      'De $ 15,00, el 67 % es de <b>2011</b>. 26 de 32 proyectos no dicen su año, con $ 5,00 en total.',
    );
    expect(plain(sentenceOf(years, 'anio', 'valor', en))).toBe(
      'Of COP 15.00, 67% belongs to <b>2011</b>. 26 of 32 projects do not say their year, with COP 5.00 in all.',
    );
  });
});

describe('sentences', () => {
  it('say who gives and what is not known', () => {
    expect(plain(titleOf(city, 'fuente', 'valor', es))).toBe(
      '<b>gobierno</b> y <b>distrito</b> ponen el 98 % del valor conocido',
    );
    expect(plain(sentenceOf(city, 'fuente', 'valor', es))).toBe(
      'De $ 28.961.894.490,69, el 49 % viene de <b>gobierno</b> y el 49 % de <b>distrito</b>. 29 de 34 proyectos no dicen su fuente.',
    );
    expect(plain(sentenceOf(city, 'fuente', 'valor', en))).toBe(
      'Of COP 28,961,894,490.69, 49% comes from <b>gobierno</b> and 49% from <b>distrito</b>. 29 of 34 projects do not say their source.',
    );
    expect(titleOf(city, 'fuente', 'proyectos', es)).toBe('<b>gobierno</b> está en 3 de 34 proyectos');
  });

  it('say so where there is nothing to say', () => {
    const silent = groups([row(null, null, 5, 5)], null, 5);
    expect(titleOf(silent, 'fuente', 'valor', es)).toBe('No se sabe quién pone el dinero');
    expect(sentenceOf(silent, 'fuente', 'valor', es)).toBe(
      'Ninguno de los 5 proyectos dice su valor. 5 de 5 proyectos no dicen su fuente.',
    );
    expect(titleOf(groups([], null, 0), 'tema', 'valor', en)).toBe('No project');
  });
});

describe('cash and kind', () => {
  const forms = {
    ...groups([row('efectivo', '6.00', 2), row('especie', '2.00', 1), row(null, '0.00', 3, 3)], '8.00', 6),
    periodos: [
      { nombre: '2005-2007', desde: 2005, hasta: 2007, valor_atribuido: money('2.00') },
      { nombre: '2008-2011', desde: 2008, hasta: 2011, valor_atribuido: money('6.00') },
      { nombre: 'otros años', desde: null, hasta: null, valor_atribuido: money('0.00') },
    ],
  } as Groups;
  const cell = (valor: string, proyectos: number) => ({
    proyectos,
    valor_atribuido: money(valor),
    no_cubiertos: 0,
  });
  forms.filas[0]!.periodos = [cell('2.00', 1), cell('4.00', 1), cell('0.00', 0)];
  forms.filas[1]!.periodos = [cell('0.00', 0), cell('2.00', 1), cell('0.00', 0)];
  forms.filas[2]!.periodos = [cell('0.00', 1), cell('0.00', 2), cell('0.00', 0)];
  const value = (periodo: string, forma: string, valor: string, unidad: string | null = null) => ({
    codigo: `${forma}-${periodo}`,
    etiqueta: forma,
    forma,
    periodo,
    valor: money(valor),
    valor_texto: valor,
    unidad,
    aproximado: false,
  });
  const printed = {
    codigo: 'x',
    titulo: 'Comparativo',
    medida: 'monto',
    moneda: 'COP',
    valores: [value('2005-2007', 'efectivo', '8'), value('2008-2010', 'especie', '4', 'millones de pesos')],
  } as PrintedSeries;

  it('has periods that follow the terms of mayors, from the first year that anything is of', () => {
    expect(periodsOf([2006, 2011], [printed])).toEqual([
      { from: 2005, to: 2007 },
      { from: 2008, to: 2011 },
    ]);
    expect(periodsOf([], [])).toEqual([]);
    expect(periodsOf([1960, 2024], []).length).toBeLessThanOrEqual(7);
    expect(parsePeriod('2008- 2010')).toEqual({ from: 2008, to: 2010 });
    expect(parsePeriod('hacia 2008')).toBeNull();
  });

  it('draws what is known in proportion, and keeps empty periods', () => {
    const rows = periodRows(forms);
    expect(rows.map(({ name }) => name)).toEqual(['2005-2007', '2008-2011']); // "other years" has nothing
    const layout = layoutForms(rows, [], canvas(600), 'valor');
    const [first, second] = layout.rows;
    expect(first!.segments).toHaveLength(1);
    expect(second!.segments[0]!.width / first!.segments[0]!.width).toBeCloseTo(2);
    expect(second!.segments[1]!.x).toBeCloseTo(second!.segments[0]!.x + second!.segments[0]!.width);
    expect(first!.lines.join(' ')).toContain('efectivo');
  });

  it('says of an amount that nobody tells that there is no data, and of nothing that it is nothing', () => {
    const silent = structuredClone(forms);
    const told = (valor: string | null, proyectos: number) => ({
      proyectos,
      valor_atribuido: valor === null ? null : money(valor),
      no_cubiertos: valor === null ? proyectos : 0,
    });
    silent.filas[0]!.periodos = [told('2.00', 1), told(null, 1), told(null, 0)];
    silent.filas[1]!.periodos = [told(null, 2), told(null, 2), told(null, 0)];
    silent.filas[2]!.periodos = [told('0.00', 1), told(null, 0), told(null, 0)];
    const rows = periodRows(silent);
    expect(rows[0]!.cells.map(({ minor }) => minor)).toEqual([200n, null, 0n]);
    const { rows: drawn } = layoutForms(rows, [], canvas(900), 'valor');
    expect(drawn.map(({ segments }) => segments.length)).toEqual([1, 0]);
    expect(drawn.map(({ lines }) => plain(lines.join(' ')))).toEqual([
      '<b>efectivo</b> $ 2 · <b>especie</b> (2 proyectos, ninguno con valor en la suma) · sin dato $ 0',
      '3 proyectos, ninguno con valor en la suma',
    ]);
    const unsaid = { ...value('2005-2007', 'especie', '1'), valor: null, valor_texto: null };
    const series = { ...printed, valores: [...printed.valores, unsaid] } as unknown as PrintedSeries;
    const [one] = printedRows(series, 'COP');
    expect(one!.cells.map(({ minor }) => minor)).toEqual([800n, null]);
    const beside = layoutForms([one!], [], canvas(900), 'valor').rows[0]!;
    expect(beside.segments).toHaveLength(1);
    expect(plain(beside.lines.join(' '))).toBe('efectivo $ 8 · especie sin dato');
    expect(printedTable(series, es).rows.at(-1)![2]).toBe('sin dato');
    expect(printedRows({ ...series, valores: [unsaid] } as unknown as PrintedSeries, 'COP')).toEqual([]);
  });

  it('draws printed figures apart, in the same scale, never with a unit multiplied in', () => {
    const rows = printedRows(printed, 'COP');
    expect(rows.map(({ name }) => name)).toEqual(['2005-2007']);
    expect(printedRows({ ...printed, moneda: 'USD' }, 'COP')).toEqual([]);
    const own = layoutForms(periodRows(forms), rows, canvas(600), 'valor');
    const beside = layoutForms(rows, periodRows(forms), canvas(600), 'valor');
    expect(beside.rows[0]!.segments[0]!.width / own.rows[0]!.segments[0]!.width).toBeCloseTo(4);
  });
});

describe('the matrix', () => {
  const figure = (proyectos: number, valor: string | null) => ({
    proyectos,
    valor: valor === null ? null : money(valor),
    no_cubiertos: valor === null ? proyectos : 0,
  });
  const matrix = {
    por: { filas: 'localidad', columnas: 'tema' },
    moneda: 'COP',
    columnas: [
      { codigo: 'cultura', nombre: 'Cultura', ...figure(0, '0.00') },
      { codigo: 'agua', nombre: 'Agua', ...figure(3, '9.00') },
      { codigo: 'sin-dato', nombre: 'Sin dato', ...figure(5, null) },
    ],
    filas: [
      {
        codigo: 'l1',
        nombre: 'Uno',
        ...figure(3, '9.00'),
        celdas: [figure(0, '0.00'), figure(3, '9.00'), figure(0, '0.00')],
      },
      {
        codigo: 'l2',
        nombre: 'Dos',
        ...figure(0, '0.00'),
        celdas: [figure(0, '0.00'), figure(0, '0.00'), figure(0, '0.00')],
      },
    ],
    sin_area: { ...figure(5, null), celdas: [figure(0, '0.00'), figure(0, '0.00'), figure(5, null)] },
    total: figure(8, '9.00'),
    celdas: 6,
    celdas_vacias: 5,
  } as unknown as Matrix;
  const grid = gridOf(matrix, 'En ninguna');

  it('keeps its holes, and puts what is most first', () => {
    expect(grid.themes.map(({ code }) => code)).toEqual(['agua', 'cultura', 'sin-dato']);
    expect(grid.areas.map(({ code }) => code)).toEqual(['l1', 'l2', null]);
    expect(grid.bare).toBe(1);
    const { cells } = layoutMatrix(grid, canvas(900), 'valor');
    expect(cells).toHaveLength(9);
    expect(cells.filter(({ step }) => step === 0)).toHaveLength(7);
    expect(cells.filter(({ step }) => step === null).map(({ text }) => text)).toEqual(['5']); // projects without an amount: how many
    expect(cells.find(({ step }) => step === 5)?.text).toBe('9');
  });

  it('turns where there is no room, and cells stay large enough', () => {
    const wide = {
      ...grid,
      themes: Array.from({ length: 24 }, () => grid.themes[0]!),
      cells: grid.cells.map((line) => Array.from({ length: 24 }, () => line[0]!)),
    };
    const narrow = layoutMatrix(wide, canvas(336), 'valor');
    expect(narrow.turned).toBe(true);
    expect(narrow.width).toBe(336);
    for (const { width, height } of narrow.cells) expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    expect(layoutMatrix(wide, canvas(1300), 'valor').turned).toBe(false);
  });

  it('has five steps', () => {
    expect([0, 1, 4, 50, 100].map((value) => stepOf(value, 100))).toEqual([0, 1, 1, 4, 5]);
  });
});

describe('flows', () => {
  const node = (grupo: string, codigo: string | null, proyectos: number, valor: string | null) => ({
    grupo,
    codigo,
    nombre: codigo ?? grupo,
    miembros: 1,
    geometria_aproximada: false,
    proyectos,
    valor,
    no_cubiertos: 0,
  });
  const flow = (de: number, a: number, proyectos: number, valor: string | null) => ({
    de,
    a,
    proyectos,
    valor,
    no_cubiertos: 0,
  });
  const flows = {
    todo: { ...figures, proyectos: 9, valor: money('9.00') },
    cierra: true,
    fuentes: [
      node('fuente', 'f1', 3, '6.00'),
      node('fuente', 'f2', 2, '4.00'),
      node('sin_dato', null, 4, null),
      node('diferencia', null, 1, '-1.00'),
    ],
    areas: [node('area', 'l1', 3, '7.00'), node('area', 'l2', 2, '2.00'), node('city', null, 4, null)],
    flujos: [
      flow(0, 0, 2, '4.00'),
      flow(0, 1, 1, '2.00'),
      flow(1, 0, 2, '4.00'),
      flow(2, 2, 4, null),
      flow(3, 0, 1, '-1.00'),
    ],
  } as unknown as Flows;

  it('carry on both sides what goes in', () => {
    expect(flowsClose(flows)).toBe(true);
    expect(flowsClose({ ...flows, flujos: flows.flujos.slice(1) })).toBe(false);
    for (const width of [336, 700]) {
      const { sources, areas, ribbons } = layoutFlows(flows, width, 'valor', () => ['x', 'y']);
      for (const nodes of [sources, areas]) {
        for (const one of nodes) {
          const through = ribbons.filter(({ from, to }) => from === one || to === one);
          expect(through.reduce((sum, { thickness }) => sum + thickness, 0)).toBeCloseTo(one.height);
          for (const { from, y0, y1, thickness } of through) {
            const y = from === one ? y0 : y1;
            expect(y).toBeGreaterThanOrEqual(one.y - 1e-6);
            expect(y + thickness).toBeLessThanOrEqual(one.y + one.height + 1e-6);
          }
        }
        nodes.slice(1).forEach((one, i) => expect(one.y).toBeGreaterThan(nodes[i]!.y + nodes[i]!.height));
      }
      expect(ribbons.find(({ of }) => of.valor === null)?.thickness).toBe(0);
      expect(ribbons[0]!.thickness / ribbons[1]!.thickness).toBeCloseTo(2);
    }
  });

  it('count projects where there is no amount', () => {
    const { ribbons } = layoutFlows(flows, 700, 'proyectos', () => ['x']);
    expect(ribbons.find(({ of }) => of.proyectos === 4)!.thickness).toBeGreaterThan(ribbons[0]!.thickness);
  });

  it('filter by what their ends are', () => {
    expect(flows.fuentes.map(meaning)).toEqual([
      { facet: 'fuente', value: 'f1' },
      { facet: 'fuente', value: 'f2' },
      { facet: 'fuente', value: 'sin-dato' },
      null,
    ]);
    expect(flows.areas.map(meaning)).toEqual([
      { facet: 'area', value: 'l1' },
      { facet: 'area', value: 'l2' },
      { facet: 'lugar', value: 'city' },
    ]);
  });
});

describe('keys', () => {
  const grid = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => ({ x: x * 30, y: y * 30 })));

  it('go to the nearest mark in their direction', () => {
    expect(neighbour(grid, 4, 'ArrowRight')).toBe(5);
    expect(neighbour(grid, 4, 'ArrowLeft')).toBe(3);
    expect(neighbour(grid, 4, 'ArrowUp')).toBe(1);
    expect(neighbour(grid, 4, 'ArrowDown')).toBe(7);
    expect(neighbour(grid, 4, 'Home')).toBe(0);
    expect(neighbour(grid, 4, 'End')).toBe(8);
    expect(neighbour(grid, 8, 'ArrowDown')).toBe(8);
    expect(neighbour(grid, 4, 'x')).toBe(4);
  });

  it('reach every mark of a list with either pair of arrows', () => {
    const list = [0, 1, 2].map((y) => ({ x: 0, y: y * 46 }));
    expect(neighbour(list, 0, 'ArrowRight')).toBe(1);
    expect(neighbour(list, 0, 'ArrowUp')).toBe(0);
  });
});

describe('text', () => {
  it('is cut and wrapped by its width', () => {
    expect(fitted('Cartagena', 200, 10, roughly)).toBe('Cartagena');
    expect(fitted('Cartagena', 30, 10, roughly)).toMatch(/^Cart.*…$/);
    expect(wrapped('uno dos tres cuatro', 60, 10, roughly, 2)).toEqual(['uno dos', 'tres cuat…']);
    expect(wrapped('', 60, 10, roughly)).toEqual([]);
  });
});
