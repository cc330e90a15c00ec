/* The matrix, drawn. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { LETTER, SMALL } from './bars.ts';
import { drawMark, striped, stripes, type Canvas, type Mark } from './drawing.ts';
import type { CellBox, GridCell, MatrixLayout } from './matrix.ts';

export function drawMatrix(
  layout: MatrixLayout,
  marks: ReadonlyMap<GridCell, Mark>,
  canvas: Canvas,
): SVGTemplateResult {
  return svg`
    <defs>${stripes(canvas)}</defs>
    ${layout.above.map(({ x, y, lines, count }) => drawAbove(x, y, lines, count, layout.slant))}
    ${layout.left.map(
      ({ x, y, lines, count }) =>
        svg`<text class="g-nombre" font-size=${LETTER} text-anchor="end">${lines.map((line, i) => svg`<tspan x=${x} y=${y + i * 13.5}>${line}</tspan>`)}</text>
          <text class="g-nota" font-size=${SMALL} x=${x + 22} y=${y + (lines.length - 1) * 6.5} text-anchor="end">${count}</text>`,
    )}
    ${layout.cells.map((cell) => drawMark(marks.get(cell.of)!, canvas, drawCell(cell, canvas), 'g-casilla'))}`;
}

function drawAbove(x: number, y: number, lines: readonly string[], count: string, slant: number | null) {
  const name =
    slant !== null
      ? svg`<text class="g-nombre" font-size=${SMALL} transform=${`translate(${x} ${y}) rotate(${-slant})`}>${lines[0]}</text>`
      : svg`<text class="g-nombre" font-size=${SMALL} text-anchor="middle">${lines.map((line, i) => svg`<tspan x=${x} y=${y - (lines.length - 1 - i) * 13}>${line}</tspan>`)}</text>`;
  return svg`${name}<text class="g-nota" font-size=${SMALL} x=${x} y=${y + 16} text-anchor="middle">${count}</text>`;
}

function drawCell({ x, y, width, height, step, text }: CellBox, canvas: Canvas): SVGTemplateResult {
  const [cx, cy] = [x + width / 2, y + height / 2];
  return svg`
    <rect class=${`g-toque g-celda ${step === null ? 'sin-valor' : `grado-${step}`}`} fill=${step === null ? striped(canvas) : nothing}
      x=${x + 1} y=${y + 1} width=${width - 2} height=${height - 2} rx="3" />
    ${step === 0 ? svg`<circle class="g-hueco" cx=${cx} cy=${cy} r="2.2" />` : svg`<text class=${`g-cifra grado-${step ?? 'n'}`} font-size=${text.length > 4 ? 10 : SMALL} x=${cx} y=${cy + 4} text-anchor="middle">${text}</text>`}`;
}
