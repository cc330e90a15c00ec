/* The typed client: one function per question the page asks. Nothing here leaves the origin. */
import { ApiError } from './errors.ts';
import type {
  ActorProperties,
  AreaHere,
  AreaProperties,
  Basemap,
  Feature,
  Found,
  Page,
  Project,
  ProjectProperties,
} from './types.ts';
import { readSummary, type Summary } from './summary.ts';
import type { Dimension, Facets, Groups, Matrix } from './totals.ts';
import type { Transport } from './transport.ts';
import type { Lang } from '../i18n/index.ts';
import { filterPairs, formatPairs, type Filter } from '../state/filter.ts';
import type { LonLat } from '../state/view.ts';

export type Collection = 'proyectos' | 'proyectos_sin_lugar';
export type Query = Readonly<Record<string, string | number | readonly string[]>>;
export type ExportFormat = 'xlsx' | 'csv' | 'geojson' | 'gpkg' | 'fgb' | 'kml' | 'shp.zip';

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

const item = (code: string) => encodeURIComponent(code);

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

  /** Totals by area, with their closing. */
  async summary(filter: Filter, signal: AbortSignal): Promise<Summary> {
    return readSummary(await this.get(this.url('/resumen', { por: 'area' }, filter), signal));
  }

  /** Totals by another dimension; `periods` as "2005-2007". */
  async groups(
    by: Dimension,
    filter: Filter,
    signal: AbortSignal,
    periods: readonly string[] = [],
  ): Promise<Groups> {
    return (await this.get(this.url('/resumen', { por: by, periodo: periods }, filter), signal)) as Groups;
  }

  /** How many projects each value of each facet has; a facet's own values are counted as if it asked for none. */
  async facets(filter: Filter, signal: AbortSignal): Promise<Facets> {
    return (await this.get(this.url('/facetas', {}, filter), signal)) as Facets;
  }

  /** The gap matrix: areas of a layer by the values of a dimension, empty cells and all. */
  async matrix(rows: string, columns: Dimension, filter: Filter, signal: AbortSignal): Promise<Matrix> {
    return (await this.get(
      this.url('/matriz', { filas: rows, columnas: columns }, filter),
      signal,
    )) as Matrix;
  }

  async area(code: string, signal: AbortSignal): Promise<Feature<AreaProperties>> {
    return (await this.get(
      this.url(`/collections/areas/items/${item(code)}`, { f: 'json' }),
      signal,
    )) as Feature<AreaProperties>;
  }

  /** What a list of areas needs: without their shapes. */
  async areas(layers: readonly string[], signal: AbortSignal): Promise<Page<AreaProperties>> {
    return (await this.get(
      this.url('/collections/areas/items', { f: 'json', capa: layers, limit: 2000, geometria: 'no' }),
      signal,
    )) as Page<AreaProperties>;
  }

  /** A project, wherever it is: on the map or in one of the four states without a place. */
  async project(code: string, signal: AbortSignal): Promise<Project> {
    const unplaced = await this.projects('proyectos_sin_lugar', { codigo: code }, signal).catch(notFound);
    const collection: Collection = unplaced.features.length > 0 ? 'proyectos_sin_lugar' : 'proyectos';
    return (await this.get(
      this.url(`/collections/${collection}/items/${item(code)}`, { f: 'json' }),
      signal,
    )) as Project;
  }

  async projects(
    collection: Collection,
    query: Query,
    signal: AbortSignal,
    filter?: Filter,
  ): Promise<Page<ProjectProperties>> {
    return (await this.get(
      this.url(`/collections/${collection}/items`, { f: 'json', ...query }, filter),
      signal,
    )) as Page<ProjectProperties>;
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

  async actor(code: string, signal: AbortSignal): Promise<Feature<ActorProperties>> {
    return (await this.get(
      this.url(`/collections/actores/items/${item(code)}`, { f: 'json' }),
      signal,
    )) as Feature<ActorProperties>;
  }

  async here({ lon, lat }: LonLat, signal: AbortSignal): Promise<AreaHere[]> {
    return ((await this.get(this.url('/lugar', { lon, lat }), signal)) as { areas: AreaHere[] }).areas;
  }

  async find(words: string, signal: AbortSignal): Promise<Found[]> {
    return ((await this.get(this.url('/buscar', { q: words }), signal)) as { resultados: Found[] })
      .resultados;
  }

  async basemap(signal: AbortSignal): Promise<Basemap | null> {
    return ((await this.get('/configuracion.json', signal)) as { basemap: Basemap | null }).basemap;
  }
}
