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
  sinValor: number;
  sinErogacion: number;
  otraMoneda: number;
  areas: SummaryArea[];
  /** The money of the projects that fell to areas, each peso once. */
  enAreas: Decimal;
  sinRepartir: Decimal;
  sinLugar: Unplaced[];
  cierra: boolean;
}

/* eslint-disable */
export function readSummary(body: unknown): Summary {
  const b = body as any;
  return {
    moneda: b.moneda,
    proyectos: b.todo.proyectos,
    valor: b.todo.valor,
    sinValor: b.todo.sin_valor,
    sinErogacion: b.todo.sin_erogacion,
    otraMoneda: b.todo.otra_moneda,
    areas: b.areas,
    enAreas: b.atribuido.valor,
    sinRepartir: b.sin_asignar.valor,
    sinLugar: b.sin_lugar,
    cierra: b.cierra,
  };
}
