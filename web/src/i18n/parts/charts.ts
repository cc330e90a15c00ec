/* The charts and their sentences. */
import type { Twin } from '../twin.ts';

export const es = {
  'graficos.titulo': 'Gráficos',
} as const satisfies Record<string, string>;

export const en: Twin<typeof es> = {
  'graficos.titulo': 'Charts',
};
