import { describe, expect, it } from 'vitest';
import { formatState, parseState } from '../src/state/url.ts';

describe('the state in the address', () => {
  it('is nothing when everything is as usual', () => {
    expect(formatState(parseState('', 'es'), 'es')).toBe('');
  });

  it('comes back as it went', () => {
    const search =
      '?area=nelson-mandela&proyecto=convenio-3&punto=-75.477,10.3659&q=mandela%20norte&capa=ucg&mapa=-75.5,10.4,12.5&fondo=1&lang=en';
    const state = parseState(search, 'es');
    expect(state).toEqual({
      lang: 'en',
      area: 'nelson-mandela',
      proyecto: 'convenio-3',
      actor: null,
      punto: { lon: -75.477, lat: 10.3659 },
      q: 'mandela norte',
      capa: 'ucg',
      mapa: { lon: -75.5, lat: 10.4, z: 12.5 },
      fondo: true,
    });
    expect(formatState(state, 'es')).toBe(search);
  });

  it.each([
    '?area=<script>',
    '?area=' + 'a'.repeat(200),
    '?punto=1',
    '?punto=,',
    '?punto=-75,95',
    '?mapa=-75,10',
    '?mapa=a,b,c',
    '?mapa=-75,10,99',
    '?lang=xx',
    '?fondo=yes',
    '?desconocida=1',
  ])('reads %s as absent', (search) => {
    expect(parseState(search, 'es')).toEqual(parseState('', 'es'));
  });

  it('says the language only where it is not the reader’s own', () => {
    expect(formatState(parseState('?lang=en', 'en'), 'en')).toBe('');
    expect(formatState(parseState('?lang=es', 'en'), 'en')).toBe('?lang=es');
  });
});
