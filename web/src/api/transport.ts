/* How a question reaches the server: one request for all who ask the same at once, and the last answers kept, so that a lost server
 * leaves the page with what it said last, and with the date of it. */
import { ApiError, kindOfStatus, problemDetail } from './errors.ts';
import { parseJson } from './json.ts';

/** Set by the service worker on an answer from its store: when the server gave it (HTTP date). */
export const KEPT_HEADER = 'X-Coopmap-Guardado';

/* Answers kept in memory, and the characters of them: a million projects fill an answer like thirty do, but areas and pages of a
 * table add up. The service worker keeps more, over visits. */
const MOST_KEPT = 80;
const MOST_CHARACTERS = 8_000_000;
/** A server that says nothing for so long is a lost one. */
const PATIENCE_MS = 45_000;

/** The server does not answer. */
export interface Outage {
  /** What is in sight is of then, or newer; null: nothing of the server's is in sight. */
  readonly of: Date | null;
}

interface Kept {
  data: unknown;
  at: Date;
  size: number;
}

interface Running {
  answer: Promise<unknown>;
  abort: AbortController;
  waiting: number;
}

/** When the server gave an answer: by its own clock, or by ours where it does not say. */
function dateOf(headers: Headers): Date {
  const said = new Date(headers.get('Date') ?? '');
  return Number.isNaN(said.getTime()) ? new Date() : said;
}

export class Transport {
  private readonly kept = new Map<string, Kept>();
  private readonly running = new Map<string, Running>();
  private size = 0;
  private outage: Outage | null = null;
  private heard: Date | null = null;

  /** Told of every beginning and end of an outage, and when what is in sight turns out to be older. */
  constructor(private readonly lost: (outage: Outage | null) => void = () => {}) {}

  /** The JSON at an address of this origin. The request itself is given up when nobody waits for it any more. */
  json(address: string, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const running = this.running.get(address) ?? this.start(address);
    running.waiting++;
    return new Promise((resolve, reject) => {
      const leave = () => {
        if (--running.waiting === 0) this.drop(address, running);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      running.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  private start(address: string): Running {
    const abort = new AbortController();
    const running: Running = { abort, waiting: 0, answer: Promise.resolve() };
    const timer = setTimeout(() => abort.abort(new ApiError('network', 'timeout')), PATIENCE_MS);
    running.answer = this.ask(address, running).finally(() => {
      clearTimeout(timer);
      if (this.running.get(address) === running) this.running.delete(address);
    });
    this.running.set(address, running);
    return running;
  }

  private drop(address: string, running: Running): void {
    if (this.running.get(address) === running) this.running.delete(address);
    running.abort.abort();
  }

  private async ask(address: string, running: Running): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      const headers = { Accept: 'application/geo+json, application/json' };
      response = await fetch(address, { headers, signal: running.abort.signal });
      text = await response.text();
    } catch (error) {
      if (running.waiting === 0) throw error; // given up, which says nothing about the server
      return this.fallBack(address, new ApiError('network', String(error)));
    }
    if (!response.ok) {
      const failure = new ApiError(kindOfStatus(response.status), problemDetail(text));
      if (failure.kind === 'server' || failure.kind === 'busy') return this.fallBack(address, failure);
      this.tell(null);
      throw failure;
    }
    return this.take(address, response.headers, text);
  }

  private take(address: string, headers: Headers, text: string): unknown {
    let data: unknown;
    try {
      data = parseJson(text);
    } catch {
      throw new ApiError('server', `${address}: not JSON`);
    }
    const old = headers.get(KEPT_HEADER);
    const at = old === null ? dateOf(headers) : new Date(old);
    this.keep(address, { data, at, size: text.length });
    this.heard ??= at;
    if (old === null) {
      this.heard = at;
      this.tell(null);
    } else this.tell(at);
    return data;
  }

  private fallBack(address: string, failure: ApiError): unknown {
    const kept = this.kept.get(address);
    this.tell(kept?.at ?? this.heard ?? 'nothing');
    if (!kept) throw failure;
    return kept.data;
  }

  private keep(address: string, answer: Kept): void {
    this.forget(address);
    this.kept.set(address, answer);
    this.size += answer.size;
    for (const oldest of this.kept.keys()) {
      if (oldest === address || (this.kept.size <= MOST_KEPT && this.size <= MOST_CHARACTERS)) break;
      this.forget(oldest);
    }
  }

  private forget(address: string): void {
    this.size -= this.kept.get(address)?.size ?? 0;
    this.kept.delete(address);
  }

  /* While it lasts, the oldest of what is in sight counts. */
  private tell(of: Date | 'nothing' | null): void {
    if (of === null) {
      if (this.outage === null) return;
      this.outage = null;
    } else {
      const date = of === 'nothing' ? null : of;
      const before = this.outage?.of ?? null;
      if (this.outage && (date === null || (before !== null && before <= date))) return;
      this.outage = { of: date };
    }
    this.lost(this.outage);
  }
}
