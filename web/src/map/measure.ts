/* What each area is worth under a measure, and the class that colours it. Pure: totals and facts in, colours' numbers out. Money
 * becomes a Number here for colours and limits alone; what is read as an amount stays text. */
import type { Summary, SummaryArea } from '../api/summary.ts';
import type { Measure, Method } from '../state/view.ts';
import { classify, classOf, type Classes } from './classes.ts';
import { isApproximate } from './layers.ts';

/** What is known of an area whatever the filter. */
export interface AreaFact {
  readonly codigo: string;
  readonly nombre: string;
  readonly capa: string;
  /** How its polygon came about; `none`: it has none. */
  readonly geometria: string;
  readonly hectareas: number | null;
  readonly poblacion: number | null;
  readonly poblacion_anio: number | null;
}

export const NO_DATA = 'sin-dato';
/** A class from 0; projects but no value that is known; null: no project. */
export type Fill = number | typeof NO_DATA | null;

/** The number that colours the area; NO_DATA; null without projects. People: the upper bound. */
export function valueOf(
  measure: Measure,
  row: SummaryArea | undefined,
  fact: AreaFact | undefined,
): number | typeof NO_DATA | null {
  if (!row || row.proyectos === 0) return null;
  const known = (value: string | number | null) => (value === null ? NO_DATA : Number(value));
  switch (measure) {
    case 'proyectos':
      return row.proyectos;
    case 'valor':
      return known(row.valor);
    case 'atribuido':
      return known(row.valor_atribuido);
    case 'personas':
      return known(row.personas_max);
    case 'percapita': {
      const people = fact?.poblacion ?? 0;
      const value = known(row.valor_atribuido);
      return value === NO_DATA || people <= 0 ? NO_DATA : value / people;
    }
  }
}

export interface Choropleth {
  readonly measure: Measure;
  readonly method: Method;
  readonly asked: number;
  readonly currency: string;
  /** Null: no area has a value. */
  readonly classes: Classes | null;
  /** Areas drawn: of each class, without data, without projects (null until all areas are known), approximate. */
  readonly counts: readonly number[];
  readonly unknown: number;
  readonly none: number | null;
  readonly approximate: number;
  /** By code; an area that is not here has no project. */
  readonly fills: ReadonlyMap<string, Fill>;
  /** What lies above what: larger numbers above. Approximate areas overlap; a small one must not vanish under a large one. */
  readonly rank: ReadonlyMap<string, number>;
  readonly rows: ReadonlyMap<string, SummaryArea>;
  readonly facts: ReadonlyMap<string, AreaFact>;
  /** Areas of the layer with projects that cannot be drawn. */
  readonly undrawn: readonly SummaryArea[];
  /** Wider areas over the layer with projects of their own. */
  readonly wider: readonly SummaryArea[];
  /** Years of the population that was divided by. */
  readonly years: readonly number[];
}

export interface Asked {
  summary: Summary;
  /** All areas; null: not here yet. */
  facts: readonly AreaFact[] | null;
  layers: readonly string[];
  measure: Measure;
  method: Method;
  classes: number;
}

/* In steps, so that few styles are enough. */
const rankOf = ({ hectareas }: AreaFact) => Math.max(1, Math.round(40 - 2 * Math.log2(hectareas || 1)));

/* Layers whose areas are the smallest there are: never an outline over others. */
const SMALL = ['barrio', 'poblado', 'vereda', 'centro_poblado'];

export function choropleth({ summary, facts, layers, measure, method, classes: asked }: Asked): Choropleth {
  const known = new Map((facts ?? []).map((fact) => [fact.codigo, fact]));
  const rows = new Map(summary.areas.map((row) => [row.codigo, row]));
  const drawable = (code: string) => known.get(code)?.geometria !== 'none';
  const own = summary.areas.filter(({ capa }) => layers.includes(capa));
  const drawn = own.filter(({ codigo }) => drawable(codigo));
  const values = new Map(drawn.map((row) => [row.codigo, valueOf(measure, row, known.get(row.codigo))]));
  const numbers = [...values.values()].filter((value) => typeof value === 'number');
  const whole = measure === 'proyectos' || measure === 'personas';
  const classes = classify(numbers, method, asked, whole);
  const fills = new Map<string, Fill>();
  for (const [code, value] of values)
    fills.set(code, typeof value === 'number' && classes ? classOf(classes, value) : (value as Fill));
  const counts = (classes?.from ?? []).map((_, i) => [...fills.values()].filter((fill) => fill === i).length);
  const unknown = [...fills.values()].filter((fill) => fill === NO_DATA).length;
  const all = [...known.values()].filter(({ capa, codigo }) => layers.includes(capa) && drawable(codigo));
  const some = counts.reduce((a, b) => a + b, 0) + unknown;
  const years = new Set(
    drawn.flatMap(({ codigo }) =>
      typeof values.get(codigo) === 'number' ? (known.get(codigo)?.poblacion_anio ?? []) : [],
    ),
  );
  return {
    measure,
    method,
    asked,
    currency: summary.moneda,
    classes,
    counts,
    unknown,
    none: facts === null ? null : all.length - some,
    approximate: all.filter(({ geometria }) => isApproximate(geometria)).length,
    fills,
    rank: new Map((facts ?? []).map((fact) => [fact.codigo, rankOf(fact)])),
    rows,
    facts: known,
    undrawn: own.filter(({ codigo, proyectos }) => proyectos > 0 && !drawable(codigo)),
    wider: summary.areas.filter(
      ({ capa, codigo, directos }) =>
        directos > 0 && !layers.includes(capa) && !SMALL.includes(capa) && drawable(codigo),
    ),
    years: [...years].sort((a, b) => a - b),
  };
}
