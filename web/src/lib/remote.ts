/* One answer of the server as a part of the page needs it: loading, ready or failed. While the answer to a new question is on its way
 * the last one may stay in sight, marked as what it is (`before`), so that a filter changes a page instead of blanking it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ApiError } from '../api/errors.ts';

export type Remote<T> =
  | { phase: 'idle' }
  | { phase: 'loading'; before?: T }
  | { phase: 'ready'; data: T }
  | { phase: 'failed'; error: ApiError };

const connected = new Set<{ again(): void }>();

/** The server answers again after an outage: all that is in sight is asked for once more, and stays in sight meanwhile. */
export function askAgain(): void {
  for (const loader of connected) loader.again();
}

export class Loader<T> implements ReactiveController {
  answer: Remote<T> = { phase: 'idle' };
  /** Fulfilled when what was asked for last is here, or has failed. */
  settled: Promise<void> = Promise.resolve();
  private key: string | null = null;
  private abort: AbortController | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly fetcher: (key: string, signal: AbortSignal) => Promise<T>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    connected.add(this);
  }

  hostDisconnected(): void {
    connected.delete(this);
    this.abort?.abort();
    this.key = null;
  }

  /** Load what `key` stands for; nothing happens when that is what is here already. `keep`: the same question under another filter,
   * so the last answer stays in sight meanwhile. */
  want(key: string | null, keep = false): void {
    if (key === this.key) return;
    this.key = key;
    this.abort?.abort();
    if (key === null) this.show({ phase: 'idle' });
    else this.settled = this.load(key, keep);
  }

  retry(): void {
    const key = this.key;
    this.key = null;
    this.want(key);
  }

  again(): void {
    if (this.key === null) return;
    this.abort?.abort();
    this.settled = this.load(this.key, true);
  }

  /** The answer, or the last one while its successor loads; null: nothing to show. */
  get seen(): T | null {
    const { answer } = this;
    if (answer.phase === 'ready') return answer.data;
    return answer.phase === 'loading' ? (answer.before ?? null) : null;
  }

  private async load(key: string, keep: boolean): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    const before = keep ? this.seen : null;
    this.show(before === null ? { phase: 'loading' } : { phase: 'loading', before });
    try {
      const data = await this.fetcher(key, abort.signal);
      if (!abort.signal.aborted) this.show({ phase: 'ready', data });
    } catch (error) {
      if (abort.signal.aborted) return;
      this.show({
        phase: 'failed',
        error: error instanceof ApiError ? error : new ApiError('server', String(error)),
      });
    }
  }

  private show(answer: Remote<T>): void {
    this.answer = answer;
    this.host.requestUpdate();
  }
}
