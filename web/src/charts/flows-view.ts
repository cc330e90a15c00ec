/* The ribbons, drawn. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { LETTER, SMALL } from './bars.ts';
import { drawMark, pathOf, striped, stripes, type Canvas, type Mark } from './drawing.ts';
import { DOTTED, LINE, NODE, type FlowsLayout, type Node, type Ribbon } from './flows.ts';

const COLOURS = 6;

/** The first sources have a colour each, all others one together; what nobody knows is striped. */
export const colourOf = ({ of, index }: Node): string =>
  of.grupo !== 'fuente' ? 'sin-dato' : index < COLOURS ? `serie-${index + 1}` : 'serie-otras';

export function drawFlows(
  layout: FlowsLayout,
  marks: ReadonlyMap<unknown, Mark>,
  canvas: Canvas,
): SVGTemplateResult {
  const { voice } = canvas;
  const { sources, areas, ribbons, width } = layout;
  return svg`
    <defs>${stripes(canvas)}</defs>
    <text class="g-tic" x="0" y="12" font-size=${SMALL}>${voice.t('graficos.flujos.de')}</text>
    <text class="g-tic" x=${width} y="12" font-size=${SMALL} text-anchor="end">${voice.t('graficos.flujos.a')}</text>
    ${ribbons.map((ribbon) => drawMark(marks.get(ribbon.of)!, canvas, drawRibbon(ribbon), 'g-cinta'))}
    ${sources.map((node) => drawMark(marks.get(node.of)!, canvas, drawNode(node, layout, canvas, true), 'g-nodo'))}
    ${areas.map((node) => drawMark(marks.get(node.of)!, canvas, drawNode(node, layout, canvas, false), 'g-nodo'))}`;
}

function drawRibbon({ from, to, y0, y1, thickness }: Ribbon): SVGTemplateResult {
  const [a, b] = [from.x + NODE, to.x];
  const half = (a + b) / 2;
  if (thickness === 0) {
    const [at, end] = [from.y + from.height / 2, to.y + to.height / 2];
    const line = pathOf`M${a} ${at}C${half} ${at} ${half} ${end} ${b} ${end}`;
    return svg`<path class="g-toque g-roce" d=${line} /><path class="g-puntos" d=${line} stroke-width=${DOTTED} />`;
  }
  const wide = Math.max(thickness, 0.8);
  const path = pathOf`M${a} ${y0}C${half} ${y0} ${half} ${y1} ${b} ${y1}V${y1 + wide}C${half} ${y1 + wide} ${half} ${y0 + wide} ${a} ${y0 + wide}Z`;
  return svg`<path class=${`g-paso ${colourOf(from)}`} d=${path} />`;
}

function drawNode(node: Node, layout: FlowsLayout, canvas: Canvas, source: boolean): SVGTemplateResult {
  const { inside, width } = layout;
  const { x, y, height, label, of } = node;
  const known = of.grupo === 'fuente' || of.grupo === 'area';
  const right = inside === source;
  const at = right ? x + NODE + 8 : x - 8;
  const first = y + height / 2 - ((label.length - 1) * LINE) / 2 + 4.5;
  const [from, to] = inside
    ? source
      ? [0, width / 2]
      : [width / 2, width]
    : source
      ? [0, x + NODE]
      : [x, width];
  const tall = Math.max(height, label.length * LINE + 4);
  return svg`
    <rect class="g-toque" x=${from} y=${y + height / 2 - tall / 2} width=${to - from} height=${tall} rx="4" />
    <rect class=${`g-tronco ${source ? colourOf(node) : 'g-area'}`} fill=${known ? nothing : striped(canvas)}
      x=${x} y=${y} width=${NODE} height=${Math.max(1, height)} rx="1.5" />
    <text class="g-nombre g-halo" font-size=${LETTER} text-anchor=${right ? 'start' : 'end'}>
      ${label.map((line, i) => {
        const last = i === label.length - 1;
        return svg`<tspan class=${last ? 'g-nota' : ''} font-size=${last ? SMALL : LETTER} x=${at} y=${first + i * LINE}>${line}</tspan>`;
      })}
    </text>`;
}
