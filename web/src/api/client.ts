/* The typed client: one function per question the page asks. Nothing here leaves the origin. */
import { ApiError } from './errors.ts';
import type { components, paths } from './schema.d.ts';
import type {
  ActorProperties,
  Area,
  AreaHere,
  AreaProperties,
  Basemap,
  Feature,
  Found,
  Page,
  Project,
  ProjectProperties,
  Schema,
} from './types.ts';
import { readSummary, type Summary } from './summary.ts';
import type { Dimension, Facets, Flows, Groups, Matrix } from './totals.ts';
import type { Transport } from './transport.ts';
import type { Lang } from '../i18n/index.ts';
import type { AreaFact } from '../map/measure.ts';
import { filterPairs, formatPairs, type Filter } from '../state/filter.ts';
import type { LonLat } from '../state/view.ts';

export type Collection = 'proyectos' | 'proyectos_sin_lugar';
export type Query = Readonly<Record<string, string | number | readonly string[]>>;
export type ExportFormat = 'xlsx' | 'csv' | 'geojson' | 'gpkg' | 'fgb' | 'kml' | 'shp.zip';

/* What an address of the API takes and answers, by its own description. */
type Asked<P extends keyof paths> = {
  readonly [K in keyof NonNullable<paths[P]['get']['parameters']['query']>]?:
    string | number | readonly string[];
};
type Answer<P extends keyof paths> = paths[P]['get']['responses'][200]['content']['application/json'];

interface Ask<P extends keyof paths> {
  query?: Asked<P>;
  filter?: Filter | undefined;
  /** For the {names} in the path. */
  at?: Readonly<Record<string, string>>;
}

function pairs(query: Query): [string, string][] {
  return Object.entries(query).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [key, String(one)]),
  );
}

/* How the server's refusals begin: "tema=x: no es…", "monto_min: «abc» no es…". */
const REFUSAL = /^([a-z_-]+)(?:=(.+?))?: /;

/* A filter on a code that nothing has is a mistake in the question for the server; for the reader it is a dead link. */
function notFound(error: unknown): never {
  throw error instanceof ApiError && error.kind === 'input'
    ? new ApiError('not-found', error.message)
    : error;
}

export class Client {
  constructor(
    private readonly transport: Transport,
    private readonly lang: () => Lang,
    /** The server refused a key of a filter, with its reason. */
    private readonly refused: (key: string, value: string | null, reason: string) => void = () => {},
  ) {}

  /** An address of this origin: the filter, what else is asked, and the language. */
  url(path: string, query: Query = {}, filter?: Filter): string {
    return `${path}?${formatPairs([...(filter ? filterPairs(filter) : []), ...pairs(query), ['lang', this.lang()]])}`;
  }

  /** Where the file of what the filter selects is. */
  exportUrl(collection: 'proyectos' | 'areas', format: ExportFormat, filter: Filter): string {
    return this.url(`/exportar/${collection}.${format}`, {}, filter);
  }

  /** What the API answers at one of its paths: parameters and answer are typed by its own description (schema.d.ts). */
  private async ask<P extends keyof paths>(
    path: P,
    signal: AbortSignal,
    { query = {}, filter, at = {} }: Ask<P> = {},
  ): Promise<Answer<P>> {
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(at[name] ?? ''));
    return (await this.get(this.url(address, query as Query, filter), signal)) as Answer<P>;
  }

  private async get(address: string, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.transport.json(address, signal);
    } catch (error) {
      const refusal =
        error instanceof ApiError && error.kind === 'input' ? REFUSAL.exec(error.message) : null;
      if (refusal?.[1]) this.refused(refusal[1], refusal[2] ?? null, (error as ApiError).message);
      throw error;
    }
  }

  private async items<P>(
    collection: 'areas' | Collection,
    signal: AbortSignal,
    query: Asked<'/collections/{id}/items'>,
    filter?: Filter,
  ): Promise<Page<P>> {
    const at = { id: collection };
    const page = await this.ask('/collections/{id}/items', signal, {
      at,
      query: { f: 'json', ...query },
      filter,
    });
    return page as unknown as Page<P>;
  }

  private async item<F>(collection: 'areas' | 'actores' | Collection, code: string, signal: AbortSignal) {
    const at = { id: collection, codigo: code };
    return (await this.ask('/collections/{id}/items/{codigo}', signal, {
      at,
      query: { f: 'json' },
    })) as unknown as F;
  }

  /** Totals by area, with their closing. */
  async summary(filter: Filter, signal: AbortSignal): Promise<Summary> {
    const body = await this.ask('/resumen', signal, { query: { por: 'area' }, filter });
    return readSummary(body as components['schemas']['resumenPorArea']);
  }

  /** Totals by another dimension; `periods` as "2005-2007". */
  async groups(
    by: Dimension,
    filter: Filter,
    signal: AbortSignal,
    periods: readonly string[] = [],
  ): Promise<Groups> {
    const query = { por: by, periodo: periods };
    return (await this.ask('/resumen', signal, { query, filter })) as Groups;
  }

  /** How many projects each value of each facet has; a facet's own values are counted as if it asked for none. `query`: `limit` values
   * of each, `capa` for the layer of the areas. */
  facets(filter: Filter, signal: AbortSignal, query: Asked<'/facetas'> = {}): Promise<Facets> {
    return this.ask('/facetas', signal, { query, filter });
  }

  /** The gap matrix: areas of a layer by the values of a dimension, empty cells and all. */
  matrix(rows: string, columns: Dimension, filter: Filter, signal: AbortSignal): Promise<Matrix> {
    return this.ask('/matriz', signal, { query: { filas: rows, columnas: columns }, filter });
  }

  /** How much goes from each source to each area of a layer; the largest `limit` of both, the others summed. */
  flows(layer: string, limit: number, filter: Filter, signal: AbortSignal): Promise<Flows> {
    return this.ask('/flujos', signal, { query: { capa: layer, limit }, filter });
  }

  area(code: string, signal: AbortSignal): Promise<Area> {
    return this.item('areas', code, signal);
  }

  /** What a list of areas needs: without their shapes. */
  areas(layers: readonly string[], signal: AbortSignal): Promise<Page<AreaProperties>> {
    return this.items('areas', signal, { capa: layers, limit: 2000, geometria: 'no' });
  }

  /** What the map must know of every area whatever is asked: where it belongs, whether it has a polygon, its people. */
  async areaFacts(signal: AbortSignal): Promise<AreaFact[]> {
    const properties = 'codigo,nombre,capa,geometria,hectareas,poblacion,poblacion_anio';
    const facts: AreaFact[] = [];
    let address: string | null = this.url('/collections/areas/items', {
      f: 'json',
      limit: 2000,
      geometria: 'no',
      properties,
    });
    while (address !== null) {
      const page = (await this.get(address, signal)) as Page<AreaFact>;
      facts.push(...page.features.map((feature) => feature.properties));
      const next = page.links?.find(({ rel }) => rel === 'next');
      const { pathname, search } = new URL(next?.href ?? '/', location.href);
      address = next ? pathname + search : null;
    }
    return facts;
  }

  /** A project, wherever it is: on the map or in one of the four states without a place. */
  async project(code: string, signal: AbortSignal): Promise<Project> {
    const unplaced = await this.projects('proyectos_sin_lugar', { codigo: code }, signal).catch(notFound);
    const collection: Collection = unplaced.features.length > 0 ? 'proyectos_sin_lugar' : 'proyectos';
    return this.item(collection, code, signal);
  }

  projects(
    collection: Collection,
    query: Asked<'/collections/{id}/items'>,
    signal: AbortSignal,
    filter?: Filter,
  ): Promise<Page<ProjectProperties>> {
    return this.items(collection, signal, query, filter);
  }

  /** Where a project is drawn; null where nothing is known of its place. */
  async spot(code: string, signal: AbortSignal): Promise<LonLat | null> {
    const { features } = await this.projects('proyectos', { codigo: code }, signal);
    const at = features[0]?.geometry;
    if (at?.type !== 'Point') return null;
    const [lon, lat] = at.coordinates as [number, number];
    return { lon, lat };
  }

  /** The page a `next` link names; only its query is used, so that a proxy's name cannot lead elsewhere. */
  async next(page: Page<ProjectProperties>, signal: AbortSignal): Promise<Page<ProjectProperties>> {
    const link = page.links?.find(({ rel }) => rel === 'next');
    if (!link) return { features: [], numberReturned: 0 };
    const { pathname, search } = new URL(link.href, location.href);
    return (await this.get(pathname + search, signal)) as Page<ProjectProperties>;
  }

  actor(code: string, signal: AbortSignal): Promise<Feature<ActorProperties>> {
    return this.item('actores', code, signal);
  }

  /** The names of a collection's properties and of their codes. */
  async schema(collection: 'actores' | Collection, signal: AbortSignal): Promise<Schema> {
    return (await this.get(this.url(`/collections/${collection}/schema`), signal)) as Schema;
  }

  async here({ lon, lat }: LonLat, signal: AbortSignal): Promise<AreaHere[]> {
    return (await this.ask('/lugar', signal, { query: { lon, lat } })).areas;
  }

  async find(words: string, signal: AbortSignal): Promise<Found[]> {
    return (await this.ask('/buscar', signal, { query: { q: words } })).resultados;
  }

  async basemap(signal: AbortSignal): Promise<Basemap | null> {
    return (await this.ask('/configuracion.json', signal)).basemap;
  }
}
