/* One store for the page. Every change ends in the address; the browser's "back" is a change like any other. */
import type { Outage } from '../api/transport.ts';
import type { Lang } from '../i18n/index.ts';
import { changed, formatAddress, parseAddress, type Change, type State } from './address.ts';
import { filterPairs, formatFilter, NO_FILTER, without, type Ignored } from './filter.ts';
import type { View } from './view.ts';

export type Listener = (state: State, before: State) => void;

/* What of the view deserves an entry in the browser's history, as every change of the filter does; moving the map does not. */
const STEPS: readonly (keyof View)[] = ['vista', 'proyecto', 'actor', 'punto', 'capa', 'medida'];

export class Store {
  private current: State;
  private lost: Outage | null = null;
  private readonly listeners = new Set<Listener>();
  /** Whether the present state was reached by "back" or "forward". */
  returned = false;

  constructor(
    private readonly page: Window,
    private readonly usualLang: Lang,
  ) {
    this.current = this.read();
    this.write(this.current, false); // an address of the first version becomes one of this
    const again = () => {
      this.returned = true;
      this.apply(this.read());
    };
    page.addEventListener('popstate', again);
    page.addEventListener('hashchange', again);
  }

  get state(): State {
    return this.current;
  }

  set(change: Change): void {
    const before = this.current;
    const next = changed(before, change);
    this.returned &&= !isStep(before, next);
    if (this.address(next) !== this.address(before)) this.write(next, isStep(before, next));
    this.apply(next);
  }

  /** No filter, nothing selected; the same view otherwise. */
  clear(): void {
    this.set({ filter: NO_FILTER, view: { proyecto: null, actor: null, punto: null, en_vista: false } });
  }

  /** The server does not take `key` (of that value; null: whichever): what the filter has of it leaves, and the page says so.
   * False if the filter has no such thing. */
  refuse(key: string, value: string | null, reason: string): boolean {
    const refused = filterPairs(this.current.filter).filter(
      ([k, v]) => k === key && (value === null || v === value),
    );
    if (refused.length === 0) return false;
    const filter = refused.reduce((rest, [k, v]) => without(rest, k, v), this.current.filter);
    const ignored: Ignored[] = refused.map(([k, v]) => ({ key: k, value: v, reason }));
    const next = { ...this.current, filter };
    this.write(next, false);
    this.apply({ ...next, ignored: [...next.ignored, ...ignored] });
    return true;
  }

  /** The server does not answer, and of when is what is in sight; null: it answers. */
  get outage(): Outage | null {
    return this.lost;
  }

  /** Have every part drawn again: something that it shows, other than the state, has changed. */
  refresh(): void {
    this.tell(this.current);
  }

  setOutage(outage: Outage | null): void {
    this.lost = outage;
    this.tell(this.current);
  }

  /** The reader has seen what was ignored. */
  acknowledge(): void {
    this.apply({ ...this.current, ignored: [] });
  }

  /** The address that a change would give: for real links. */
  link(change: Change): string {
    return `/${this.address(changed(this.current, change))}`;
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private read(): State {
    return parseAddress(this.page.location.search, this.page.location.hash, this.usualLang);
  }

  private address(state: State): string {
    return formatAddress(state, this.usualLang);
  }

  private write(state: State, step: boolean): void {
    const address = this.page.location.pathname + this.address(state);
    if (step) this.page.history.pushState(null, '', address);
    else this.page.history.replaceState(null, '', address);
  }

  private apply(next: State): void {
    const before = this.current;
    if (JSON.stringify(before) === JSON.stringify(next)) return;
    this.current = next;
    this.tell(before);
  }

  private tell(before: State): void {
    for (const listener of this.listeners) listener(this.current, before);
  }
}

/* With "only what is in view" on, bbox moves with the map: that alone is no step. */
function isStep(before: State, next: State): boolean {
  const asked = ({ filter, view }: State) =>
    formatFilter(view.en_vista && before.view.en_vista ? { ...filter, bbox: null } : filter);
  return (
    before.lang !== next.lang ||
    asked(before) !== asked(next) ||
    STEPS.some((key) => JSON.stringify(before.view[key]) !== JSON.stringify(next.view[key]))
  );
}
