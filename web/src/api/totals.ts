/* Totals under a filter, as `/resumen`, `/facetas` and `/matriz` give them (schema.d.ts, made from the API). Money is decimal text
 * (json.ts), never added here: what closes, the server has closed. */
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

/** How many projects an amount does not cover, and why. */
export type Uncovered = Pick<
  Schemas['cifras'],
  'sin_valor' | 'sin_erogacion' | 'otra_moneda' | 'contado_en_otro'
>;

/** What a row of totals says besides its name. `valor`: of the projects that touch it, whole; people: bounds of those that documents
 * name. Null: nothing known, which is not zero. */
export type Figures = Schemas['cifras'];

/** How many projects a sum covers; `texto` says it in a sentence. */
export type Coverage = Schemas['cobertura'];

/** Totals by one dimension. `valor_atribuido` of its rows is the only amount that adds up over them. */
export type Groups = Schemas['resumen'];
export type GroupRow = Schemas['filaDeResumen'];
/** A column of whole years; the last two are "other years" and "no year". */
export type Period = Schemas['periodo'];

/** Figures as a document printed them: shown beside, never added. */
export type PrintedSeries = Schemas['serieImpresa'];
export type PrintedFigure = Schemas['valorImpreso'];

export type Dimension =
  'tema' | 'fuente' | 'ejecutor' | 'tipo' | 'modalidad' | 'forma' | 'anio' | 'estado' | 'clase' | 'lugar';

export type Facets = Schemas['facetas'];
export type FacetGroup = Schemas['faceta'];
export type FacetValue = Schemas['valorDeFaceta'];

export type Matrix = Schemas['matriz'];
export type MatrixHead = Schemas['columnaDeMatriz'];
export type MatrixCell = Schemas['celda'];

/** What goes from sources to areas of a layer; `de` and `a` of a flow are places in the two lists. Flows add up to the total. */
export type Flows = Schemas['flujos'];
export type Flow = Schemas['flujo'];
export type FlowNode = Flows['fuentes'][number] | Flows['areas'][number];
