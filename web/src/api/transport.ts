/* How a question reaches the server: one request for all who ask the same at once, and the last answers kept, so that a lost server
 * leaves the page with what it said last, and with the date of it. */
import { ApiError, kindOfStatus, problemDetail } from './errors.ts';
import { parseJson } from './json.ts';

/** Set by the service worker on an answer from its store: when the server gave it (HTTP date). */
export const KEPT_HEADER = 'X-Coopmap-Guardado';
/** Answers kept in memory; the service worker keeps more, over visits. */
const KEPT = 60;

interface Kept {
  data: unknown;
  at: Date;
}

export type Outage = Date | null;

export class Transport {
  private readonly kept = new Map<string, Kept>();
  private readonly running = new Map<string, Promise<unknown>>();
  private since: Outage = null;

  /** `lost`: the answers in sight are of that date, because the server does not answer; null: it does again. */
  constructor(private readonly lost: (outage: Outage) => void = () => {}) {}

  /** The JSON at an address of this origin. Aborting gives up waiting, not the request: another part may want it. */
  async json(address: string, signal: AbortSignal): Promise<unknown> {
    let running = this.running.get(address);
    if (!running) {
      running = this.ask(address).finally(() => this.running.delete(address));
      this.running.set(address, running);
    }
    const data = await running;
    signal.throwIfAborted();
    return data;
  }

  private async ask(address: string): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(address, { headers: { Accept: 'application/geo+json, application/json' } });
      text = await response.text();
    } catch (error) {
      return this.fallBack(address, new ApiError('network', String(error)));
    }
    if (!response.ok) {
      const failure = new ApiError(kindOfStatus(response.status), problemDetail(text));
      if (failure.kind === 'server' || failure.kind === 'busy') return this.fallBack(address, failure);
      this.tell(null);
      throw failure;
    }
    const old = response.headers.get(KEPT_HEADER);
    this.tell(old === null ? null : new Date(old));
    try {
      return this.keep(address, parseJson(text));
    } catch {
      throw new ApiError('server', `${address}: not JSON`);
    }
  }

  private fallBack(address: string, failure: ApiError): unknown {
    const kept = this.kept.get(address);
    if (!kept) throw failure;
    this.tell(kept.at);
    return kept.data;
  }

  private keep(address: string, data: unknown): unknown {
    this.kept.delete(address);
    this.kept.set(address, { data, at: new Date() });
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value as string);
    return data;
  }

  private tell(outage: Outage): void {
    if (outage?.getTime() === this.since?.getTime()) return;
    this.since = outage;
    this.lost(outage);
  }
}
