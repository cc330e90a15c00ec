/* What every chart hands over to be shown: marks that can be reached and said, and the shapes that belong to them. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Filter } from '../state/filter.ts';
import type { Measure } from './text.ts';
import type { Voice } from './voice.ts';

/** One thing of a drawing that a reader can point at. */
export interface Mark {
  readonly key: string;
  /** What a screen reader says: name, exact figures, what Enter does. */
  readonly name: string;
  /** The same for the eye: a heading and lines. */
  readonly tip: readonly [string, ...string[]];
  /** What it does to the filter; null: nothing. */
  readonly change: Partial<Filter> | null;
  readonly selected: boolean;
  /** Something else is selected. */
  readonly faint: boolean;
}

/** How a drawing is wired to the page, or not (a picture to take along). */
export interface Wiring {
  href(mark: Mark): string;
  tab(mark: Mark): number;
  pick(mark: Mark, event: MouseEvent): void;
}

/** Where a chart is drawn. */
export interface Canvas {
  readonly width: number;
  readonly measure: Measure;
  readonly voice: Voice;
  /** Makes the names of patterns unique in the document. */
  readonly id: string;
  /** Null: a picture, where nothing can be pressed. */
  readonly wiring: Wiring | null;
}

export interface Drawing {
  readonly height: number;
  /** Where it needs more than the canvas has. */
  readonly width?: number;
  /** What the whole drawing is called. */
  readonly name: string;
  readonly marks: readonly Mark[];
  /** What its signs stand for. */
  readonly legend: readonly { kind: string; text: string }[];
  /** Made when it is known which mark is where the Tab key stops. */
  readonly body: () => SVGTemplateResult;
}

/** A mark around its shapes. The first of them should be a `.toque` that is large enough to press. */
export function drawMark(
  mark: Mark,
  canvas: Canvas,
  shapes: SVGTemplateResult,
  kind = '',
): SVGTemplateResult {
  const classes = `g-marca ${kind} ${mark.selected ? 'g-elegida' : mark.faint ? 'g-apagada' : ''}`;
  const { wiring } = canvas;
  if (!wiring) return svg`<g class=${classes}>${shapes}</g>`;
  if (!mark.change) {
    return svg`<g class=${classes} role="img" aria-label=${mark.name} data-marca=${mark.key} tabindex=${wiring.tab(mark)}>${shapes}</g>`;
  }
  return svg`<a class=${classes} href=${wiring.href(mark)} aria-label=${mark.name} data-marca=${mark.key}
    tabindex=${wiring.tab(mark)} aria-current=${mark.selected ? 'true' : nothing}
    @click=${(event: MouseEvent) => wiring.pick(mark, event)}>${shapes}</a>`;
}

/** The stripes of "nobody knows", which are never only a colour. */
export function stripes(canvas: Canvas): SVGTemplateResult {
  return svg`<pattern id=${`${canvas.id}-raya`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="g-raya-fondo" width="6" height="6" /><rect class="g-raya" width="2.4" height="6" /></pattern>`;
}

export const striped = (canvas: Canvas): string => `url(#${canvas.id}-raya)`;

const n = (value: number) => String(Math.round(value * 100) / 100);

/** Numbers of a path, short. */
export function pathOf(parts: TemplateStringsArray, ...values: number[]): string {
  return parts.map((part, i) => part + (i < values.length ? n(values[i] ?? 0) : '')).join('');
}
