import { describe, expect, it, vi } from 'vitest';
import { fetchAbout, joined, readHead, sourceText } from '../src/take/about.ts';
import { apiAddress, areaSheet, embedCode, exportOf, tilesAddress } from '../src/take/addresses.ts';
import { fileName } from '../src/take/file-name.ts';
import { wrap } from '../src/take/wrap.ts';
import { NO_FILTER } from '../src/state/filter.ts';

const ORIGIN = 'https://mapa.example';
const FILTER = { ...NO_FILTER, tema: ['vivienda'], area: ['el-pozon'], q: 'agua & aire' };
const QUERY = 'area=el-pozon&tema=vivienda&q=agua+%26+aire';

describe('the addresses of what is seen', () => {
  it('hold exactly the present filter', () => {
    expect(exportOf('proyectos.csv', FILTER, 'en')).toBe(`/exportar/proyectos.csv?${QUERY}&lang=en`);
    expect(apiAddress(ORIGIN, FILTER)).toBe(`${ORIGIN}/collections/proyectos/items?${QUERY}`);
    expect(tilesAddress(ORIGIN, FILTER)).toBe(`${ORIGIN}/tiles/{z}/{x}/{y}.pbf?${QUERY}`);
    expect(apiAddress(ORIGIN, NO_FILTER)).toBe(`${ORIGIN}/collections/proyectos/items`);
    expect(areaSheet('el-pozon', FILTER, 'es'), 'its own area is in the path').toBe(
      '/area/el-pozon/hoja?tema=vivienda&q=agua+%26+aire&lang=es',
    );
  });

  it('make a frame of the same query, view and language', () => {
    const code = embedCode(ORIGIN, `/?tema=vivienda&lang=es#medida=valor`, 'en', 'Mapa "de" <todos>');
    expect(code).toContain(`src="${ORIGIN}/incrustar?tema=vivienda&amp;lang=en#medida=valor"`);
    expect(code).toContain('title="Mapa &quot;de&quot; &lt;todos&gt;"');
    expect(embedCode(ORIGIN, '/', 'es', 'x')).toContain(`src="${ORIGIN}/incrustar?lang=es"`);
  });

  it('cannot be left by what a filter holds', () => {
    const code = embedCode(
      ORIGIN,
      `/?q=${encodeURIComponent('"><script>')}#orden=%22onload=%22x`,
      'es',
      '</iframe>',
    );
    expect(code.match(/[<>]/g)).toHaveLength(4); // of <iframe …></iframe> alone
    expect(code.match(/"/g)).toHaveLength(12);
  });
});

describe('what a file says of itself', () => {
  const head =
    '{"type":"FeatureCollection","name":"proyectos","fecha_datos":"2026-11-23","fuentes":[{"titulo":"Informe","licencia":null},{"titulo":"Capa","licencia":"CC BY"}],"features":[';

  it('is read from its head alone', () => {
    expect(readHead(head.slice(0, 80))).toBeNull();
    const about = readHead(`${head}{"type":"Feature"`);
    expect(about?.date).toBe('2026-11-23');
    expect(about?.sources.map(sourceText)).toEqual(['Informe', 'Capa (CC BY)']);
  });

  it('is read without waiting for the rest', async () => {
    let cancelled = false;
    const endless = new ReadableStream({
      start(stream) {
        stream.enqueue(new TextEncoder().encode(head.slice(0, 100)));
        stream.enqueue(new TextEncoder().encode(`${head.slice(100)}{`));
      },
      cancel() {
        cancelled = true;
      },
    });
    vi.stubGlobal('fetch', async () => new Response(endless));
    const about = await fetchAbout('/exportar/proyectos.geojson', new AbortController().signal);
    expect(about.sources).toHaveLength(2);
    await vi.waitFor(() => expect(cancelled).toBe(true));
    vi.unstubAllGlobals();
  });

  it('names every source once', () => {
    const a = { titulo: 'A', licencia: null };
    const both = joined([
      { date: null, sources: [a] },
      { date: '2026-11-23', sources: [a, { titulo: 'B', licencia: null }] },
    ]);
    expect(both).toEqual({ date: '2026-11-23', sources: [a, { titulo: 'B', licencia: null }] });
  });
});

describe('the name of a picture', () => {
  it('says of what and of when, in letters every system takes', () => {
    expect(fileName(['Vivienda', 'El Pozón (barrio)'], '2026-11-23', 'png')).toBe(
      'cooperacion-cartagena-vivienda-el-pozon-barrio-2026-11-23.png',
    );
    expect(fileName([], '2026-11-23', 'png')).toBe('cooperacion-cartagena-2026-11-23.png');
    expect(fileName(['../../etc/passwd', 'x'.repeat(200)], '2026-11-23', 'png')).toMatch(
      /^cooperacion-cartagena-etc-passwd-x{1,60}-2026-11-23\.png$/,
    );
  });
});

describe('lines of text in a picture', () => {
  const letters = (text: string) => text.length;

  it('break between words and end in an ellipsis where there is more', () => {
    expect(wrap('uno dos tres cuatro', 8, letters)).toEqual(['uno dos', 'tres', 'cuatro']);
    expect(wrap('uno dos tres cuatro', 8, letters, 2)).toEqual(['uno dos', 'tres…']);
    expect(wrap('  ', 8, letters)).toEqual([]);
  });

  it('cut a word that no line holds', () => {
    expect(wrap('a extraordinariamente', 8, letters)).toEqual(['a', 'extraor…']);
  });
});
