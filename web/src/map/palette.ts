/* The map's colours are the page's CSS variables, read again when the scheme changes. */
export const RAMP = 7;

export interface Palette {
  ground: string;
  coast: string;
  line: string;
  text: string;
  halo: string;
  /** Low to high. */
  ramp: readonly string[];
  none: string;
  /** The hatch of areas without data: its ground and its lines. */
  unknown: readonly [ground: string, line: string];
  wider: string;
  hover: string;
  selected: string;
  selectedFill: string;
  asked: string;
  point: string;
  pointEdge: string;
  street: string;
  water: string;
  building: string;
}

/* To read a variable the browser settles the styles of the whole page, in the middle of a change of the filter: once for each
 * scheme is enough. */
const kept = new Map<string, string>();

const computed = () => {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const css = getComputedStyle(document.documentElement);
  return (name: string) => {
    const key = `${name} ${dark}`;
    const value = kept.get(key) ?? css.getPropertyValue(name).trim();
    kept.set(key, value);
    return value;
  };
};

/** `read`: gives the value of a CSS variable; unless said, as it is on the page now. */
export function readPalette(read: (name: string) => string = computed()): Palette {
  const v = (name: string) => read(`--mapa-${name}`);
  return {
    ground: v('tierra'),
    coast: v('costa'),
    line: v('linea'),
    text: v('texto'),
    halo: v('halo'),
    ramp: Array.from({ length: RAMP }, (_, i) => v(`rampa-${i + 1}`)),
    none: v('ninguno'),
    unknown: [v('trama'), v('trama-raya')],
    wider: v('contorno'),
    hover: v('area-encima'),
    selected: v('elegida'),
    selectedFill: v('elegida-fondo'),
    asked: v('preguntada'),
    point: v('punto'),
    pointEdge: v('punto-borde'),
    street: v('calle'),
    water: v('mar'),
    building: v('edificio'),
  };
}

/** Step of the ramp, from 0, for each of `classes` classes: its ends, and evenly between. One class: the middle. */
export function rampSteps(classes: number): number[] {
  return Array.from({ length: classes }, (_, i) =>
    classes === 1 ? RAMP >> 1 : Math.round((i * (RAMP - 1)) / (classes - 1)),
  );
}

export function onSchemeChange(then: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', then);
  return () => scheme.removeEventListener('change', then);
}

/** Slanting lines that meet from tile to tile: `size` divides the tiles' width. */
export function hatch([ground, line]: readonly [string, string], ratio: number): CanvasPattern | string {
  const size = Math.round(8 * ratio);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d');
  if (!context) return ground;
  context.fillStyle = ground;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = line;
  context.lineWidth = 1.4 * ratio;
  context.beginPath();
  for (const x of [-size, 0, size]) {
    context.moveTo(x - 1, size + 1);
    context.lineTo(x + size + 1, -1);
  }
  context.stroke();
  return context.createPattern(canvas, 'repeat') ?? ground;
}
