/* What a plain page says when there is no connection. */
import { formatWhen } from '../lib/when.ts';

const SAID = {
  es: {
    kept: (date: string) => `Sin conexión con el servidor. Esta página es la guardada el ${date}.`,
    title: 'Sin conexión',
    never: 'Esta página no se había abierto antes, y no se puede mostrar sin conexión.',
    back: 'Volver al mapa',
  },
  en: {
    kept: (date: string) => `The server does not answer. This is the page as kept on ${date}.`,
    title: 'No connection',
    never: 'This page had not been opened before, and cannot be shown without a connection.',
    back: 'Back to the map',
  },
} as const;

const langOf = (url: URL) => (url.searchParams.get('lang') === 'en' ? 'en' : 'es');

/** The kept page with a sentence about its age before all it says. */
export function dated(html: string, at: Date, url: URL): string {
  const lang = langOf(url);
  const notice = `<p class="aviso" role="status">${SAID[lang].kept(formatWhen(at, lang))}</p>`;
  return html.replace(/<main\b[^>]*>/, (main) => main + notice);
}

/** In place of a page that is not kept. No word of the address goes into it. */
export function missing(url: URL): string {
  const lang = langOf(url);
  const { title, never, back } = SAID[lang];
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/pagina.css"></head><body><main><h1>${title}</h1><p>${never}</p><p><a href="/?lang=${lang}">${back}</a></p></main></body></html>`;
}
