/* The map's colours are the page's CSS variables, read again when the scheme changes. */
export interface Palette {
  coast: string;
  line: string;
  text: string;
  halo: string;
  /** Fills of areas by how many projects they have: none, one, two to four, five and more. */
  fills: readonly [string, string, string, string];
  hover: string;
  selected: string;
  selectedFill: string;
  point: string;
  pointEdge: string;
  street: string;
  water: string;
  building: string;
}

export function readPalette(): Palette {
  const css = getComputedStyle(document.documentElement);
  const v = (name: string) => css.getPropertyValue(`--mapa-${name}`).trim();
  return {
    coast: v('costa'),
    line: v('linea'),
    text: v('texto'),
    halo: v('halo'),
    fills: [v('area-0'), v('area-1'), v('area-2'), v('area-3')],
    hover: v('area-encima'),
    selected: v('elegida'),
    selectedFill: v('elegida-fondo'),
    point: v('punto'),
    pointEdge: v('punto-borde'),
    street: v('calle'),
    water: v('mar'),
    building: v('edificio'),
  };
}

export function onSchemeChange(then: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', then);
}

/** Steps of the fill: a count is a count of projects, under no filter. */
export function fillStep(projects: number): 0 | 1 | 2 | 3 {
  if (projects <= 0) return 0;
  if (projects === 1) return 1;
  return projects < 5 ? 2 : 3;
}
