/* Where the reader was: "back" brings the scrolling and the focus of a part back with its state. The place is kept for this visit, by
 * what the part showed; the content that it needs may come later, so it is tried until it is there or the reader does something else. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Spot {
  top: number;
  page: number;
  /** The words of the link or button that had the focus. */
  words: string | null;
}

const MOST_KEPT = 60;
const TRIES = 40;
const PAUSE_MS = 50;

type Host = ReactiveControllerHost & HTMLElement;

const FOCUSABLE = 'a[href], button, summary';

export class Places implements ReactiveController {
  private readonly kept = new Map<string, Spot>();
  private shown: string | null = null;
  private going = false;
  private timer = 0;

  constructor(
    private readonly host: Host,
    /** What the part shows now: another value is another content. */
    private readonly key: () => string,
  ) {
    host.addController(this);
  }

  /** Whether the present content was reached by "back" or "forward". */
  get returning(): boolean {
    return this.going;
  }

  hostConnected(): void {
    addEventListener('popstate', this.leave, { capture: true });
    addEventListener('wheel', this.stop, { passive: true });
    addEventListener('pointerdown', this.stop, { capture: true });
    addEventListener('keydown', this.stop, { capture: true });
    addEventListener('click', this.note, { capture: true });
  }

  hostDisconnected(): void {
    this.note();
    this.stop();
    removeEventListener('popstate', this.leave, { capture: true });
    removeEventListener('wheel', this.stop);
    removeEventListener('pointerdown', this.stop, { capture: true });
    removeEventListener('keydown', this.stop, { capture: true });
    removeEventListener('click', this.note, { capture: true });
  }

  hostUpdated(): void {
    const now = this.key();
    if (now === this.shown) return;
    this.shown = now;
    const spot = this.going ? this.kept.get(now) : undefined;
    if (spot) this.restore(spot, TRIES);
    else this.going = false;
  }

  /* Before the state changes: what is followed by a click, or left by "back". */
  private readonly note = (): void => {
    if (this.shown === null) return;
    const active = document.activeElement;
    this.kept.delete(this.shown);
    this.kept.set(this.shown, {
      top: this.host.scrollTop,
      page: document.scrollingElement?.scrollTop ?? 0,
      words: active && this.host.contains(active) ? words(active) : null,
    });
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as string);
  };

  private readonly leave = (): void => {
    this.note();
    this.going = true;
  };

  private readonly stop = (): void => {
    clearTimeout(this.timer);
    this.going = false;
  };

  private restore(spot: Spot, tries: number): void {
    const { host } = this;
    host.scrollTop = spot.top;
    if (Math.abs((document.scrollingElement?.scrollTop ?? 0) - spot.page) > 1)
      document.scrollingElement?.scrollTo(0, spot.page);
    const link = spot.words
      ? Array.from(host.querySelectorAll<HTMLElement>(FOCUSABLE)).find((one) => words(one) === spot.words)
      : null;
    link?.focus({ preventScroll: true });
    const there = Math.abs(host.scrollTop - spot.top) < 2 && (spot.words === null || Boolean(link));
    if (there || tries === 0) this.going = false;
    else this.timer = window.setTimeout(() => this.restore(spot, tries - 1), PAUSE_MS);
  }
}

const words = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
