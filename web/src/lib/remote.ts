/* One answer of the server as a part of the page needs it: loading, ready or failed, never an old answer under a new key. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ApiError } from '../api/errors.ts';

export type Remote<T> =
  | { phase: 'idle' }
  | { phase: 'loading' }
  | { phase: 'ready'; data: T }
  | { phase: 'failed'; error: ApiError };

export class Loader<T> implements ReactiveController {
  answer: Remote<T> = { phase: 'idle' };
  private key: string | null = null;
  private abort: AbortController | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly fetcher: (key: string, signal: AbortSignal) => Promise<T>,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.abort?.abort();
    this.key = null;
  }

  /** Load what `key` stands for; nothing happens when that is what is here already. */
  want(key: string | null): void {
    if (key === this.key) return;
    this.key = key;
    this.abort?.abort();
    if (key === null) this.show({ phase: 'idle' });
    else void this.load(key);
  }

  retry(): void {
    const key = this.key;
    this.key = null;
    this.want(key);
  }

  private async load(key: string): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    this.show({ phase: 'loading' });
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
