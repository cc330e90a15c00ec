/* The service worker: the page opens without a server after its first visit, with the figures, tiles and plain pages that were seen.
 * Whatever it gives from its shelves carries the date at which the server gave it. Built to /sw.js by build/sw.ts. */
import { KEPT_HEADER } from '../api/transport.ts';
import { dated, missing } from './plain.ts';
import { kindOf, worthKeeping, type Kind } from './routes.ts';
import { TILES_CHANGED, type Asking, type Order, type Scope } from './scope.ts';
import { Shelf } from './shelf.ts';

/* Put in by the build: the paths of the page's files, and a hash of their contents. */
declare const FILES: readonly string[];
declare const VERSION: string;

const worker = self as unknown as Scope;
const PREFIX = 'coopmap-pagina-';
const OWN = PREFIX + VERSION;
const ASSETS: ReadonlySet<string> = new Set(FILES);
const MB = 1_000_000;
const data = new Shelf('coopmap-datos', { entries: 400, bytes: 20 * MB });
const tiles = new Shelf('coopmap-teselas', { entries: 600, bytes: 30 * MB });
const pages = new Shelf('coopmap-paginas', { entries: 100, bytes: 10 * MB });
/* How long the network may take before what is kept is shown instead. */
const SHELL_MS = 2500;
const DATA_MS = 4000;
const TELL_AFTER_MS = 400;
const CALM_MS = 500;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  const order = event.data as Order;
  if (order.order === 'take-over') event.waitUntil(worker.skipWaiting());
  else if (order.order === 'keep') event.waitUntil(keepAll(order.addresses));
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const asked = {
    method: request.method,
    url: new URL(request.url),
    navigation: request.mode === 'navigate',
    range: request.headers.has('Range'),
  };
  const kind = kindOf(asked, worker.location.origin, ASSETS);
  if (kind) event.respondWith(ANSWERS[kind](event, asked.url));
});

const ANSWERS: Readonly<Record<Kind, (event: Asking, url: URL) => Promise<Response>>> = {
  shell: answerShell,
  asset: async ({ request }, url) => (await ownFile(url.pathname)) ?? fetch(request),
  data: (event, url) => answerFresh(event, data, url),
  tile: answerTile,
  page: answerPage,
};

/* All files of one version or none. */
async function install(): Promise<void> {
  const cache = await caches.open(OWN);
  const requests = FILES.map((path) =>
    path.startsWith('/assets/')
      ? new Request(path)
      : new Request(path, { cache: 'no-cache', headers: { Accept: 'text/html,*/*;q=0.8' } }),
  );
  await cache.addAll(requests);
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== OWN);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

const ownFile = async (path: string) => (await caches.open(OWN)).match(path, { ignoreVary: true });
const keyOf = (url: URL) => url.pathname + url.search;

/** The network's answer if it comes in time; undefined if it fails, does not come, or is the server's trouble. */
async function inTime(fresh: Promise<Response>, ms: number): Promise<Response | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((done) => (timer = setTimeout(() => done(undefined), ms)));
  const answer = await Promise.race([fresh.catch(() => undefined), late]);
  clearTimeout(timer);
  return answer && answer.status < 500 ? answer : undefined;
}

let asked = 0;

/** Fulfilled when nothing was asked for a while. */
async function calm(): Promise<void> {
  for (let left; (left = asked + CALM_MS - performance.now()) > 0;)
    await new Promise((done) => setTimeout(done, left));
}

/** Ask the network, and keep what it says: later, and from the browser's own cache, as a copy made and written on the way holds up
 * what the reader waits for. */
function ask(event: Asking, shelf: Shelf, key: string): Promise<Response> {
  asked = performance.now();
  const { request } = event;
  const answer = fetch(request);
  const put = async ({ ok }: Response) => {
    await calm();
    if (ok) await shelf.put(key, await fetch(new Request(request, { cache: 'force-cache' })));
  };
  event.waitUntil(answer.then(put).catch(() => {}));
  return answer;
}

async function answerShell(event: Asking): Promise<Response> {
  const fresh = fetch(event.request);
  return (await inTime(fresh, SHELL_MS)) ?? (await ownFile('/')) ?? fresh;
}

async function answerFresh(event: Asking, shelf: Shelf, url: URL): Promise<Response> {
  const key = keyOf(url);
  const fresh = ask(event, shelf, key);
  /* To look at the shelf takes longer than most answers do. */
  return (await inTime(fresh, DATA_MS)) ?? (await shelf.get(key)) ?? fresh;
}

async function answerPage(event: Asking, url: URL): Promise<Response> {
  const key = keyOf(url);
  const fresh = ask(event, pages, key);
  const kept = await pages.get(key);
  const answer = await inTime(fresh, kept ? DATA_MS : 10 * DATA_MS);
  if (answer) return answer;
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  if (!kept) return fresh.catch(() => new Response(missing(url), { status: 503, headers }));
  const at = new Date(kept.headers.get(KEPT_HEADER) ?? 0);
  return new Response(dated(await kept.text(), at, url), { headers: kept.headers });
}

/* Projects change with every filter. Areas hardly ever do: what is kept at once, and what is new for the next time; where the data
 * changed, all tiles are old and the pages are told. */
async function answerTile(event: Asking, url: URL): Promise<Response> {
  if (url.searchParams.get('collections') !== 'areas') return answerFresh(event, tiles, url);
  const key = keyOf(url);
  const kept = await tiles.get(key);
  const fresh = ask(event, tiles, key);
  if (!kept) return fresh;
  const compared = fresh.then((now) => {
    const changed = now.status === 200 && now.headers.get('ETag') !== kept.headers.get('ETag');
    return changed ? tilesChanged() : undefined;
  });
  event.waitUntil(compared.catch(() => {}));
  return kept;
}

let telling: Promise<void> | null = null;

function tilesChanged(): Promise<void> {
  telling ??= (async () => {
    await new Promise((done) => setTimeout(done, TELL_AFTER_MS));
    await tiles.clear();
    telling = null;
    for (const client of await worker.clients.matchAll()) client.postMessage(TILES_CHANGED);
  })();
  return telling;
}

/* What the page had loaded before this worker was there. The browser has most of it still. */
async function keepAll(addresses: readonly string[]): Promise<void> {
  for (const address of worthKeeping(addresses, worker.location.origin, ASSETS)) {
    const url = new URL(address);
    const shelf = url.pathname.startsWith('/tiles/') ? tiles : data;
    if (await shelf.get(keyOf(url))) continue;
    const headers = { Accept: 'application/geo+json, application/json, */*' };
    await fetch(address, { headers })
      .then((answer) => shelf.put(keyOf(url), answer))
      .catch(() => {});
  }
}
