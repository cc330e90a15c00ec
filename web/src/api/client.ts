/* The typed client: one function per question the page asks. Nothing here leaves the origin. */
import { ApiError, kindOfStatus, problemDetail } from './errors.ts';
import { parseJson } from './json.ts';
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
import type { Lang } from '../i18n/index.ts';
import type { LonLat } from '../state/url.ts';

export type Collection = 'proyectos' | 'proyectos_sin_lugar';
export type Query = Readonly<Record<string, string | number | readonly string[]>>;

export function queryString(query: Query): string {
  const p = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) p.append(key, String(one));
  }
  return p.toString();
}

async function get(address: string, signal: AbortSignal): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      signal,
      headers: { Accept: 'application/geo+json, application/json' },
    });
    text = await response.text();
  } catch (error) {
    throw new ApiError('network', String(error));
  }
  if (!response.ok) throw new ApiError(kindOfStatus(response.status), problemDetail(text));
  try {
    return parseJson(text);
  } catch {
    throw new ApiError('server', `${address}: not JSON`);
  }
}

/* A filter on a code that nothing has is a mistake in the question for the server; for the reader it is a dead link. */
function notFound(error: unknown): never {
  throw error instanceof ApiError && error.kind === 'input'
    ? new ApiError('not-found', error.message)
    : error;
}

const item = (code: string) => encodeURIComponent(code);

export class Client {
  constructor(private readonly lang: () => Lang) {}

  private url(path: string, query: Query = {}): string {
    return `${path}?${queryString({ ...query, lang: this.lang() })}`;
  }

  async summary(signal: AbortSignal): Promise<Summary> {
    return readSummary(await get(this.url('/resumen', { por: 'area' }), signal));
  }

  async area(code: string, signal: AbortSignal): Promise<Feature<AreaProperties>> {
    return (await get(
      this.url(`/collections/areas/items/${item(code)}`, { f: 'json' }),
      signal,
    )) as Feature<AreaProperties>;
  }

  /** What a list of areas needs: without their shapes. */
  async areas(layers: readonly string[], signal: AbortSignal): Promise<Page<AreaProperties>> {
    return (await get(
      this.url('/collections/areas/items', { f: 'json', capa: layers, limit: 2000, geometria: 'no' }),
      signal,
    )) as Page<AreaProperties>;
  }

  /** A project, wherever it is: on the map or in one of the four states without a place. */
  async project(code: string, signal: AbortSignal): Promise<Project> {
    const unplaced = await this.projects('proyectos_sin_lugar', { codigo: code }, signal).catch(notFound);
    const collection: Collection = unplaced.features.length > 0 ? 'proyectos_sin_lugar' : 'proyectos';
    return (await get(
      this.url(`/collections/${collection}/items/${item(code)}`, { f: 'json' }),
      signal,
    )) as Project;
  }

  async projects(
    collection: Collection,
    query: Query,
    signal: AbortSignal,
  ): Promise<Page<ProjectProperties>> {
    return (await get(
      this.url(`/collections/${collection}/items`, { f: 'json', ...query }),
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
    return (await get(pathname + search, signal)) as Page<ProjectProperties>;
  }

  async actor(code: string, signal: AbortSignal): Promise<Feature<ActorProperties>> {
    return (await get(
      this.url(`/collections/actores/items/${item(code)}`, { f: 'json' }),
      signal,
    )) as Feature<ActorProperties>;
  }

  async here({ lon, lat }: LonLat, signal: AbortSignal): Promise<AreaHere[]> {
    return ((await get(this.url('/lugar', { lon, lat }), signal)) as { areas: AreaHere[] }).areas;
  }

  async find(words: string, signal: AbortSignal): Promise<Found[]> {
    return ((await get(this.url('/buscar', { q: words }), signal)) as { resultados: Found[] }).resultados;
  }

  async basemap(signal: AbortSignal): Promise<Basemap | null> {
    return ((await get('/configuracion.json', signal)) as { basemap: Basemap | null }).basemap;
  }
}
