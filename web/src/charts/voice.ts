/* How the charts say things: sentences, counts and amounts in one language. Pure, so that layouts and sentences are tested without a page. */
import { label, translate, type Key, type Lang, type Values } from '../i18n/index.ts';
import { decimalOf, formatMoney } from '../lib/money.ts';
import { formatNumber } from '../lib/number.ts';

/** Steps of large amounts, in minor units, and their names in the dictionary. A "billón" is 10¹² in Spanish. */
export const UNITS = [
  { key: 'billon', minor: 10n ** 14n },
  { key: 'millardo', minor: 10n ** 11n },
  { key: 'millon', minor: 10n ** 8n },
  { key: 'mil', minor: 10n ** 5n },
  { key: 'uno', minor: 100n },
] as const;
export type Unit = (typeof UNITS)[number];

const size = (minor: bigint) => (minor < 0n ? -minor : minor);

/** The largest unit that an amount reaches. */
export function unitOf(minor: bigint): Unit {
  return UNITS.find((unit) => size(minor) >= unit.minor) ?? UNITS[UNITS.length - 1]!;
}

/** `a ÷ b` to whole numbers, halves away from zero. */
function rounded(a: bigint, b: bigint): bigint {
  const half = (size(a) * 2n + b) / (2n * b);
  return a < 0n ? -half : half;
}

/** A sentence begins with a capital letter, whatever it begins with. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export class Voice {
  constructor(
    readonly lang: Lang,
    readonly currency = 'COP',
  ) {}

  t(key: Key, values?: Values): string {
    return translate(this.lang, key, values);
  }

  label(list: string, code: string | null): string {
    return label(this.lang, list, code);
  }

  /** Null: nobody says how many. */
  number(value: number | null): string {
    return value === null ? this.t('sin-dato') : formatNumber(value, this.lang);
  }

  count(key: Key, n: number, more: Values = {}): string {
    return this.t(key, { ...more, n: n === 1 ? 1 : this.number(n) });
  }

  /** To the centavo. */
  money(minor: bigint | null): string {
    return minor === null ? this.t('sin-dato') : formatMoney(decimalOf(minor), this.currency, this.lang);
  }

  /** "14,1" of an amount in `unit`: one decimal below a hundred. */
  inUnit(minor: bigint, unit: Unit): string {
    const tenths = rounded(minor * 10n, unit.minor);
    if (tenths === 0n && minor !== 0n) return `<${this.lang === 'es' ? '0,1' : '0.1'}`;
    if (size(tenths) >= 1000n) return formatNumber(Number(rounded(minor, unit.minor)), this.lang);
    const [whole, rest] = [size(tenths) / 10n, size(tenths) % 10n];
    const fraction = rest === 0n && unit.key === 'uno' ? '' : `${this.lang === 'es' ? ',' : '.'}${rest}`;
    return `${tenths < 0n ? '−' : ''}${whole}${fraction}`;
  }

  /** "$ 14,1 mil millones": to be taken in at a glance; the exact amount is always near. */
  short(minor: bigint | null): string {
    if (minor === null) return this.t('sin-dato');
    const [sign, minus] = [this.lang === 'es' && this.currency === 'COP' ? '$' : this.currency, minor < 0n];
    const unit = unitOf(minor);
    const name = unit.key === 'uno' ? '' : this.t(`graficos.unidad.${unit.key}`);
    return `${minus ? '−' : ''}${sign}\u00a0${this.inUnit(size(minor), unit)}${name && `\u00a0${name}`}`;
  }

  /** What an axis in `unit` counts: "miles de millones de pesos". */
  axis(unit: Unit): string {
    const money = this.currency === 'COP' ? this.t('graficos.pesos') : this.currency;
    return this.t(`graficos.eje.${unit.key}`, { moneda: money });
  }

  /** "el 49 %", never 0 of something nor 100 of not everything. */
  share(part: bigint, whole: bigint): string {
    if (whole === 0n) return this.t('sin-dato');
    if (part === whole) return this.t('graficos.parte', { n: 100 });
    const percent = rounded(part * 100n, whole);
    if (part > 0n && percent < 1n) return this.t('graficos.parte.menos');
    if (part < whole && percent >= 100n) return this.t('graficos.parte.mas');
    return this.t('graficos.parte', { n: String(percent).replace('-', '−') });
  }
}
