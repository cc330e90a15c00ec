/* The columns, drawn. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { SMALL } from './bars.ts';
import type { Column, ColumnsLayout } from './columns.ts';
import { drawMark, striped, stripes, type Canvas, type Mark } from './drawing.ts';

export function drawColumns(
  layout: ColumnsLayout,
  marks: ReadonlyMap<Column, Mark>,
  canvas: Canvas,
): SVGTemplateResult {
  const { base, width, left } = layout;
  return svg`
    <defs>${stripes(canvas)}</defs>
    <g class="g-eje">
      <text class="g-tic" x="0" y="12" font-size=${SMALL}>${layout.axis}</text>
      ${layout.ticks.map(({ y, text }) => svg`<line class="g-guia" x1=${left} x2=${width} y1=${y} y2=${y} /><text class="g-tic" x=${left - 6} y=${y + 4} font-size=${SMALL} text-anchor="end">${text}</text>`)}
    </g>
    ${layout.columns.map((column) => {
      const mark = marks.get(column);
      return mark
        ? drawMark(
            mark,
            canvas,
            drawColumn(column, mark, layout, canvas),
            `g-columna ${column.row?.kind ?? ''}`,
          )
        : svg`<g>${label(column, base)}</g>`;
    })}
    <line class="g-base" x1=${left} x2=${width} y1=${base} y2=${base} />`;
}

const middle = ({ x, width }: Column) => x + width / 2;

const label = (column: Column, base: number, chosen = false) =>
  svg`<text class="g-tic" x=${middle(column)} y=${base + 16} font-size=${SMALL} text-anchor="middle">${chosen ? '✓ ' : ''}${column.label}</text>`;

function drawColumn(one: Column, mark: Mark, layout: ColumnsLayout, canvas: Canvas): SVGTemplateResult {
  const { base, height, width } = layout;
  const gap = Math.min(10, one.width * 0.14);
  const unknown = one.row?.kind !== 'valor';
  const x = middle(one);
  const [at, anchor] = x > width - 50 ? [one.x + one.width, 'end'] : [x, 'middle'];
  return svg`
    <rect class="g-toque" x=${one.x + 1} y="18" width=${Math.max(4, one.width - 2)} height=${height - 20} rx="4" />
    ${one.bar.height > 0 ? svg`<rect class="g-barra" fill=${unknown ? striped(canvas) : nothing} x=${one.x + gap} y=${one.bar.y} width=${one.width - 2 * gap} height=${one.bar.height} rx="2" />` : nothing}
    ${one.amount ? svg`<text class="g-monto" font-size=${SMALL} x=${at} y=${one.bar.y - 6} text-anchor=${anchor}>${one.amount}</text>` : nothing}
    ${label(one, base, mark.selected)}
    ${
      layout.dotted && one.projects * 8 < layout.height - base - 26
        ? Array.from(
            { length: one.projects },
            (_, i) =>
              svg`<circle class=${i >= one.projects - one.silent ? 'g-punto g-callado' : 'g-punto'} cx=${x} cy=${base + 29 + i * 8} r="2.8" />`,
          )
        : svg`<text class="g-nota" font-size=${SMALL} x=${x} y=${base + 34} text-anchor="middle">${canvas.voice.number(one.projects)}</text>`
    }`;
}
