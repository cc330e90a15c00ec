import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changed, formatAddress, parseAddress } from '../src/state/address.ts';
import { FACETS, NO_FILTER, OTHERS, SINGLES, formatFilter, toggled, without } from '../src/state/filter.ts';
import { USUAL_VIEW, isViewKey } from '../src/state/view.ts';

const parse = (address: string) => {
  const { search, hash } = new URL(address, 'http://localhost/');
  return parseAddress(search, hash, 'es');
};

describe('the state in the address', () => {
  it('is nothing when everything is as usual', () => {
    expect(parse('/')).toEqual({ lang: 'es', filter: NO_FILTER, view: USUAL_VIEW, ignored: [] });
    expect(formatAddress(parse('/'), 'es')).toBe('');
  });

  it('comes back as it went: the filter in the query, the view in the fragment', () => {
    const address =
      '?area=nelson-mandela&tema=vivienda&tema=sin-dato&q=agua+%26+luz&vigente=2008/2011&bbox=-75.6,10.3,-75.4,10.5&filter=anio%3E2008&lang=en' +
      '#vista=graficos&proyecto=convenio-3&punto=-75.477,10.3659&capa=ucg&medida=atribuido&clases=5&mapa=-75.5,10.4,12.5&encima=0';
    const state = parse(`/${address}`);
    expect(state.ignored).toEqual([]);
    expect(state.filter).toMatchObject({
      area: ['nelson-mandela'],
      tema: ['vivienda', 'sin-dato'],
      q: 'agua & luz',
    });
    expect(state.view).toMatchObject({ vista: 'graficos', clases: 5, encima: false, medida: 'atribuido' });
    expect(formatAddress(state, 'es')).toBe(address);
  });

  it('still reads where the first version had the view', () => {
    const state = parse('/?area=el-pozon&proyecto=convenio-4&capa=ucg&mapa=-75.5,10.4,12');
    expect(state.ignored).toEqual([]);
    expect(formatAddress(state, 'es')).toBe('?area=el-pozon#proyecto=convenio-4&capa=ucg&mapa=-75.5,10.4,12');
  });

  it.each([
    ['?area=%3Cscript%3E', 'area', '<script>'],
    [`?area=${'a'.repeat(200)}`, 'area', 'a'.repeat(200)],
    ['?desconocida=1', 'desconocida', '1'],
    ['?lang=xx', 'lang', 'xx'],
    ['?q=%20', 'q', ' '],
    ['?vigente=ayer', 'vigente', 'ayer'],
    ['?celda=12/1188', 'celda', '12/1188'],
    ['?monto_min=1.000.000', 'monto_min', '1.000.000'],
    ['?bbox=1,2,3', 'bbox', '1,2,3'],
    ['?bbox=1,20,3,10', 'bbox', '1,20,3,10'],
    ['?cerca=-75,10,-5', 'cerca', '-75,10,-5'],
    ['?dibujo=POINT(1%202)', 'dibujo', 'POINT(1 2)'],
    ['?mapa=a,b,c', 'mapa', 'a,b,c'],
    ['#punto=-75,95', 'punto', '-75,95'],
    ['#mapa=-75,10,99', 'mapa', '-75,10,99'],
    ['#vista=globo', 'vista', 'globo'],
    ['#clases=99', 'clases', '99'],
    ['#fondo=yes', 'fondo', 'yes'],
    ['#otra=1', 'otra', '1'],
  ])('ignores %s and says so', (address, key, value) => {
    const state = parse(`/${address}`);
    expect(state.ignored).toEqual([{ key, value, reason: null }]);
    expect(state).toMatchObject({ lang: 'es', filter: NO_FILTER, view: USUAL_VIEW });
  });

  it('takes every key of the API', () => {
    const header = readFileSync('../include/api/filter_params.h', 'utf8');
    const list = /define FILTER_PARAMS(.*?)\n\n/s.exec(header)?.[1] ?? '';
    const keys = [...list.matchAll(/_param_(\w+)/g)].map(([, id = '']) => id.replace(/_(crs|lang)$/, '-$1'));
    expect(keys.length).toBeGreaterThan(20);
    /* The layer of the areas is the view's here. */
    expect(isViewKey('capa')).toBe(true);
    expect(['capa', ...FACETS, ...SINGLES, ...OTHERS].sort()).toEqual(keys.sort());
  });

  it.each([
    'celda=12/1188/1928&celda=13/2377/3857',
    'dibujo=%7B%22type%22%3A%22Polygon%22%2C%22coordinates%22%3A%5B%5D%7D',
    'bbox=-75.6,10.3,0,-75.4,10.5,9',
    'bbox=4700000,2700000,4720000,2720000&bbox-crs=http%3A//www.opengis.net/def/crs/EPSG/0/9377',
  ])('keeps %s', (query) => {
    const state = parse(`/?${query}`);
    expect(state.ignored).toEqual([]);
    expect(new URLSearchParams(formatFilter(state.filter)).toString()).toBe(
      new URLSearchParams(query).toString(),
    );
  });

  it('takes the fields that a form sends empty for nothing, as the API does', () => {
    expect(parse('/?q=&tema=&area=el-pozon&codigo=&lang=')).toMatchObject({
      filter: { ...NO_FILTER, area: ['el-pozon'] },
      ignored: [],
    });
  });

  it('takes a fragment without "=" for a place in the page', () => {
    expect(parse('/#panel').ignored).toEqual([]);
  });

  it('says the language only where it is not the reader’s own', () => {
    expect(formatAddress(parseAddress('?lang=en', '', 'en'), 'en')).toBe('');
    expect(formatAddress(parseAddress('?lang=es', '', 'en'), 'en')).toBe('?lang=es');
  });
});

describe('a filter', () => {
  it('is toggled value by value', () => {
    const once = changed(parse('/'), { filter: toggled(NO_FILTER, 'tema', 'vivienda') });
    expect(formatFilter(once.filter)).toBe('tema=vivienda');
    expect(formatFilter({ ...once.filter, ...toggled(once.filter, 'tema', 'vivienda') })).toBe('');
  });

  it('loses exactly one pair', () => {
    const { filter } = parse('/?tema=a&tema=b&q=x&codigo=p1&codigo=p2');
    expect(formatFilter(without(filter, 'tema', 'a'))).toBe('tema=b&q=x&codigo=p1&codigo=p2');
    expect(formatFilter(without(filter, 'q', 'x'))).toBe('tema=a&tema=b&codigo=p1&codigo=p2');
    expect(formatFilter(without(filter, 'codigo', 'p1'))).toBe('tema=a&tema=b&q=x&codigo=p2');
  });
});
