/* What stands in a cell. Areas and themes narrow the filter; what the document does not say is "no data", never empty. */
import { html, type TemplateResult } from 'lit';
import type { ProjectProperties, Schema } from '../api/types.ts';
import { listOf } from '../lib/fold.ts';
import { wordOf } from './panel-words.ts';
import type { Part } from './part.ts';
import type { Column } from './table-order.ts';

const joined = (parts: readonly unknown[]) => parts.map((part, i) => html`${i > 0 ? ', ' : ''}${part}`);

export function tableCell(part: Part, column: Column, project: ProjectProperties, schema: Schema): unknown {
  const silent = html`<span class="sin-dato">${part.t('sin-dato')}</span>`;
  const or = (value: unknown, known: unknown): unknown =>
    value === null || value === '' || value === undefined ? silent : known;
  switch (column) {
    case 'clase':
      return or(project.clase, wordOf(schema, 'clase', project.clase ?? ''));
    case 'anio':
      return or(project.anio, String(project.anio));
    case 'tema':
      return or(
        project.tema,
        joined(
          listOf(project.tema).map((code) =>
            part.stateLink({ filter: { tema: [code] } }, wordOf(schema, 'tema', code)),
          ),
        ),
      );
    case 'areas_nombres':
      return areas(part, project);
    case 'fuentes':
      return or(project.fuentes, listOf(project.fuentes).join(', '));
    case 'valor':
      return value(part, project, silent);
    case 'personas':
      return project.personas === null
        ? or(project.personas_texto, project.personas_texto)
        : html`<span title=${project.personas_texto ?? ''}>${part.number(project.personas)}</span>`;
    default:
      return or(project[column], project[column]);
  }
}

function areas(part: Part, project: ProjectProperties): unknown {
  const names = listOf(project.areas_nombres);
  const links = listOf(project.areas).map((code, i) =>
    part.stateLink({ filter: { area: [code] } }, names[i] ?? code),
  );
  return links.length > 0
    ? joined(links)
    : html`<span class="tenue">${part.label('lugar', project.lugar)}</span>`;
}

function value(part: Part, project: ProjectProperties, silent: TemplateResult): unknown {
  if (project.valor !== null) return part.money(project.valor, project.moneda);
  return project.sin_erogacion
    ? html`<span class="tenue">${part.t('proyectos.sin-erogacion')}</span>`
    : silent;
}
