/* Amounts and years as people write them. Amounts stay decimal text: never a double. */
import type { Lang } from '../i18n/index.ts';
import { fold } from '../lib/fold.ts';

/* Powers of ten of the words that follow a number. A Spanish "billón" is a million millions. */
const POWERS: Readonly<Record<Lang, readonly (readonly [RegExp, number])[]>> = {
  es: [
    [/^(?:mil ?millones|mmill?)$/, 9],
    [/^(?:billon|billones)$/, 12],
    [/^(?:millon|millones|mill|m)$/, 6],
    [/^(?:mil|k)$/, 3],
  ],
  en: [
    [/^(?:trillion|trillions|tn)$/, 12],
    [/^(?:billion|billions|bn|b)$/, 9],
    [/^(?:million|millions|mn|m)$/, 6],
    [/^(?:thousand|k)$/, 3],
  ],
};

/* 1.500.000,5 in Spanish, 1,500,000.5 in English; both take the other's grouping where it can mean nothing else (two groups). */
function plain(digits: string, lang: Lang): { whole: string; fraction: string } | null {
  const groups = (separator: string, point: string, least: number) =>
    new RegExp(`^(\\d{1,3}(?:\\${separator}\\d{3}){${least},})(?:\\${point}(\\d+))?$`).exec(digits);
  const [own, other] = lang === 'es' ? (['.', ','] as const) : ([',', '.'] as const);
  const match =
    groups(own, other, 1) ??
    new RegExp(`^(\\d+)(?:\\${other}(\\d+))?$`).exec(digits) ??
    groups(other, own, 2) ??
    new RegExp(`^(\\d+)\\${own}(\\d{1,2})$`).exec(digits);
  return match ? { whole: (match[1] ?? '').replace(/\D/g, ''), fraction: match[2] ?? '' } : null;
}

/** "1.500.000", "$ 1,5 millones", "2 mil millones" as the API takes them ("1500000"); null: not an amount of at most 15 digits and two
 * decimals. */
export function readAmount(text: string, lang: Lang): string | null {
  const match = /^(?:\$|cop)?\s*([\d.,]+|\d{1,3}(?:[\s\u00a0\u202f]\d{3})+)\s*([a-z ]*)$/.exec(
    fold(text).replace(/\s+/g, ' '),
  );
  if (!match) return null;
  const word = (match[2] ?? '').replace(/ ?(?:de )?(?:pesos|cop)$/, '').trim();
  const power = word === '' ? 0 : POWERS[lang].find(([name]) => name.test(word))?.[1];
  const number = plain((match[1] ?? '').replace(/[\s\u00a0\u202f]/g, ''), lang);
  if (power === undefined || !number) return null;
  const fraction = number.fraction.padEnd(power, '0');
  const whole = (number.whole + fraction.slice(0, power)).replace(/^0+(?=\d)/, '');
  const cents = fraction.slice(power).replace(/0+$/, '');
  if (whole.length > 15 || cents.length > 2) return null;
  return cents ? `${whole}.${cents}` : whole;
}

/** Plain decimals as their reader writes them: "1500000.5" is "1.500.000,5" in Spanish. */
export function writeAmount(decimal: string, lang: Lang): string {
  const [whole = '', cents] = decimal.split('.');
  const [thousand, point] = lang === 'es' ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousand);
  return cents ? grouped + point + cents : grouped;
}

/** Whether a is more than b, both plain decimals. */
export function isMore(a: string, b: string): boolean {
  const minor = (decimal: string) => {
    const [whole = '0', cents = ''] = decimal.split('.');
    return BigInt(whole + cents.padEnd(2, '0'));
  };
  return minor(a) > minor(b);
}

/** A year, a month or a day, "" for none; null: none of them. */
export function readDate(text: string): string | null {
  const words = text.trim();
  if (words === '') return '';
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(words);
  if (!match) return null;
  const [, year = '', month = '01', day = '01'] = match;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`)
    ? words
    : null;
}

/** An interval as `vigente=` takes it; null: open on both sides. */
export function interval(from: string, to: string): string | null {
  if (from === '' && to === '') return null;
  return from === to ? from : `${from || '..'}/${to || '..'}`;
}

/** Both ends of `vigente=`, "" for an open one. */
export function ends(vigente: string | null): readonly [string, string] {
  if (vigente === null) return ['', ''];
  const [from = '', to = from] = vigente.split('/').map((end) => (end === '..' ? '' : end));
  return [from, to];
}

/** Whether an interval's end lies before its beginning, each to the precision it has. */
export function isReversed(from: string, to: string): boolean {
  const length = Math.min(from.length, to.length);
  return length > 0 && to.slice(0, length) < from.slice(0, length);
}
