import type { Lang } from '../i18n/index.ts';

const LOCALES: Record<Lang, string> = { es: 'es-CO', en: 'en-US' };

/* Making a format costs a hundred times what using one does. */
const formats = new Map<string, Intl.NumberFormat>();

const THOUSANDS: Record<Lang, string> = { es: '.', en: ',' };

export function formatNumber(value: number, lang: Lang, decimals = 0): string {
  /* Most are whole, and the first format of a page takes as long to make as the rest of its first view. */
  if (Number.isSafeInteger(value)) return String(value).replace(/\B(?=(?:\d{3})+$)/g, THOUSANDS[lang]);
  const key = `${lang} ${decimals}`;
  let format = formats.get(key);
  if (!format) {
    const options = { maximumFractionDigits: decimals, useGrouping: 'always' } as Intl.NumberFormatOptions;
    formats.set(key, (format = new Intl.NumberFormat(LOCALES[lang], options)));
  }
  return format.format(value);
}

const PATTERNS: { date: RegExp; options: Intl.DateTimeFormatOptions }[] = [
  { date: /^\d{4}-\d\d-\d\d$/, options: { day: 'numeric', month: 'long', year: 'numeric' } },
  { date: /^\d{4}-\d\d$/, options: { month: 'long', year: 'numeric' } },
];

/** An ISO date to the precision it has: "2011-07-06", "2011-07", "2011". */
export function formatDate(iso: string, lang: Lang): string {
  const pattern = PATTERNS.find(({ date }) => date.test(iso));
  if (!pattern) return iso;
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  return new Intl.DateTimeFormat(LOCALES[lang], { ...pattern.options, timeZone: 'UTC' }).format(
    Date.UTC(year, month - 1, day),
  );
}
