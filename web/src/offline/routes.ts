/* What the service worker does with a request, by its address alone. What is not named here goes to the network untouched: exports,
 * health, other origins, parts of files. */
export type Kind = 'shell' | 'asset' | 'data' | 'tile' | 'page';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly navigation: boolean;
  readonly range: boolean;
}

const DATA =
  /^\/(?:resumen|facetas|matriz|flujos|lugar|buscar|series|configuracion\.json|collections(?:\/.*)?)$/;
const TILE = /^\/tiles\/\d+\/\d+\/\d+\.pbf$/;
const PAGE =
  /^\/(?:(?:area|proyecto|actor)\/.+|areas|proyectos|actores|redes|estadisticas|inconsistencias|metas|novedades)$/;

/** `assets`: paths of the page's own files, as kept at install. Null: the network alone. */
export function kindOf(
  { method, url, navigation, range }: Asked,
  origin: string,
  assets: ReadonlySet<string>,
): Kind | null {
  if (method !== 'GET' || range || url.origin !== origin) return null;
  if (navigation) return url.pathname === '/' ? 'shell' : PAGE.test(url.pathname) ? 'page' : null;
  if (url.pathname !== '/' && assets.has(url.pathname)) return 'asset';
  if (TILE.test(url.pathname)) return 'tile';
  /* Another form than JSON is somebody's download. */
  const form = url.searchParams.get('f');
  return DATA.test(url.pathname) && (form === null || form === 'json') ? 'data' : null;
}

/** What of the addresses a page has already loaded is worth keeping: its figures and its tiles. */
export function worthKeeping(
  addresses: readonly string[],
  origin: string,
  assets: ReadonlySet<string> = new Set(),
): string[] {
  return [...new Set(addresses)].filter((address) => {
    const kind = kindOf(
      { method: 'GET', url: new URL(address), navigation: false, range: false },
      origin,
      assets,
    );
    return kind === 'data' || kind === 'tile';
  });
}
