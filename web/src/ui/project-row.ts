/* One project in a list: what it is, its title as a link, and its value or why it has none. */
import { html, nothing } from 'lit';
import type { ProjectProperties } from '../api/types.ts';
import type { Part } from './part.ts';

export function projectValue(part: Part, project: ProjectProperties): unknown {
  if (project.valor !== null) return part.money(project.valor, project.moneda);
  return part.t(project.sin_erogacion ? 'proyectos.sin-erogacion' : 'proyectos.sin-valor');
}

export function projectRow(part: Part, project: ProjectProperties): unknown {
  const facts = [part.label('clase', project.clase), project.anio, project.areas_nombres].filter(Boolean);
  return html`<li class="proyecto">
    ${part.stateLink({ view: { proyecto: project.codigo } }, project.titulo, 'proyecto-titulo')}
    <span class="proyecto-hechos">${facts.join(' · ')}</span>
    <span class="proyecto-valor ${project.valor === null ? 'tenue' : ''}"
      >${projectValue(part, project)}${project.valor_es_suma ? html` <small>(${part.t('proyectos.suma')})</small>` : nothing}</span
    >
  </li>`;
}
