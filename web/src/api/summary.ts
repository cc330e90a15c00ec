/* The city's totals, which close: areas + not allocated + without a place = total of distinct projects. */
import type { Decimal } from '../lib/money.ts';

export interface SummaryArea {
  codigo: string;
  nombre: string;
  capa: string;
  proyectos: number;
  /** Tied to this very area, not to one inside it. */
  directos: number;
  valor: Decimal | null;
  valor_atribuido: Decimal | null;
  sin_valor: number;
  sin_erogacion: number;
  otra_moneda: number;
}

export type PlaceState = 'named' | 'city' | 'beyond' | 'unknown';
export const PLACE_STATES: readonly PlaceState[] = ['named', 'city', 'beyond', 'unknown'];

export interface Unplaced {
  estado: PlaceState;
  proyectos: number;
  valor: Decimal;
}

export interface Summary {
  moneda: string;
  proyectos: number;
  valor: Decimal;
  sin_valor: number;
  sin_erogacion: number;
  otra_moneda: number;
  areas: SummaryArea[];
  /** The money of the projects that fell to areas, each peso once. */
  enAreas: Decimal;
  sinRepartir: Decimal;
  sinLugar: Unplaced[];
  cierra: boolean;
}

/* As `/resumen?por=area` writes it; money has become text (api/json.ts). */
interface Body {
  moneda: string;
  todo: { proyectos: number; valor: Decimal; sin_valor: number; sin_erogacion: number; otra_moneda: number };
  areas: (Omit<SummaryArea, 'directos'> & { proyectos_directos: number })[];
  atribuido: { valor: Decimal };
  sin_asignar: { valor: Decimal };
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
