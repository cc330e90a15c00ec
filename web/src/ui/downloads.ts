/* The figures of what is shown as one file, and the pages that answer without a map. */
import { html } from 'lit';
import { NO_FILTER } from '../state/filter.ts';
import type { Part } from './part.ts';

const PAGES = ['estadisticas', 'inconsistencias', 'metas', 'novedades', 'actores'] as const;

export function pages(part: Part): unknown {
  return html`<p class="descarga">
      <a href=${part.page.client.exportUrl('proyectos', 'xlsx', part.filter)} download
        >${part.t('datos.excel')}</a
      >
    </p>
    <nav class="datos" aria-label=${part.t('paginas')}>
      ${PAGES.map(
        (name) =>
          html`<a
            href=${part.page.client.url(`/${name}`, {}, name === 'estadisticas' ? part.filter : NO_FILTER)}
            >${part.t(`paginas.${name}`)}</a
          > `,
      )}
      <a href="/api.html?lang=${part.language}">${part.t('datos.api')}</a>
    </nav>`;
}
