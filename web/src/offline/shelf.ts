/* A bounded store of answers over the browser's Cache: what is put in is dated by the server's clock and sized. */
import { KEPT_HEADER } from '../api/transport.ts';
import { Ledger, type Bounds } from './ledger.ts';

const SIZE_HEADER = 'X-Coopmap-Bytes';
/* One answer may fill this part of its shelf. */
const LARGEST = 0.25;

export class Shelf {
  private opened: Promise<{ cache: Cache; ledger: Ledger }> | null = null;

  constructor(
    private readonly name: string,
    private readonly bounds: Bounds,
  ) {}

  async get(address: string): Promise<Response | undefined> {
    /* The language is in the address; other headers that an answer varies with are always the same ones. */
    return (await this.open()).cache.match(address, { ignoreVary: true });
  }

  /** Keep a copy of a whole, good answer. */
  async put(address: string, answer: Response): Promise<void> {
    if (answer.status !== 200 || answer.type !== 'basic') return;
    const body = await answer.arrayBuffer();
    if (body.byteLength > this.bounds.bytes * LARGEST) return;
    const headers = new Headers(answer.headers);
    for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name);
    headers.set(KEPT_HEADER, headers.get('Date') ?? new Date().toUTCString());
    headers.set(SIZE_HEADER, String(body.byteLength));
    const { cache, ledger } = await this.open();
    await cache.put(address, new Response(body, { headers }));
    await Promise.all(ledger.add(address, body.byteLength).map((old) => cache.delete(old)));
  }

  async clear(): Promise<void> {
    this.opened = null;
    await caches.delete(this.name);
  }

  private open(): Promise<{ cache: Cache; ledger: Ledger }> {
    this.opened ??= this.read().catch((error: unknown) => {
      this.opened = null;
      throw error;
    });
    return this.opened;
  }

  /* The browser lists entries oldest first. */
  private async read(): Promise<{ cache: Cache; ledger: Ledger }> {
    const cache = await caches.open(this.name);
    const ledger = new Ledger(this.bounds);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request, { ignoreVary: true });
      const { pathname, search } = new URL(request.url);
      ledger.add(pathname + search, Number(answer?.headers.get(SIZE_HEADER) ?? 0));
    }
    return { cache, ledger };
  }
}
