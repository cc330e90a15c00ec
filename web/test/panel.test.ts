import { describe, expect, it } from 'vitest';
import type { GroupRow } from '../src/api/totals.ts';
import type { Area } from '../src/api/types.ts';
import { innerLayer, lengthOf, ordered, parted } from '../src/ui/panel-parts.ts';
import { titleOf, wordOf } from '../src/ui/panel-words.ts';

const row = (codigo: string | null, valor_atribuido: string | null, proyectos = 1): GroupRow =>
  ({ codigo, nombre: codigo ?? '', sin_dato: codigo === null, valor_atribuido, proyectos }) as never;

describe('who pays', () => {
  it('goes from the largest amount to the unknown ones, and "nobody said" last', () => {
    const rows = [row(null, null, 9), row('b', '5.00'), row('c', null), row('a', '70.00'), row('d', null, 0)];
    expect(ordered(rows).map(({ codigo }) => codigo)).toEqual(['a', 'b', 'c', null]);
  });

  it('draws a length for what is known, however small, and none for the rest', () => {
    expect(lengthOf('50.00' as never, '200.00' as never)).toBe(25);
    expect(lengthOf('0.01' as never, '200000000.00' as never)).toBe(1);
    expect(lengthOf(null, '200.00' as never)).toBe(0);
    expect(lengthOf('5.00' as never, null)).toBe(0);
  });
});

describe('what there is and what there is not', () => {
  const head = (codigo: string | null, proyectos: number) => ({ codigo, proyectos });

  it('parts themes: with projects, without, and unsaid; "other" is no hole', () => {
    const { present, absent, unknown } = parted([
      head('vivienda', 0),
      head('salud', 1),
      head('agua', 3),
      head('otro', 0),
      head('sin-dato', 2),
    ]);
    expect(present.map(({ codigo }) => codigo)).toEqual(['agua', 'salud']);
    expect(absent.map(({ codigo }) => codigo)).toEqual(['vivienda']);
    expect(unknown).toBe(2);
  });

  it('looks for neighbourhoods before villages, and for none in a neighbourhood', () => {
    const area = (...layers: string[]): Area =>
      ({ detalle: { contenida_en: [], contiene: layers.map((capa) => ({ capa })) } }) as never;
    expect(innerLayer(area('ucg', 'poblado', 'barrio'))).toBe('barrio');
    expect(innerLayer(area('ucg', 'poblado'))).toBe('poblado');
    expect(innerLayer(area())).toBeNull();
  });
});

describe('the words of a schema', () => {
  const schema = { properties: { clase: { title: 'Clase', oneOf: [{ const: 'evento', title: 'Evento' }] } } };

  it('name properties and codes, and leave what they do not know as it is', () => {
    expect(titleOf(schema, 'clase')).toBe('Clase');
    expect(titleOf(null, 'clase')).toBe('clase');
    expect(wordOf(schema, 'clase', 'evento')).toBe('Evento');
    expect(wordOf(schema, 'clase', 'feria')).toBe('feria');
  });
});
