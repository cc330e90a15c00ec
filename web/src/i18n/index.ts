/* The sentences of the page. Each part of it keeps its own, both languages side by side in one file (parts/); what several need is in
 * es.ts and en.ts. */
import { en as enBase } from './en.ts';
import { es as esBase } from './es.ts';
import * as charts from './parts/charts.ts';
import * as facets from './parts/facets.ts';
import * as map from './parts/map.ts';
import * as panel from './parts/panel.ts';
import * as take from './parts/take.ts';

export const LANGS = ['es', 'en'] as const;
export type Lang = (typeof LANGS)[number];

export function isLang(text: string | null | undefined): text is Lang {
  return LANGS.some((lang) => lang === text);
}

/** Spanish unless the reader's browser asks for English before any Spanish. */
export function preferredLang(languages: readonly string[]): Lang {
  for (const tag of languages) {
    const lang = tag.slice(0, 2).toLowerCase();
    if (isLang(lang)) return lang;
  }
  return 'es';
}

const es = { ...esBase, ...facets.es, ...map.es, ...charts.es, ...panel.es, ...take.es };

export type Key = keyof typeof es;
export type Dictionary = Readonly<Record<Key, string>>;
export type Values = Readonly<Record<string, string | number>>;

const en: Dictionary = { ...enBase, ...facets.en, ...map.en, ...charts.en, ...panel.en, ...take.en };

export const DICTIONARIES: Readonly<Record<Lang, Dictionary>> = { es, en };

/** The sentence for `key`, its {names} replaced. A key with `n` takes `key.1` for exactly one. */
export function translate(lang: Lang, key: Key, values: Values = {}): string {
  const dictionary = DICTIONARIES[lang];
  const one = `${key}.1`;
  const text =
    values['n'] === 1 || values['n'] === '1'
      ? ((dictionary as Record<string, string>)[one] ?? dictionary[key])
      : dictionary[key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The label of a coded value ("capa.barrio"); the code itself where the dictionary has none. */
export function label(lang: Lang, list: string, code: string | null | undefined): string {
  if (!code) return translate(lang, 'sin-dato');
  return (DICTIONARIES[lang] as Record<string, string>)[`${list}.${code}`] ?? code;
}
