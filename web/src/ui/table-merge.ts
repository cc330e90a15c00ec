/* Rows of several sorted sources as one sorted list, a page at a time. A source is asked for more only when its next row is needed. */
import type { Page } from '../api/types.ts';

export interface Source<P> {
  first(signal: AbortSignal): Promise<Page<P>>;
  next(page: Page<P>, signal: AbortSignal): Promise<Page<P>>;
}

interface Head<P> {
  source: Source<P>;
  page: Page<P>;
  at: number;
}

const follows = (page: Page<unknown>): boolean => page.links?.some(({ rel }) => rel === 'next') ?? false;

export class Merged<P> {
  private heads: Head<P>[] = [];

  constructor(
    private readonly sources: readonly Source<P>[],
    private readonly compare: (a: P, b: P) => number,
  ) {}

  async start(signal: AbortSignal): Promise<void> {
    const pages = await Promise.all(this.sources.map((source) => source.first(signal)));
    this.heads = this.sources.map((source, i) => ({ source, page: pages[i] as Page<P>, at: 0 }));
  }

  /** All that the sources hold, as they said at the start; each row is in one of them. */
  get total(): number {
    return this.heads.reduce((sum, { page }) => sum + (page.numberMatched ?? page.numberReturned), 0);
  }

  get done(): boolean {
    return this.heads.every(({ page, at }) => at >= page.features.length && !follows(page));
  }

  /** The next rows, `n` at most. What an aborted or failed call has taken is not lost: nothing moves before all pages are here. */
  async take(n: number, signal: AbortSignal): Promise<P[]> {
    const rows: P[] = [];
    const ahead = this.heads.map((head) => ({ ...head }));
    while (rows.length < n) {
      await Promise.all(ahead.map((head) => this.refill(head, signal)));
      const best = this.first(ahead);
      if (!best) break;
      rows.push((best.page.features[best.at++] as { properties: P }).properties);
    }
    this.heads = ahead;
    return rows;
  }

  private async refill(head: Head<P>, signal: AbortSignal): Promise<void> {
    while (head.at >= head.page.features.length && follows(head.page)) {
      const { numberMatched } = head.page;
      const page = await head.source.next(head.page, signal);
      head.page = { ...page, ...(numberMatched === undefined ? {} : { numberMatched }) };
      head.at = 0;
    }
  }

  private first(heads: readonly Head<P>[]): Head<P> | null {
    let best: Head<P> | null = null;
    for (const head of heads) {
      const row = head.page.features[head.at]?.properties;
      const least = best?.page.features[best.at]?.properties;
      if (row !== undefined && (least === undefined || this.compare(row, least) < 0)) best = head;
    }
    return best;
  }
}
