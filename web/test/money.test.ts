import { describe, expect, it } from 'vitest';
import { parseJson } from '../src/api/json.ts';
import { formatMoney, isDecimal, type Decimal } from '../src/lib/money.ts';

const es = (value: string, currency = 'COP') =>
  formatMoney(value as Decimal, currency, 'es').replaceAll('\u00a0', ' ');
const en = (value: string, currency = 'COP') =>
  formatMoney(value as Decimal, currency, 'en').replaceAll('\u00a0', ' ');

describe('money', () => {
  it('is written as the city writes it', () => {
    expect(es('12386206436.05')).toBe('$ 12.386.206.436,05');
    expect(es('0')).toBe('$ 0,00');
    expect(es('999')).toBe('$ 999,00');
    expect(es('1000.5')).toBe('$ 1.000,50');
    expect(es('-0.76')).toBe('−$ 0,76');
    expect(es('11600000.00', 'EUR')).toBe('EUR 11.600.000,00');
    expect(en('12386206436.05')).toBe('COP 12,386,206,436.05');
  });

  it('keeps every digit beyond what a double holds', () => {
    const body = parseJson('{"valor":90071992547409931234567.89,"titulo":"a"}') as { valor: string };
    expect(es(body.valor)).toBe('$ 90.071.992.547.409.931.234.567,89');
    expect(es('1234.5678')).toBe('$ 1.234,5678');
  });

  it('is told from what is not money', () => {
    const text =
      '{"a":{"valor" : 1.50,"hectareas":22.10},"t":"\\"valor\\":7,","l":[{"valor_atribuido":-3.00},{"valor":null}]}';
    expect(parseJson(text)).toEqual({
      a: { valor: '1.50', hectareas: 22.1 },
      t: '"valor":7,',
      l: [{ valor_atribuido: '-3.00' }, { valor: null }],
    });
    expect(isDecimal('1e5')).toBe(false);
    expect(isDecimal('12.50')).toBe(true);
  });
});
