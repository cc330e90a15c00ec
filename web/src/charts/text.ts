/* Text in a drawing does not wrap by itself. */

/** Width in pixels of a text of that size. */
export type Measure = (text: string, size: number) => number;

/** Near enough for tests, and where there is no canvas. */
export const roughly: Measure = (text, size) => text.length * size * 0.56;

let context: CanvasRenderingContext2D | null = null;

/** In the letters of the page. */
export const measured: Measure = (text, size) => {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return roughly(text, size);
  context.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
};

/** The text, cut with "…" where it is wider than `width`. */
export function fitted(text: string, width: number, size: number, measure: Measure): string {
  if (measure(text, size) <= width) return text;
  let n = text.length;
  while (n > 1 && measure(`${text.slice(0, n)}…`, size) > width) n--;
  return `${text.slice(0, n).trimEnd()}…`;
}

/** In at most `lines` lines; the last is cut. */
export function wrapped(
  text: string,
  width: number,
  size: number,
  measure: Measure,
  lines = Infinity,
): string[] {
  const out: string[] = [];
  let rest = text.split(/[ \n]+/).filter(Boolean);
  while (rest.length > 0 && out.length < lines - 1) {
    let n = 1;
    while (n < rest.length && measure(rest.slice(0, n + 1).join(' '), size) <= width) n++;
    out.push(fitted(rest.slice(0, n).join(' '), width, size, measure));
    rest = rest.slice(n);
  }
  if (rest.length > 0) out.push(fitted(rest.join(' '), width, size, measure));
  return out;
}
