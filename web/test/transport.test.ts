import { afterEach, describe, expect, it, vi } from 'vitest';
import { Client } from '../src/api/client.ts';
import { KEPT_HEADER, Transport, type Outage } from '../src/api/transport.ts';
import { NO_FILTER } from '../src/state/filter.ts';

const never = new AbortController().signal;
const answers = (...list: (Response | Error)[]) => {
  const fetch = vi.fn(async () => {
    const next = list.shift() ?? new Error('nothing more');
    if (next instanceof Error) throw next;
    return next;
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
};

afterEach(() => vi.unstubAllGlobals());

describe('the transport', () => {
  it('asks once for all who ask at once', async () => {
    const fetch = answers(new Response('{"a":1}'));
    const transport = new Transport();
    const both = await Promise.all([transport.json('/x', never), transport.json('/x', never)]);
    expect(both).toEqual([{ a: 1 }, { a: 1 }]);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('gives the last answer, and its date, while the server is lost', async () => {
    const told: (Outage | null)[] = [];
    answers(
      new Response('{"a":1}'),
      new Error('refused'),
      new Response('', { status: 503 }),
      new Response('{"a":2}'),
    );
    const transport = new Transport((outage) => told.push(outage));
    await transport.json('/x', never);
    expect(await transport.json('/x', never)).toEqual({ a: 1 });
    expect(await transport.json('/x', never)).toEqual({ a: 1 });
    expect(told).toEqual([{ of: expect.any(Date) }]);
    expect(await transport.json('/x', never)).toEqual({ a: 2 });
    expect(told.at(-1)).toBeNull();
  });

  it('dates what is in sight by the oldest of it, in the server’s time', async () => {
    const told: (Outage | null)[] = [];
    const [early, late] = ['Mon, 23 Nov 2026 11:00:00 GMT', 'Mon, 23 Nov 2026 12:00:00 GMT'];
    const dated = (date: string) => new Response('{}', { headers: { Date: date } });
    answers(dated(early), dated(late), new Error('refused'), new Error('refused'), new Error('refused'));
    const transport = new Transport((outage) => told.push(outage));
    await transport.json('/early', never);
    await transport.json('/late', never);
    await transport.json('/late', never);
    expect(told).toEqual([{ of: new Date(late) }]);
    await transport.json('/early', never);
    await transport.json('/late', never);
    expect(told.slice(1)).toEqual([{ of: new Date(early) }]);
  });

  it('fails where nothing was kept, and says that the server is lost', async () => {
    const told: (Outage | null)[] = [];
    answers(new Error('refused'));
    const transport = new Transport((outage) => told.push(outage));
    await expect(transport.json('/x', never)).rejects.toMatchObject({ kind: 'network' });
    expect(told).toEqual([{ of: null }]);
  });

  it('gives a request up when nobody waits for it, and takes that for no outage', async () => {
    const signals: AbortSignal[] = [];
    const hanging = vi.fn(
      (_address: string, { signal }: { signal: AbortSignal }) =>
        new Promise<Response>((_, reject) => {
          signals.push(signal);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    vi.stubGlobal('fetch', hanging);
    const told = vi.fn();
    const transport = new Transport(told);
    const [one, two] = [new AbortController(), new AbortController()];
    const first = transport.json('/x', one.signal);
    const second = transport.json('/x', two.signal);
    one.abort();
    await expect(first).rejects.toThrow();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    two.abort();
    await expect(second).rejects.toThrow();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    transport.json('/x', never).catch(() => {});
    expect(hanging).toHaveBeenCalledTimes(2);
    expect(told).not.toHaveBeenCalled();
  });

  it('keeps no more than it may', async () => {
    const big = JSON.stringify('x'.repeat(3_000_000));
    answers(...Array.from({ length: 3 }, () => new Response(big)), new Error('lost'), new Error('lost'));
    const transport = new Transport();
    for (const address of ['/1', '/2', '/3']) await transport.json(address, never);
    await expect(transport.json('/1', never)).rejects.toMatchObject({ kind: 'network' });
    expect(await transport.json('/2', never)).toHaveLength(3_000_000);
  });

  it('knows an answer that the service worker had kept', async () => {
    const told: (Outage | null)[] = [];
    const when = 'Mon, 23 Nov 2026 11:20:00 GMT';
    answers(new Response('{}', { headers: { [KEPT_HEADER]: when } }));
    await new Transport((outage) => told.push(outage)).json('/x', never);
    expect(told).toEqual([{ of: new Date(when) }]);
  });
});

describe('the client', () => {
  it('writes filter, question and language into one address', () => {
    const client = new Client(new Transport(), () => 'es');
    expect(client.url('/x', { limit: 5, capa: ['a', 'b'] }, { ...NO_FILTER, q: 'á' })).toBe(
      '/x?q=%C3%A1&limit=5&capa=a&capa=b&lang=es',
    );
  });

  it('tells which key the server refused', async () => {
    const refused = vi.fn();
    const no = (detail: string) => new Response(JSON.stringify({ detail }), { status: 400 });
    answers(no('tema=x: no es un valor'), no('dibujo: WKT, carácter 1: …'), no('otra cosa'));
    const client = new Client(new Transport(), () => 'es', refused);
    for (let i = 0; i < 3; i++) await expect(client.facets(NO_FILTER, never)).rejects.toThrow();
    expect(refused.mock.calls).toEqual([
      ['tema', 'x', 'tema=x: no es un valor'],
      ['dibujo', null, 'dibujo: WKT, carácter 1: …'],
    ]);
  });
});
