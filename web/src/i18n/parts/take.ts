/* What is taken along, and what goes wrong: downloads, sharing, notices. */
import type { Twin } from '../twin.ts';

export const es = {
  'llevar.titulo': 'Llevar',
} as const satisfies Record<string, string>;

export const en: Twin<typeof es> = {
  'llevar.titulo': 'Take along',
};
