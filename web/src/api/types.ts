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

/** An area with those that it is in and those that are in it. */
export interface Area extends Feature<AreaProperties> {
  detalle: { contenida_en: AreaHere[]; contiene: AreaHere[] };
}

interface Named {
  codigo: string;
  nombre: string;
}

export interface Contribution {
  aporta: Named | null;
  valor: Decimal | null;
  moneda: string | null;
  valor_texto: string | null;
  forma: string | null;
  contrapartida: boolean;
  tasa: { valor: Decimal; texto: string | null; de: string; a: string; fecha: string | null } | null;
  fuente: string | null;
  localizador: string | null;
}

export interface Place {
  alcance: string;
  area: AreaHere | null;
  nombre_texto: string | null;
  /** How its area is known, and by what rule it has a part of the value (code lists location_method, share_basis). */
  metodo: string | null;
  reparto: string | null;
  participacion: number | null;
  valor_atribuido: Decimal | null;
}

export interface Project extends Feature<ProjectProperties> {
  detalle: {
    fecha_monetizacion: string | null;
    unidad_personas: string | null;
    personas_aproximado: boolean | null;
    textos: { clase: string | null; idioma: string | null; texto: string }[];
    partes: { actor: Named | null; papel: string | null; papel_texto: string | null }[];
    aportes: Contribution[];
    lugares: Place[];
    relacionados: { codigo: string; titulo: string; relacion: string }[];
  };
}

/** What a collection's properties are called, and the words of those that hold codes (JSON Schema, in the reader's language). */
export interface Schema {
  properties: Record<
    string,
    { title?: string; description?: string; oneOf?: { const: string; title: string }[] } | undefined
  >;
}
