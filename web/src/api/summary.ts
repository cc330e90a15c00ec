/* The city's totals, which close: areas + not allocated + without a place = total of distinct projects. */
import type { Decimal } from '../lib/money.ts';

/** How many projects an amount does not cover, and why. */
export interface Uncovered {
  sin_valor: number;
  sin_erogacion: number;
  otra_moneda: number;
  /** Counted through another record: a programme's projects, or the same project twice. */
  contado_en_otro: number;
}

/** True if no project at all adds to the amount: it is no data then, not zero. */
export function coversNothing(all: Uncovered & { proyectos: number }): boolean {
  const { proyectos, sin_valor, sin_erogacion, otra_moneda, contado_en_otro } = all;
  return proyectos > 0 && sin_valor + sin_erogacion + otra_moneda + contado_en_otro >= proyectos;
}

export interface SummaryArea extends Uncovered {
  codigo: string;
  nombre: string;
  capa: string;
  proyectos: number;
  /** Tied to this very area, not to one inside it. */
  directos: number;
  valor: Decimal | null;
  valor_atribuido: Decimal | null;
}

export type PlaceState = 'named' | 'city' | 'beyond' | 'unknown';
export const PLACE_STATES: readonly PlaceState[] = ['named', 'city', 'beyond', 'unknown'];

export interface Unplaced extends Uncovered {
  estado: PlaceState;
  proyectos: number;
  valor: Decimal | null;
}

export interface Summary extends Uncovered {
  moneda: string;
  proyectos: number;
  valor: Decimal | null;
  areas: SummaryArea[];
  /** The money of the projects that fell to areas, each peso once. */
  enAreas: Decimal | null;
  sinRepartir: Decimal | null;
  sinLugar: Unplaced[];
  cierra: boolean;
}

/* As `/resumen?por=area` writes it; money has become text (api/json.ts). */
interface Body {
  moneda: string;
  todo: Pick<
    Summary,
    'proyectos' | 'valor' | 'sin_valor' | 'sin_erogacion' | 'otra_moneda' | 'contado_en_otro'
  >;
  areas: (Omit<SummaryArea, 'directos'> & { proyectos_directos: number })[];
  atribuido: { valor: Decimal | null };
  sin_asignar: { valor: Decimal | null };
  sin_lugar: Unplaced[];
  cierra: boolean;
}

export function readSummary(body: unknown): Summary {
  const { moneda, todo, areas, atribuido, sin_asignar, sin_lugar, cierra } = body as Body;
  return {
    moneda,
    ...todo,
    areas: areas.map(({ proyectos_directos, ...area }) => ({ ...area, directos: proyectos_directos })),
    enAreas: atribuido.valor,
    sinRepartir: sin_asignar.valor,
    sinLugar: sin_lugar,
    cierra,
  };
}
