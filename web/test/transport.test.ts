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
    const told: Outage[] = [];
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
    expect(told).toEqual([expect.any(Date)]);
    expect(await transport.json('/x', never)).toEqual({ a: 2 });
    expect(told.at(-1)).toBeNull();
  });

  it('fails where nothing was kept', async () => {
    answers(new Error('refused'));
    await expect(new Transport().json('/x', never)).rejects.toMatchObject({ kind: 'network' });
  });

  it('knows an answer that the service worker had kept', async () => {
    const told: Outage[] = [];
    const when = 'Mon, 23 Nov 2026 11:20:00 GMT';
    answers(new Response('{}', { headers: { [KEPT_HEADER]: when } }));
    await new Transport((outage) => told.push(outage)).json('/x', never);
    expect(told).toEqual([new Date(when)]);
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
