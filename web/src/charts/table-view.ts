/* The table of a chart. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Table } from './chart.ts';

export function drawTable({ caption, columns, rows, foot }: Table): TemplateResult {
  const cell = (text: string, i: number) =>
    i === 0
      ? html`<th scope="row">${text}</th>`
      : html`<td class=${columns[i]?.numeric ? 'numero' : ''}>${text}</td>`;
  return html`<div class="grafico-rollo" tabindex="0" role="region" aria-label=${caption}>
    <table class="grafico-tabla">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ name, numeric }) => html`<th scope="col" class=${numeric ? 'numero' : ''}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
      ${
        foot
          ? html`<tfoot>
              <tr>
                ${foot.map(cell)}
              </tr>
            </tfoot>`
          : nothing
      }
    </table>
  </div>`;
}
