/* Money stays the decimal text the server sent: never a double, never added here. */
import type { Lang } from '../i18n/index.ts';

/** Plain decimal text, "12386206436.05". */
export type Decimal = string & { readonly decimal: unique symbol };

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;
const SIGNS: Record<string, string> = { COP: '$' };

export function isDecimal(text: string): text is Decimal {
  return PLAIN.test(text);
}

function grouped(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator);
}

/** es: "$ 12.386.206.436,05", "EUR 11.600.000,00"; en: "COP 12,386,206,436.05". Two decimals at least, none lost. */
export function formatMoney(value: Decimal, currency: string, lang: Lang): string {
  const match = PLAIN.exec(value);
  if (!match) return value;
  const [, minus = '', whole = '0', fraction = ''] = match;
  const cents = fraction.padEnd(2, '0').replace(/(\d\d.*?)0+$/, '$1');
  const sign = lang === 'es' ? (SIGNS[currency] ?? currency) : currency;
  const [thousand, point] = lang === 'es' ? ['.', ','] : [',', '.'];
  return `${minus ? '−' : ''}${sign}\u00a0${grouped(whole.replace(/^0+(?=\d)/, ''), thousand)}${point}${cents}`;
}

export const isZero = (value: Decimal): boolean => /^-?0+(\.0+)?$/.test(value);

/** Minor units of an amount, exact: what is added or compared. */
export function minorOf(value: Decimal): bigint {
  const [, minus = '', whole = '0', fraction = ''] = PLAIN.exec(value) ?? [];
  const minor = BigInt(whole) * 100n + BigInt(fraction.slice(0, 2).padEnd(2, '0'));
  return minus ? -minor : minor;
}

/** "12386206436.05" of 1238620643605n. */
export function decimalOf(minor: bigint): Decimal {
  const digits = String(minor < 0n ? -minor : minor).padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}` as Decimal;
}
