import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shellFiles } from '../build/sw.ts';
import { Ledger } from '../src/offline/ledger.ts';
import { dated, missing } from '../src/offline/plain.ts';
import { Pulse } from '../src/offline/pulse.ts';
import { kindOf, worthKeeping } from '../src/offline/routes.ts';

const ORIGIN = 'https://mapa.example';
const ASSETS = new Set(['/', '/assets/a-1.js', '/pagina.css']);
const kind = (path: string, more: Partial<{ method: string; navigation: boolean; range: boolean }> = {}) =>
  kindOf(
    { method: 'GET', url: new URL(path, ORIGIN), navigation: false, range: false, ...more },
    ORIGIN,
    ASSETS,
  );

describe('what the service worker answers', () => {
  it.each([
    ['/assets/a-1.js', 'asset'],
    ['/pagina.css', 'asset'],
    ['/tiles/12/1188/1929.pbf?tema=vivienda', 'tile'],
    ['/resumen?por=area&lang=es', 'data'],
    ['/collections/proyectos/items?f=json&q=agua', 'data'],
    ['/configuracion.json?lang=es', 'data'],
  ])('%s: %s', (path, expected) => expect(kind(path)).toBe(expected));

  it.each([
    '/exportar/proyectos.xlsx',
    '/exportar/proyectos.geojson?tema=vivienda',
    '/salud',
    '/qgis/coopmap.qgz',
    '/assets/of-another-version.js',
    '/collections/proyectos/items?f=csv',
    '/resumen?por=area&f=csv',
    '/version',
    'https://elsewhere.example/resumen',
  ])('never %s', (path) => expect(kind(path)).toBeNull());

  it('knows pages to read, and leaves files to be saved alone', () => {
    const navigation = true;
    expect(kind('/?tema=vivienda', { navigation })).toBe('shell');
    expect(kind('/')).toBeNull(); // JSON for a program
    expect(kind('/area/nelson-mandela', { navigation })).toBe('page');
    expect(kind('/exportar/proyectos.csv', { navigation })).toBeNull();
    expect(kind('/novedades.atom', { navigation })).toBeNull();
  });

  it('leaves parts of files and writing alone', () => {
    expect(kind('/assets/a-1.js', { range: true })).toBeNull();
    expect(kind('/resumen', { method: 'POST' })).toBeNull();
  });

  it('keeps of what was loaded before it the figures and the tiles', () => {
    const seen = ['/resumen', '/resumen', '/tiles/1/0/0.pbf', '/assets/a-1.js', '/exportar/proyectos.csv'];
    expect(
      worthKeeping([...seen.map((path) => ORIGIN + path), 'https://elsewhere.example/resumen'], ORIGIN),
    ).toEqual([`${ORIGIN}/resumen`, `${ORIGIN}/tiles/1/0/0.pbf`]);
  });
});

describe('the ledger', () => {
  it('throws the oldest away, by number', () => {
    const ledger = new Ledger({ entries: 2, bytes: 100 });
    expect(ledger.add('a', 1)).toEqual([]);
    expect(ledger.add('b', 1)).toEqual([]);
    expect(ledger.add('a', 1)).toEqual([]); // asked again: the newest now
    expect(ledger.add('c', 1)).toEqual(['b']);
    expect(ledger.keys).toEqual(['a', 'c']);
  });

  it('throws the oldest away, by bytes, and never the newest', () => {
    const ledger = new Ledger({ entries: 9, bytes: 10 });
    for (const key of ['a', 'b', 'c']) ledger.add(key, 3);
    expect(ledger.add('d', 5)).toEqual(['a', 'b']);
    expect(ledger.add('big', 50)).toEqual(['c', 'd']);
    expect(ledger.keys).toEqual(['big']);
    ledger.remove('big');
    expect(ledger.add('e', 10)).toEqual([]);
  });
});

describe('plain pages without a connection', () => {
  const url = new URL(`${ORIGIN}/area/x?lang=en`);

  it('say of when they are', () => {
    const at = new Date('2026-11-23T11:20:00Z');
    expect(dated('<body><main class="hoja"><h1>X</h1>', at, url)).toMatch(
      /^<body><main class="hoja"><p class="aviso" role="status">The server does not answer\. .*23 November 2026.*<\/p><h1>X/,
    );
    expect(dated('<main><h1>X</h1>', at, new URL(`${ORIGIN}/area/x`))).toMatch(
      /guardada el 23 de noviembre de 2026/,
    );
  });

  it('say that they were never opened, and repeat nothing of the address', () => {
    expect(missing(url)).toContain('had not been opened before');
    expect(missing(new URL(`${ORIGIN}/area/<script>?lang=<b>`))).not.toMatch(/<script>|<b>/);
  });
});

describe('what is kept at install', () => {
  it('is the page and its files, not pictures for others', () => {
    const names = [
      'index.html',
      'assets/a.js',
      'assets/b.css',
      'pagina.css',
      'tarjeta.png',
      'robots.txt',
      'sw.js',
    ];
    expect(shellFiles(names)).toEqual(['/', '/assets/a.js', '/assets/b.css', '/pagina.css']);
  });
});

describe('the pulse of a lost server', () => {
  const made = (answers: boolean[]) => {
    const check = vi.fn(async () => answers.shift() ?? false);
    const back = vi.fn();
    const page = { hidden: false, addEventListener: vi.fn() };
    return { check, back, page, pulse: new Pulse(page, { check, back }, () => Date.now()) };
  };

  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('asks ever more rarely until it answers', async () => {
    const { check, back, pulse } = made([false, false, true]);
    pulse.start();
    pulse.start();
    await vi.advanceTimersByTimeAsync(1999);
    expect(check).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(1); // 2 s
    await vi.advanceTimersByTimeAsync(4000);
    expect(check).toHaveBeenCalledTimes(2);
    expect(back).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(8000);
    expect(back).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(check).toHaveBeenCalledTimes(3);
  });

  it('goes on waiting longer where the server falters, and forgets that after a while', async () => {
    const { check, pulse } = made([true, true, true]);
    pulse.start();
    await vi.advanceTimersByTimeAsync(2000);
    pulse.start();
    await vi.advanceTimersByTimeAsync(2000);
    expect(check).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(check).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(61_000);
    pulse.start();
    await vi.advanceTimersByTimeAsync(2000);
    expect(check).toHaveBeenCalledTimes(3);
  });

  it('is silent while nobody looks, and asks at once when somebody does', async () => {
    const { check, page, pulse } = made([]);
    page.hidden = true;
    pulse.start();
    await vi.advanceTimersByTimeAsync(500_000);
    expect(check).not.toHaveBeenCalled();
    page.hidden = false;
    page.addEventListener.mock.calls[0]?.[1]();
    expect(check).toHaveBeenCalledTimes(1);
  });
});
