/* A sheet with the map, and burned into it what the map needs to be understood without the page: title, filter, legend, sources and
 * dates. Units are a screen's pixels; the canvas may have more of its own to each. */
import type { LegendClass, LegendData, LegendMark } from '../map/legend-data.ts';
import { wrap } from './wrap.ts';

export interface Said {
  readonly title: string;
  /** The filter in words, and how many projects that is. */
  readonly lines: readonly string[];
  /** The areas that are coloured. */
  readonly layer: string;
  readonly legend: LegendData;
  readonly notCounted: string;
  /** Sources and licences, dates, address. */
  readonly foot: readonly string[];
}

export interface Ink {
  readonly paper: string;
  readonly text: string;
  readonly faint: string;
  readonly rule: string;
  readonly sans: string;
  readonly serif: string;
}

const MARGIN = 36;
const LEGEND = 300;
const GAP = 28;
const SWATCH = { width: 24, height: 15 };

/** Draws lines of text downwards, and knows where the next one goes. */
class Pen {
  constructor(
    readonly context: CanvasRenderingContext2D,
    private readonly ink: Ink,
    public y: number,
  ) {}

  write(
    text: string,
    x: number,
    width: number,
    { size = 14, weight = 400, serif = false, faint = false, most = Infinity, leading = 1.4 } = {},
  ): void {
    const { context, ink } = this;
    context.font = `${weight} ${size}px ${serif ? ink.serif : ink.sans}`;
    context.fillStyle = faint ? ink.faint : ink.text;
    context.textBaseline = 'alphabetic';
    for (const line of wrap(text, width, (one) => context.measureText(one).width, most)) {
      this.y += size * leading;
      context.fillText(line, x, this.y - size * (leading - 1));
    }
  }
}

/** How high `draw` is, without leaving a trace. */
function heightOf(context: CanvasRenderingContext2D, ink: Ink, draw: (pen: Pen) => void): number {
  const pen = new Pen(context, ink, -10_000);
  draw(pen);
  return pen.y + 10_000;
}

export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A round length on the ground, and how long it is in the picture. */
export interface ScaleBar {
  readonly text: string;
  readonly pixels: number;
}

export class Sheet {
  /** Where the map goes. */
  readonly frame: Frame;
  private readonly context: CanvasRenderingContext2D;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly width: number,
    private readonly height: number,
    scale: number,
    private readonly said: Said,
    private readonly ink: Ink,
  ) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    this.context = context;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.fillStyle = ink.paper;
    context.fillRect(0, 0, width, height);
    const head = heightOf(context, ink, (pen) => this.head(pen));
    const foot = heightOf(context, ink, (pen) => this.foot(pen));
    const y = Math.round(MARGIN * 0.6 + head + 14);
    this.frame = {
      x: MARGIN,
      y,
      width: width - 2 * MARGIN - LEGEND - GAP,
      height: Math.round(height - y - foot - MARGIN * 0.6 - 12),
    };
    context.fillStyle = ink.paper;
    context.fillRect(0, 0, width, height);
  }

  /** `bar`: null where the map does not tell its scale. */
  draw(map: HTMLCanvasElement, bar: ScaleBar | null): void {
    const { context, frame, ink, width, height } = this;
    context.drawImage(map, frame.x, frame.y, frame.width, frame.height);
    if (bar) this.bar(bar);
    context.strokeStyle = ink.rule;
    context.lineWidth = 1;
    context.strokeRect(frame.x + 0.5, frame.y + 0.5, frame.width - 1, frame.height - 1);
    this.head(new Pen(context, ink, MARGIN * 0.6));
    const foot = heightOf(context, ink, (pen) => this.foot(pen));
    this.foot(new Pen(context, ink, height - MARGIN * 0.6 - foot));
    this.legend(width - MARGIN - LEGEND, frame.y);
  }

  /* In the lower left corner of the map, on a plate of its own. */
  private bar({ text, pixels }: ScaleBar): void {
    const { context, frame, ink } = this;
    const [x, y] = [frame.x + 18, frame.y + frame.height - 18];
    context.font = `12.5px ${ink.sans}`;
    context.fillStyle = ink.paper;
    context.fillRect(x - 8, y - 30, Math.max(pixels, context.measureText(text).width) + 16, 38);
    context.beginPath();
    context.moveTo(x, y - 7);
    context.lineTo(x, y);
    context.lineTo(x + pixels, y);
    context.lineTo(x + pixels, y - 7);
    context.strokeStyle = ink.text;
    context.lineWidth = 1.5;
    context.stroke();
    context.fillStyle = ink.text;
    context.fillText(text, x, y - 12);
  }

  private head(pen: Pen): void {
    const width = this.width - 2 * MARGIN;
    pen.write(this.said.title, MARGIN, width, { size: 32, weight: 600, serif: true, most: 1 });
    for (const line of this.said.lines) pen.write(line, MARGIN, width, { size: 16, faint: true, most: 2 });
  }

  private foot(pen: Pen): void {
    const width = this.width - 2 * MARGIN;
    for (const line of this.said.foot) pen.write(line, MARGIN, width, { size: 12.5, faint: true, most: 3 });
  }

  private legend(x: number, top: number): void {
    const { context, ink, frame } = this;
    const { layer, legend, notCounted } = this.said;
    const pen = new Pen(context, ink, top - 4);
    pen.write(legend.title, x, LEGEND, { size: 17, weight: 600, serif: true });
    for (const line of [layer, legend.unit, legend.method])
      if (line) pen.write(line, x, LEGEND, { size: 12.5, faint: true });
    pen.y += 8;
    for (const entry of legend.classes) this.entry(pen, x, entry, entry.hatch);
    pen.y += 10;
    for (const mark of legend.marks) this.entry(pen, x, mark, null);
    if (legend.notes.length > 0) {
      pen.y += 10;
      pen.write(notCounted, x, LEGEND, { size: 13, weight: 600 });
    }
    for (const { text } of legend.notes) {
      if (pen.y > frame.y + frame.height - 40) break;
      pen.write(text, x, LEGEND, { size: 12.5, faint: true });
    }
  }

  private entry(pen: Pen, x: number, entry: LegendClass | LegendMark, hatch: string | null): void {
    const top = pen.y + 4;
    this.swatch(x, top, entry, hatch);
    const count = entry.areas === null ? '' : String(entry.areas);
    pen.y += 2;
    pen.write(entry.label, x + SWATCH.width + 10, LEGEND - SWATCH.width - 10 - (count ? 40 : 0), {
      size: 13.5,
    });
    if (!count) return;
    const { context, ink } = this;
    context.textAlign = 'right';
    context.fillStyle = ink.faint;
    context.fillText(count, x + LEGEND, top + SWATCH.height - 3);
    context.textAlign = 'left';
  }

  private swatch(
    x: number,
    y: number,
    { kind, colour }: LegendClass | LegendMark,
    hatch: string | null,
  ): void {
    const { context, ink } = this;
    const { width, height } = SWATCH;
    context.save();
    context.lineWidth = 1;
    if (kind === 'punto' || kind === 'anillo' || kind === 'grupo') {
      context.beginPath();
      context.arc(x + width / 2, y + height / 2, kind === 'grupo' ? 7 : 5.5, 0, 2 * Math.PI);
      context.fillStyle = kind === 'punto' ? colour : ink.paper;
      context.strokeStyle = colour;
      context.lineWidth = 2;
      context.fill();
      context.stroke();
    } else {
      context.beginPath();
      context.rect(x + 0.5, y + 0.5, width - 1, height - 1);
      const outline = kind === 'aproximada' || kind === 'contorno';
      context.fillStyle = outline ? ink.paper : colour;
      context.fill();
      if (hatch) this.hatch(x, y, hatch);
      if (kind === 'aproximada') context.setLineDash([4, 3]);
      if (kind === 'contorno') context.lineWidth = 2;
      context.strokeStyle = outline ? colour : ink.faint;
      context.stroke();
    }
    context.restore();
  }

  private hatch(x: number, y: number, colour: string): void {
    const { context } = this;
    context.save();
    context.clip();
    context.strokeStyle = colour;
    context.beginPath();
    for (let i = -SWATCH.height; i < SWATCH.width; i += 5) {
      context.moveTo(x + i, y + SWATCH.height);
      context.lineTo(x + i + SWATCH.height, y);
    }
    context.stroke();
    context.restore();
  }
}
