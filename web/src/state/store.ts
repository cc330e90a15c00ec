/* One store for the page. Every change ends in the address; the browser's "back" is a change like any other. */
import { formatState, parseState, type State } from './url.ts';
import type { Lang } from '../i18n/index.ts';

export type Listener = (state: State, before: State) => void;

/* What deserves an entry in the browser's history; moving the map or typing does not. */
const STEPS: readonly (keyof State)[] = ['area', 'proyecto', 'actor', 'punto', 'capa', 'lang'];

export class Store {
  private current: State;
  private readonly listeners = new Set<Listener>();

  constructor(
    private readonly page: Window,
    private readonly fallbackLang: Lang,
  ) {
    this.current = parseState(page.location.search, fallbackLang);
    page.addEventListener('popstate', () => this.apply(parseState(page.location.search, fallbackLang)));
  }

  get state(): Readonly<State> {
    return this.current;
  }

  set(change: Partial<State>): void {
    const before = this.current;
    const next = { ...before, ...change };
    const search = formatState(next, this.fallbackLang);
    if (search !== formatState(before, this.fallbackLang)) {
      const step = STEPS.some((key) => JSON.stringify(next[key]) !== JSON.stringify(before[key]));
      const address = `${this.page.location.pathname}${search}`;
      if (step) this.page.history.pushState(null, '', address);
      else this.page.history.replaceState(null, '', address);
    }
    this.apply(next);
  }

  /** The address that a change would give: for real links. */
  link(change: Partial<State>): string {
    return `/${formatState({ ...this.current, ...change }, this.fallbackLang)}`;
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private apply(next: State): void {
    const before = this.current;
    if (JSON.stringify(before) === JSON.stringify(next)) return;
    this.current = next;
    for (const listener of this.listeners) listener(next, before);
  }
}
