/* The frame, the panel and the table. */
import type { Twin } from '../twin.ts';

export const es = {
  'vista.rotulo': 'Cómo verlo',
  'vista.mapa': 'Mapa',
  'vista.graficos': 'Gráficos',
  'vista.tabla': 'Tabla',
  'incrustar.entero': 'Abrir completo',
} as const satisfies Record<string, string>;

export const en: Twin<typeof es> = {
  'vista.rotulo': 'How to look at it',
  'vista.mapa': 'Map',
  'vista.graficos': 'Charts',
  'vista.tabla': 'Table',
  'incrustar.entero': 'Open in full',
};
