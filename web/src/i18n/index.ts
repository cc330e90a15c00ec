/* The sentences of the page, by language and part of it. A reader gets one language; the other comes when it is asked for. */
import type { dictionary as spanish } from './es/index.ts';

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

export type Key = keyof typeof spanish;
export type Dictionary = Readonly<Record<Key, string>>;
export type Values = Readonly<Record<string, string | number>>;

const loaded: Partial<Record<Lang, Dictionary>> = {};
const LOAD: Readonly<Record<Lang, () => Promise<{ dictionary: Dictionary }>>> = {
  es: () => import('./es/index.ts'),
  en: () => import('./en/index.ts'),
};

export const isLoaded = (lang: Lang): boolean => loaded[lang] !== undefined;

/** To be waited for once before the first sentence. */
export async function loadDictionary(lang: Lang): Promise<void> {
  loaded[lang] ??= (await LOAD[lang]()).dictionary;
}

/* Until the language that was asked for is here, the one that is. */
function dictionaryOf(lang: Lang): Dictionary {
  const dictionary = loaded[lang] ?? loaded.es ?? loaded.en;
  if (!dictionary) throw new Error('loadDictionary comes first');
  return dictionary;
}

/** Whether there is a sentence of that name. */
export const isKey = (name: string): name is Key => name in dictionaryOf('es');

/** The sentence for `key`, its {names} replaced. A key with `n` takes `key.1` for exactly one. */
export function translate(lang: Lang, key: Key, values: Values = {}): string {
  const dictionary = dictionaryOf(lang);
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
  return (dictionaryOf(lang) as Record<string, string>)[`${list}.${code}`] ?? code;
}
