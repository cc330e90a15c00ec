/* Cash and kind, drawn. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { LETTER, SMALL } from './bars.ts';
import { drawMark, striped, stripes, type Canvas, type Mark } from './drawing.ts';
import { BAR, LINE, TOP, type FormsLayout, type FormsRow, type Segment } from './forms.ts';

export function drawForms(
  layout: FormsLayout,
  marks: ReadonlyMap<unknown, Mark>,
  canvas: Canvas,
): SVGTemplateResult {
  const { left, height, width, ticks } = layout;
  return svg`
    <defs>${stripes(canvas)}</defs>
    <g class="g-eje">
      ${ticks.map(({ x, text }) => svg`<line class="g-guia" x1=${x} x2=${x} y1=${TOP} y2=${height - 4} /><text class="g-tic" x=${x} y=${TOP - 6} font-size=${SMALL} text-anchor=${x > width - 12 ? 'end' : 'middle'}>${text}</text>`)}
      <text class="g-tic" x=${width} y="10" font-size=${SMALL} text-anchor="end">${layout.axis}</text>
    </g>
    ${layout.rows.map((row) => drawRow(row, marks, canvas))}
    <line class="g-base" x1=${left} x2=${left} y1=${TOP} y2=${height - 4} />`;
}

function drawRow(row: FormsRow, marks: ReadonlyMap<unknown, Mark>, canvas: Canvas): SVGTemplateResult {
  return svg`<g>
    <text class="g-nombre" x=${row.textX - 10} y=${row.y + 19} font-size=${LETTER} text-anchor="end">${row.row.name}</text>
    ${row.segments.map((segment) => drawMark(marks.get(segment.cell)!, canvas, drawSegment(segment, row, canvas), 'g-trozo'))}
    <text class="g-nota" font-size=${SMALL}>${row.lines.map((line, i) => svg`<tspan x=${row.textX + 5} y=${row.y + BAR + 11 + i * LINE}>${line}</tspan>`)}</text>
  </g>`;
}

const SERIES = { efectivo: 'serie-1', especie: 'serie-2', 'sin-dato': '' } as const;

/* A part is known by its stripes or dots as well as by its colour. */
function drawSegment({ cell, x, width }: Segment, row: FormsRow, canvas: Canvas): SVGTemplateResult {
  const form = cell.code === 'efectivo' || cell.code === 'especie' ? cell.code : 'sin-dato';
  const press = Math.max(0, 24 - width) / 2;
  return svg`
    <rect class="g-toque" x=${x - press} y=${row.y} width=${width + 2 * press} height=${BAR} rx="3" />
    <rect class=${`g-barra ${SERIES[form]}`} fill=${form === 'sin-dato' ? striped(canvas) : nothing}
      x=${x + 0.5} y=${row.y + 5} width=${Math.max(1, width - 1)} height="20" rx="2" />`;
}
