/* Where the reader was: "back" brings the scrolling and the focus of a part back with its state. The place is kept for this visit, by
 * what the part showed; the content that it needs may come later, so it is tried until it is there or the reader does something else. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Page } from './part.ts';

interface Spot {
  top: number;
  page: number;
  /** The words of the link or button that had the focus. */
  words: string | null;
}

const MOST_KEPT = 60;
const TRIES = 40;
const PAUSE_MS = 50;

type Host = ReactiveControllerHost & HTMLElement & { readonly page: Page };

/* What still comes moves what is below it. */
const LOADING = '[aria-busy="true"], .esqueleto, .cargando';
const FOCUSABLE = 'a[href], button, summary';

export class Places implements ReactiveController {
  private readonly kept = new Map<string, Spot>();
  private shown: string | null = null;
  private timer = 0;
  private unsubscribe: (() => void) | null = null;

  constructor(
    private readonly host: Host,
    /** What the part shows now: another value is another content. */
    private readonly key: () => string,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.unsubscribe = this.host.page.store.subscribe(this.note);
    for (const kind of ['wheel', 'pointerdown', 'keydown'])
      addEventListener(kind, this.stop, { capture: true, passive: true });
  }

  hostDisconnected(): void {
    this.stop();
    this.unsubscribe?.();
    for (const kind of ['wheel', 'pointerdown', 'keydown'])
      removeEventListener(kind, this.stop, { capture: true });
  }

  hostUpdated(): void {
    const now = this.key();
    if (now === this.shown) return;
    this.shown = now;
    this.stop();
    const spot = this.host.page.store.returned ? this.kept.get(now) : undefined;
    if (spot) this.restore(spot, TRIES);
  }

  /* The state has changed and is not drawn yet: what is in sight is what the reader leaves. */
  private readonly note = (): void => {
    if (this.shown === null || this.shown === this.key()) return;
    const active = document.activeElement;
    this.kept.delete(this.shown);
    this.kept.set(this.shown, {
      top: this.host.scrollTop,
      page: document.scrollingElement?.scrollTop ?? 0,
      words: active && this.host.contains(active) ? words(active) : null,
    });
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as string);
  };

  private readonly stop = (): void => clearTimeout(this.timer);

  private restore(spot: Spot, tries: number): void {
    const { host } = this;
    host.scrollTop = spot.top;
    if (Math.abs((document.scrollingElement?.scrollTop ?? 0) - spot.page) > 1)
      document.scrollingElement?.scrollTo(0, spot.page);
    const link = spot.words
      ? Array.from(host.querySelectorAll<HTMLElement>(FOCUSABLE)).find((one) => words(one) === spot.words)
      : null;
    link?.focus({ preventScroll: true });
    const there =
      Math.abs(host.scrollTop - spot.top) < 2 &&
      (spot.words === null || Boolean(link)) &&
      host.querySelector(LOADING) === null;
    if (!there && tries > 0) this.timer = window.setTimeout(() => this.restore(spot, tries - 1), PAUSE_MS);
  }
}

const words = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
