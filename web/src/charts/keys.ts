/* One stop of the Tab key for a whole drawing; inside it the arrows go from mark to mark, by where they are. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Mark } from './drawing.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Which of `spots` a key leads to from number `at`. Where nothing lies in that direction, the next or the one before. */
export function neighbour(spots: readonly Spot[], at: number, key: string): number {
  if (key === 'Home') return 0;
  if (key === 'End') return spots.length - 1;
  const direction = DIRECTIONS[key];
  const from = spots[at];
  if (!direction || !from) return at;
  const [dx, dy] = direction;
  let best = -1;
  let least = Infinity;
  spots.forEach((spot, i) => {
    const along = (spot.x - from.x) * dx + (spot.y - from.y) * dy;
    const across = Math.abs((spot.x - from.x) * dy) + Math.abs((spot.y - from.y) * dx);
    if (i === at || along < 1 || along < across * 0.5) return;
    const far = along + across * 3;
    if (far < least) [best, least] = [i, far];
  });
  if (best >= 0) return best;
  return Math.max(0, Math.min(spots.length - 1, at + dx + dy));
}

/** Whether a key is one that moves. */
export const moves = (key: string): boolean => key in DIRECTIONS || key === 'Home' || key === 'End';

export class Roving implements ReactiveController {
  private active: string | null = null;
  private keys: readonly string[] = [];

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {}

  /** The marks of this drawing, before any of them is drawn. */
  hold(marks: readonly Mark[]): void {
    this.keys = marks.map(({ key }) => key);
  }

  tab({ key }: Mark): number {
    const active = this.active !== null && this.keys.includes(this.active) ? this.active : this.keys[0];
    return key === active ? 0 : -1;
  }

  readonly focused = (event: FocusEvent): void => {
    const mark = (event.target as Element).closest('[data-marca]');
    const key = mark?.getAttribute('data-marca') ?? null;
    if (key === null || key === this.active) return;
    this.active = key;
    this.host.requestUpdate();
  };

  readonly pressed = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || !moves(event.key)) return;
    const marks = [...(event.currentTarget as Element).querySelectorAll<SVGElement>('[data-marca]')];
    const at = marks.findIndex((mark) => mark === (event.target as Element).closest('[data-marca]'));
    if (at < 0) return;
    event.preventDefault();
    const spots = marks.map((mark) => {
      const box = mark.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    marks[neighbour(spots, at, event.key)]?.focus();
  };
}
