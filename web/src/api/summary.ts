/* The city's totals, which close: areas + not allocated + without a place = total of distinct projects. */
import type { Decimal } from '../lib/money.ts';
import type { components } from './schema.d.ts';
import type { Coverage, Figures, Uncovered } from './totals.ts';

export type { Uncovered };

/** True if no project at all adds to the amount: it is no data then, not zero. */
export function coversNothing(all: Uncovered & { proyectos: number }): boolean {
  const { proyectos, sin_valor, sin_erogacion, otra_moneda, contado_en_otro } = all;
  return proyectos > 0 && sin_valor + sin_erogacion + otra_moneda + contado_en_otro >= proyectos;
}

/** A row of an area, all of it asked for. `directos`: tied to this very area, not to one inside it. */
export type SummaryArea = Omit<Required<components['schemas']['filaDeArea']>, 'proyectos_directos'> & {
  directos: number;
};

export type Unplaced = components['schemas']['sinLugar'];
export type PlaceState = Unplaced['estado'];
export const PLACE_STATES: readonly PlaceState[] = ['named', 'city', 'beyond', 'unknown'];

/** The city's totals; `todo` flattened. */
export interface Summary extends Figures {
  moneda: string;
  cobertura: Coverage;
  areas: SummaryArea[];
  /** The money of the projects that fell to areas, each peso once. */
  enAreas: Decimal | null;
  sinRepartir: Decimal | null;
  sinLugar: Unplaced[];
  cierra: boolean;
}

export function readSummary(body: components['schemas']['resumenPorArea']): Summary {
  const { moneda, cobertura, todo, areas, atribuido, sin_asignar, sin_lugar, cierra } = body;
  return {
    moneda,
    cobertura,
    ...todo,
    areas: areas.map(({ proyectos_directos, ...area }) => ({
      ...(area as Required<typeof area>),
      directos: proyectos_directos ?? 0,
    })),
    enAreas: atribuido.valor,
    sinRepartir: sin_asignar.valor,
    sinLugar: sin_lugar,
    cierra,
  };
}
