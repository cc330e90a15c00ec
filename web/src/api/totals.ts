/* Totals under a filter, as `/resumen`, `/facetas` and `/matriz` give them. Money is decimal text (api/json.ts), never added here: what
 * closes, the server has closed. */
import type { Decimal } from '../lib/money.ts';
import type { Uncovered } from './summary.ts';

/** What a row of totals says besides its name. `valor`: of the projects that touch it, whole; `valor_atribuido`: its part, the only
 * amount that adds up over rows. Null: nothing known, which is not zero. */
export interface Figures extends Uncovered {
  proyectos: number;
  valor: Decimal | null;
  valor_atribuido: Decimal | null;
  /** Bounds of the people that documents name. */
  personas_min: number | null;
  personas_max: number | null;
}

export interface Coverage extends Uncovered {
  proyectos: number;
  en_la_suma: number;
  /** The sentence that says it. */
  texto: string;
}

/** A column of whole years; the last two are "other years" and "no year". */
export interface Period {
  nombre: string;
  desde: number | null;
  hasta: number | null;
  valor_atribuido: Decimal;
}

export interface GroupRow extends Figures {
  codigo: string | null;
  nombre: string;
  sin_dato: boolean;
  /** In the order of the answer's `periodos`. */
  periodos?: { proyectos: number; valor_atribuido: Decimal }[];
}

/** A figure as a document printed it: shown beside, never added. */
export interface PrintedFigure {
  codigo: string;
  etiqueta: string;
  forma?: string | null;
  periodo?: string | null;
  valor: number | string | null;
  valor_texto: string | null;
  unidad: string | null;
  aproximado: boolean;
}

export interface PrintedSeries {
  codigo: string;
  titulo: string;
  medida: string | null;
  moneda: string | null;
  dimension: string | null;
  periodo: string | null;
  nota: string | null;
  fuente_del_dato: { titulo: string | null; localizador: string | null } | null;
  valores: PrintedFigure[];
}

export type Dimension =
  'tema' | 'fuente' | 'ejecutor' | 'tipo' | 'modalidad' | 'forma' | 'anio' | 'estado' | 'clase' | 'lugar';

export interface Groups {
  por: string;
  titulo: string;
  moneda: string;
  poblacion: string;
  cobertura: Coverage;
  todo: Omit<Figures, 'valor_atribuido'>;
  periodos: Period[] | null;
  filas: GroupRow[];
  sin_asignar: { proyectos: number; valor: Decimal };
  diferencia: { proyectos: number; valor: Decimal };
  cierra: boolean;
  impreso?: PrintedSeries[] | null;
}

export interface FacetValue {
  valor: string;
  etiqueta: string;
  /** Of an area: its layer. */
  capa?: string;
  cuenta: number;
  seleccionado: boolean;
}

export interface FacetGroup {
  nombre: string;
  titulo: string;
  valores: FacetValue[];
  /** All there are, where fewer are listed. */
  n_valores?: number;
}

export interface Facets {
  proyectos: number;
  facetas: FacetGroup[];
}

export interface MatrixHead {
  codigo: string | null;
  nombre: string;
  proyectos: number;
  valor: Decimal | null;
  no_cubiertos: number;
}

export interface MatrixCell {
  proyectos: number;
  valor: Decimal | null;
  no_cubiertos: number;
}

export interface Matrix {
  moneda: string;
  cobertura: Coverage;
  columnas: MatrixHead[];
  filas: (MatrixHead & { celdas: MatrixCell[] })[];
}
