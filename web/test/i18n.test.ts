import { describe, expect, it } from 'vitest';
import { dictionary as en } from '../src/i18n/en/index.ts';
import { dictionary as es } from '../src/i18n/es/index.ts';
import { label, preferredLang, translate } from '../src/i18n/index.ts';

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('the two dictionaries', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(es).sort());
  });

  it('leave the same holes in every sentence', () => {
    for (const key of Object.keys(es) as (keyof typeof es)[]) {
      expect(es[key], key).not.toBe('');
      expect(holes(en[key]), key).toEqual(holes(es[key]));
    }
  });
});

describe('a sentence', () => {
  it('knows one from many', () => {
    expect(translate('es', 'areas.proyectos', { n: 1 })).toBe('1 proyecto');
    expect(translate('es', 'areas.proyectos', { n: '1.200' })).toBe('1.200 proyectos');
    expect(translate('en', 'areas.proyectos', { n: 0 })).toBe('0 projects');
  });

  it('leaves an unknown code as it is and says where there is none', () => {
    expect(label('en', 'capa', 'ucg')).toBe('Community unit (UCG)');
    expect(label('es', 'capa', 'comuna-nueva')).toBe('comuna-nueva');
    expect(label('es', 'clase', null)).toBe('sin dato');
  });

  it('is Spanish unless English comes first', () => {
    expect(preferredLang(['en-GB', 'es'])).toBe('en');
    expect(preferredLang(['fr', 'es-CO', 'en'])).toBe('es');
    expect(preferredLang(['de'])).toBe('es');
  });
});
