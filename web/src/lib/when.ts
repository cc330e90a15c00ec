/** "23 de noviembre de 2026, 6:20 a. m.", in the reader's own time. */
export function formatWhen(at: Date, lang: 'es' | 'en'): string {
  const locale = lang === 'es' ? 'es-CO' : 'en-GB';
  return at.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });
}
