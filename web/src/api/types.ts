/* What the page reads of the API. Property names are the registry's (src/README.md). */
import type { Decimal } from '../lib/money.ts';

export interface AreaProperties {
  codigo: string;
  nombre: string;
  capa: string;
  geometria: string;
  geometria_aproximada: boolean;
  hectareas: number | null;
  poblacion: number | null;
  poblacion_anio: number | null;
  definicion: string | null;
  contenida_en: string | null;
  proyectos: number;
  valor: Decimal | null;
  valor_atribuido: Decimal | null;
  moneda: string | null;
  fuente: string | null;
}

export interface ProjectProperties {
  codigo: string;
  titulo: string;
  clase: string | null;
  estado: string | null;
  anio: number | null;
  areas: string | null;
  areas_nombres: string | null;
  lugar: string | null;
  ubicacion: string | null;
  valor: Decimal | null;
  moneda: string | null;
  valor_es_suma: boolean | null;
  sin_erogacion: boolean | null;
  personas: number | null;
  personas_texto: string | null;
  fecha_firma: string | null;
  fecha_inicio: string | null;
  fecha_fin: string | null;
  vigencia: string | null;
  fuentes: string | null;
  ejecutores: string | null;
  partes: string | null;
  macroproyecto: string | null;
  objeto: string | null;
  fuente: string | null;
}

export interface ActorProperties {
  codigo: string;
  nombre: string;
  tipo: string | null;
  pais: string | null;
}

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

export interface Found {
  tipo: 'area' | 'proyecto' | 'actor';
  codigo: string;
  nombre: string;
  detalle: string | null;
}

export interface AreaHere {
  codigo: string;
  nombre: string;
  capa: string;
  geometria_aproximada: boolean;
}

export interface Basemap {
  tipo: 'xyz' | 'pmtiles';
  url: string;
  nombre: string;
  atribucion: string;
}

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
