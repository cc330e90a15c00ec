/* The legend beside the map: what each colour says and of how many areas, and in figures what the colours do not count. */
import { html, nothing } from 'lit';
import type { LegendClass, LegendData, LegendMark, LegendNote } from '../map/legend-data.ts';
import { classChoice } from './map-choice.ts';
import { NOTHING_SELECTED, type Part } from './part.ts';

function row(part: Part, swatch: string, entry: LegendClass | LegendMark) {
  return html`<tr>
    <td><i class="muestra muestra-${swatch}"></i></td>
    <th scope="row" colspan=${entry.areas === null ? 2 : 1}>${entry.label}</th>
    ${entry.areas === null ? nothing : html`<td class="leyenda-cuenta">${part.number(entry.areas)}</td>`}
  </tr>`;
}

const note = (part: Part, { text, parts }: LegendNote) =>
  html`<li>
    ${text}${parts.length > 0 ? ': ' : ''}
    ${parts.map(({ text: one, filter }) => html`${part.stateLink({ filter, view: NOTHING_SELECTED }, one)} `)}
  </li>`;

export function mapLegend(part: Part, legend: LegendData | null, open: boolean) {
  if (!legend) return nothing; // it stands on the map's lower edge: an empty one would jump up when it fills
  return html`<details class="leyenda" ?open=${open}>
    <summary>
      <span>${part.t('leyenda.titulo')}</span>
      <span class="leyenda-cual">${legend.title}</span>
    </summary>
    ${body(part, legend)}
  </details>`;
}

function body(part: Part, legend: LegendData) {
  return html`<div class="leyenda-cuerpo">
    <table>
      <caption>
        <strong>${legend.title}</strong>
        <span>${legend.unit}</span>
        ${legend.method ? html`<span>${legend.method}</span>` : nothing}
      </caption>
      <thead>
        <tr>
          <td></td>
          <td></td>
          <th scope="col">${part.t('leyenda.areas')}</th>
        </tr>
      </thead>
      <tbody>
        ${legend.classes.map((entry) => row(part, entry.swatch, entry))}
      </tbody>
      <tbody class="leyenda-marcas">
        ${legend.marks.map((mark) => row(part, mark.kind, mark))}
      </tbody>
    </table>
    ${
      legend.notes.length > 0
        ? html`<h3>${part.t('leyenda.fuera')}</h3>
            <ul class="leyenda-notas">
              ${legend.notes.map((one) => note(part, one))}
            </ul>`
        : nothing
    }
    <details class="leyenda-ajustes">
      <summary>${part.t('leyenda.ajustes')}</summary>
      ${classChoice(part)}
    </details>
  </div>`;
}
