/* The filter: facets, chips, search, ranges. */
import type { Twin } from '../twin.ts';

export const es = {
  'filtro.titulo': 'Filtros',
  'filtro.quitar-todo': 'Quitar todos los filtros',
} as const satisfies Record<string, string>;

export const en: Twin<typeof es> = {
  'filtro.titulo': 'Filters',
  'filtro.quitar-todo': 'Clear all filters',
};
