/** "23 de noviembre de 2026, 18:20", in the reader's own time. */
export function formatWhen(at: Date, lang: 'es' | 'en'): string {
  const locale = lang === 'es' ? 'es-CO' : 'en-GB';
  return at.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' });
}
