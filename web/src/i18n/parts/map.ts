/* The map: measures, legend, tools. */
import type { Twin } from '../twin.ts';

export const es = {
  'mapa.medida': 'Qué se colorea',
} as const satisfies Record<string, string>;

export const en: Twin<typeof es> = {
  'mapa.medida': 'What the colours show',
};
