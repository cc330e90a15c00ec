/* The state of the page and its address. `/?tema=vivienda&area=el-pozon&lang=en#vista=graficos`: the query is the filter, as the API
 * takes it; the fragment is the view. */
import { isLang, type Lang } from '../i18n/index.ts';
import { formatFilter, parseFilter, type Filter, type Ignored } from './filter.ts';
import { formatView, isViewKey, parseView, type View } from './view.ts';

export interface State {
  readonly lang: Lang;
  readonly filter: Filter;
  readonly view: View;
  /** What of the address could not be read. */
  readonly ignored: readonly Ignored[];
}

export interface Change {
  lang?: Lang;
  filter?: Partial<Filter>;
  view?: Partial<View>;
}

/** An address is never refused: what cannot be read is told in `ignored`. Keys of the view are also read from the query, where
 * the first version of the page had them. */
export function parseAddress(search: string, hash: string, usualLang: Lang): State {
  const ignored: Ignored[] = [];
  const query = new URLSearchParams(search);
  const moved = [...query].filter(([key]) => isViewKey(key));
  for (const [key] of moved) query.delete(key);
  const lang = query.get('lang');
  if (lang && !isLang(lang)) ignored.push({ key: 'lang', value: lang, reason: null });
  const fragment = hash.replace(/^#/, '');
  /* A fragment without "=" is a place in the page (a skip link), not a view. */
  const pairs = fragment.includes('=') ? [...new URLSearchParams(fragment)] : [];
  return {
    lang: isLang(lang) ? lang : usualLang,
    filter: parseFilter(query.toString(), ignored),
    view: parseView([...moved, ...pairs], ignored),
    ignored,
  };
}

/** The query with "?", "" for none. The language only where it is not the reader's own. */
export function formatSearch({ filter, lang }: Pick<State, 'filter' | 'lang'>, usualLang: Lang): string {
  const parts = [formatFilter(filter), lang === usualLang ? '' : `lang=${lang}`].filter(Boolean);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** Query and fragment. */
export function formatAddress(state: Pick<State, 'filter' | 'view' | 'lang'>, usualLang: Lang): string {
  const view = formatView(state.view);
  return formatSearch(state, usualLang) + (view ? `#${view}` : '');
}

export function changed(state: State, { lang, filter, view }: Change): State {
  return {
    lang: lang ?? state.lang,
    filter: filter ? { ...state.filter, ...filter } : state.filter,
    view: view ? { ...state.view, ...view } : state.view,
    ignored: state.ignored,
  };
}
