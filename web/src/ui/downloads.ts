/* The data behind what is shown, to take away. */
import { html } from 'lit';
import type { Filter } from '../state/filter.ts';
import type { Part } from './part.ts';

const FORMATS = [
  { ending: 'xlsx', name: 'Excel' },
  { ending: 'csv', name: 'CSV' },
  { ending: 'geojson', name: 'GeoJSON' },
  { ending: 'gpkg', name: 'GeoPackage' },
] as const;

const PAGES = ['estadisticas', 'inconsistencias', 'metas', 'novedades', 'actores'] as const;

/** Links to the pages that answer without a map. */
export function pages(part: Part): unknown {
  return html`<nav class="datos" aria-label=${part.t('paginas')}>
    ${PAGES.map((name) => html`<a href="/${name}?lang=${part.language}">${part.t(`paginas.${name}`)}</a> `)}
  </nav>`;
}

/** Links to the export of the projects that `filter` selects. */
export function downloads(part: Part, filter: Filter): unknown {
  return html`<p class="datos">
    ${part.t('datos.descargar')}
    ${FORMATS.map(({ ending, name }) => html`<a href=${part.page.client.exportUrl('proyectos', ending, filter)} download>${name}</a> `)}
    <a href="/api.html?lang=${part.language}">${part.t('datos.api')}</a>
  </p>`;
}
