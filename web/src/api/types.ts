/* What the page reads of the API besides totals: features, searches, configuration (schema.d.ts, made from the API). */
import type { Decimal } from '../lib/money.ts';
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type AreaProperties = Schemas['area'];
export type ProjectProperties = Schemas['proyecto'];
export type ActorProperties = Schemas['actor'];

export interface Feature<P> {
  type: 'Feature';
  id?: string | number;
  geometry: { type: string; coordinates: unknown } | null;
  properties: P;
}

export interface Page<P> {
  features: Feature<P>[];
  numberMatched?: number;
  numberReturned: number;
  links?: { rel: string; href: string }[];
}

export type Found = Schemas['hallados']['resultados'][number];
export type AreaHere = Schemas['areasEnUnPunto']['areas'][number];
export type Basemap = Schemas['mapaBase'];

export interface Contribution {
  aporta: { codigo: string; nombre: string } | null;
  valor: Decimal;
  moneda: string | null;
  forma: string | null;
  contrapartida: boolean;
  tasa: { valor: Decimal; texto: string | null; fecha: string | null } | null;
}

export interface Project extends Feature<ProjectProperties> {
  detalle: {
    aportes: Contribution[];
    relacionados: { codigo: string; titulo: string; relacion: string }[];
  };
}
