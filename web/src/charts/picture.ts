/* A chart as a picture that says for itself what it is: title, sentence, drawing, what is not covered, the filter, source and date. */
import { nothing, render, svg, type SVGTemplateResult } from 'lit';
import type { Reading } from './chart.ts';
import type { Canvas, Drawing } from './drawing.ts';
import { measured, wrapped } from './text.ts';
import type { Voice } from './voice.ts';

export interface Caption {
  readonly kicker: string;
  readonly filter: string;
  readonly source: string;
}

const WIDTH = 960;
const EDGE = 40;
const INNER = WIDTH - 2 * EDGE;

/* What a drawing needs of the page's style sheet, as attributes: the file stands alone. */
const SHAPES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'paint-order',
];
const LETTERS = ['font-family', 'font-size', 'font-weight', 'font-variant-numeric'];
/* All of them pass on to what is inside, but this. */
const OWN = ['opacity'];

interface Block {
  readonly height: number;
  readonly body: SVGTemplateResult;
}

function text(lines: readonly string[], kind: string, size: number, leading: number): Block {
  const body = svg`<text class=${kind} font-size=${size}>${lines.map((line, i) => svg`<tspan x="0" y=${size + i * leading}>${line}</tspan>`)}</text>`;
  return { height: lines.length * leading, body };
}

const words = (said: string, kind: string, size: number, leading: number): Block =>
  text(wrapped(said, INNER, size * WIDER, measured), kind, size, leading);

/* The heavier letters of titles are wider than those that are measured. */
const WIDER = 1.12;

const space = (height: number): Block => ({ height, body: svg`` });

function blocks(reading: Reading, caption: Caption, voice: Voice, id: string): Block[] {
  const canvas = (name: string): Canvas => ({
    width: INNER,
    measure: measured,
    voice,
    id: `${id}-${name}`,
    wiring: null,
  });
  const own = reading.empty ? null : reading.draw(canvas('0'));
  const beside = reading.asides.flatMap((aside, i) => {
    const drawing = aside.draw?.(canvas(`${i + 1}`));
    if (!drawing) return [];
    return [
      space(10),
      words(voice.t('graficos.impreso.titulo'), 'retrato-sub', 13, 19),
      words(aside.title, 'retrato-sub', 15, 20),
      space(8),
      { height: drawing.height, body: drawing.body() },
      words(aside.source, 'g-nota', 12, 17),
    ];
  });
  const stretch = own?.width && own.width > INNER ? INNER / own.width : 1;
  return [
    words(caption.kicker, 'retrato-rotulo', 13, 20),
    space(4),
    words(reading.title, 'retrato-titulo', 26, 33),
    space(6),
    words(reading.sentence, 'retrato-frase', 15, 22),
    space(16),
    own
      ? { height: own.height * stretch, body: svg`<g transform=${`scale(${stretch})`}>${own.body()}</g>` }
      : words(reading.empty ?? '', 'retrato-frase', 15, 22),
    ...beside,
    space(14),
    ...(own && own.legend.length > 0 ? [legend(own, canvas('l'))] : []),
    space(6),
    ...[reading.coverage.texto, ...(reading.closes ? [reading.closes.text] : []), ...reading.notes].map(
      (note) => words(note, 'g-nota', 12, 17),
    ),
    space(10),
    words(caption.filter, 'retrato-pie', 12, 17),
    words(caption.source, 'retrato-pie', 12, 17),
  ];
}

function legend({ legend }: Drawing, canvas: Canvas): Block {
  let x = 0;
  let y = 0;
  const parts = legend.map(({ kind, text }) => {
    const width = 26 + measured(text, 12) * 1.05 + 22;
    if (x > 0 && x + width > INNER) [x, y] = [0, y + 20];
    const at = [x, y];
    x += width;
    return svg`<g transform=${`translate(${at[0]} ${at[1]})`}>${sample(kind, canvas)}<text class="g-nota" font-size="12" x="26" y="12">${text}</text></g>`;
  });
  return { height: y + 26, body: svg`${parts}` };
}

/** The sign of a line of the legend, 20 × 14. */
export function sample(kind: string, { id }: Pick<Canvas, 'id'>): SVGTemplateResult {
  if (kind.startsWith('g-punto')) return svg`<circle class=${kind} cx="10" cy="8" r="3.4" />`;
  if (kind === 'hueco')
    return svg`<rect class="g-celda grado-0" x="2" y="1" width="16" height="14" rx="3" /><circle class="g-hueco" cx="10" cy="8" r="2.2" />`;
  if (kind === 'cifra')
    return svg`<text class="g-nota" font-size="12" x="10" y="12" text-anchor="middle">n</text>`;
  if (kind === 'puntos') return svg`<path class="g-puntos" d="M1 8H20" stroke-width="1.6" />`;
  if (kind === 'pasos')
    return svg`${[1, 3, 5].map((n, i) => svg`<rect class=${`g-celda grado-${n}`} x=${i * 7} y="2" width="7" height="12" />`)}`;
  if (kind === 'rayas') {
    return svg`<defs><pattern id=${`${id}-m`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="g-raya-fondo" width="6" height="6" /><rect class="g-raya" width="2.4" height="6" /></pattern></defs>
      <rect x="1" y="2" width="18" height="12" rx="2" fill=${`url(#${id}-m)`} />`;
  }
  return svg`<rect class=${`g-barra ${kind}`} x="1" y="2" width="18" height="12" rx="2" />`;
}

/* Styles become attributes where they are not those of the element around; what belongs to the page alone goes. */
function settle(root: SVGElement): void {
  const all = [root, ...root.querySelectorAll<SVGElement>('g, rect, circle, path, line, text, tspan')];
  const styles = new Map(all.map((element) => [element as Element, getComputedStyle(element)]));
  const wanted = all.map((element): [string, string][] => {
    const style = styles.get(element)!;
    const around = element.parentElement ? styles.get(element.parentElement) : undefined;
    const differs = (name: string) =>
      element === root || style.getPropertyValue(name) !== around?.getPropertyValue(name);
    const names = [...SHAPES, ...(element.closest('text') || element === root ? LETTERS : [])].filter(
      differs,
    );
    const own = OWN.filter((name) => style.getPropertyValue(name) !== '1');
    return [...names, ...own].map((name) => [
      name,
      style.getPropertyValue(name).replace(/url\("(#[^"]+)"\)/, 'url($1)'),
    ]);
  });
  all.forEach((element, i) => {
    for (const name of [...SHAPES, ...LETTERS, ...OWN]) element.removeAttribute(name);
    for (const [name, value] of wanted[i] ?? []) element.setAttribute(name, value);
    element.removeAttribute('class');
  });
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const comments: Comment[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode as Comment);
  for (const comment of comments) comment.remove();
}

/** The picture as the text of an SVG file. */
export function pictureOf(
  reading: Reading,
  caption: Caption,
  voice: Voice,
  dark: boolean,
): { svg: string; width: number; height: number } {
  const holder = document.createElement('div');
  holder.className = `retrato ${dark ? 'papel-oscuro' : 'papel-claro'}`;
  document.body.append(holder);
  try {
    let y = EDGE - 8;
    const placed = blocks(reading, caption, voice, 'retrato').map((block) => {
      const at = y;
      y += block.height;
      return svg`<g transform=${`translate(${EDGE} ${at})`}>${block.body}</g>`;
    });
    const height = Math.ceil(y + EDGE - 8);
    render(
      svg`<svg xmlns="http://www.w3.org/2000/svg" width=${WIDTH} height=${height} viewBox=${`0 0 ${WIDTH} ${height}`} lang=${voice.lang}>
        <title>${reading.title}</title><desc>${reading.sentence}</desc>
        <rect class="retrato-papel" width=${WIDTH} height=${height} />${placed}${nothing}</svg>`,
      holder,
    );
    const root = holder.querySelector('svg')!;
    for (const touch of root.querySelectorAll('.g-toque:not(.g-celda)')) touch.remove();
    settle(root);
    return { svg: new XMLSerializer().serializeToString(root), width: WIDTH, height };
  } finally {
    holder.remove();
  }
}
