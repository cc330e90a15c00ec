/* A bar chart, drawn. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { LETTER, SMALL, type Bar, type BarsLayout } from './bars.ts';
import { drawMark, striped, stripes, type Canvas, type Mark } from './drawing.ts';

export function drawBars(layout: BarsLayout, marks: readonly Mark[], canvas: Canvas): SVGTemplateResult {
  const { top, height, width, ticks, zero } = layout;
  return svg`
    <defs>${stripes(canvas)}</defs>
    <g class="g-eje">
      ${ticks.map(({ x, text }) => svg`<line class="g-guia" x1=${x} x2=${x} y1=${top} y2=${height - 4} /><text class="g-tic" x=${x} y=${top - 6} font-size=${SMALL} text-anchor=${anchor(x, width)}>${text}</text>`)}
      ${ticks.length > 1 ? svg`<text class="g-tic" x=${width} y="10" font-size=${SMALL} text-anchor="end">${layout.axis}</text>` : nothing}
    </g>
    ${layout.bars.map((bar, i) => drawMark(marks[i]!, canvas, drawBar(bar, marks[i]!, layout, canvas), `g-fila ${bar.row.kind}`))}
    <line class="g-base" x1=${zero} x2=${zero} y1=${top} y2=${height - 4} />`;
}

const anchor = (x: number, width: number) => (x < 8 ? 'start' : x > width - 12 ? 'end' : 'middle');

function drawBar(one: Bar, mark: Mark, { width }: BarsLayout, canvas: Canvas): SVGTemplateResult {
  const { bar, label, amount, silent, note } = one;
  const beside = label.x > 0;
  const unknown = one.row.kind !== 'valor' && one.row.kind !== 'otros';
  return svg`
    <rect class="g-toque" x="0" y=${one.y + 1} width=${width} height=${one.height - 2} rx="4" />
    <text class="g-nombre" font-size=${LETTER} text-anchor=${beside ? 'end' : 'start'}>
      ${label.lines.map((line, i) => svg`<tspan x=${label.x} y=${label.y + i * 14}>${i === 0 && mark.selected ? '✓ ' : ''}${line}</tspan>`)}
    </text>
    ${bar.width > 0 ? svg`<rect class="g-barra" fill=${unknown ? striped(canvas) : nothing} x=${bar.x} y=${bar.y} width=${bar.width} height=${bar.height} rx=${Math.min(2, bar.width / 2)} />` : nothing}
    ${silent ? svg`<rect class="g-barra g-callada" fill=${striped(canvas)} x=${silent.x} y=${bar.y} width=${silent.width} height=${bar.height} rx="2" />` : nothing}
    <text class=${amountClass(one, canvas)} font-size=${LETTER} x=${amount.x} y=${amount.y} text-anchor="end">${amount.text}</text>
    ${one.dots.map(({ x, silent: hollow }) => svg`<circle class=${hollow ? 'g-punto g-callado' : 'g-punto'} cx=${x} cy=${one.dotsY} r="2.8" />`)}
    <text class="g-nota" font-size=${SMALL} x=${note.x} y=${one.dotsY + 4}>${note.text}</text>`;
}

const amountClass = ({ amount }: Bar, { voice }: Canvas) =>
  amount.text === voice.t('sin-dato') ? 'g-nota' : 'g-monto';
