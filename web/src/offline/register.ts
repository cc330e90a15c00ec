/* Puts the service worker in place, when the page has nothing better to do. */
import { TILES_CHANGED, type Order } from './scope.ts';
import { worthKeeping } from './routes.ts';

export interface Heard {
  /** A new version of the page waits; `load` opens it, at the same address. */
  waiting(load: () => void): void;
  /** What the map shows is not what the server has now. */
  tilesChanged(): void;
}

const send = (worker: ServiceWorker, order: Order) => worker.postMessage(order);

function watch(registration: ServiceWorkerRegistration, heard: Heard): void {
  const ready = (worker: ServiceWorker) => heard.waiting(() => send(worker, { order: 'take-over' }));
  if (registration.waiting) ready(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      /* Without a controller it is the first one ever, which nobody waits for. */
      if (worker.state === 'installed' && navigator.serviceWorker.controller) ready(worker);
    });
  });
}

async function register(container: ServiceWorkerContainer, heard: Heard): Promise<void> {
  const first = container.controller === null;
  let reloading = first;
  container.addEventListener('controllerchange', () => {
    if (!reloading) location.reload();
    reloading = false; // the first worker takes over quietly; the next one changes the page
  });
  container.addEventListener('message', ({ data }) => {
    if (data === TILES_CHANGED) heard.tilesChanged();
  });
  const registration = await container.register('/sw.js');
  watch(registration, heard);
  if (!first) return;
  const { active } = await container.ready;
  const seen = performance.getEntriesByType('resource').map(({ name }) => name);
  if (active) send(active, { order: 'keep', addresses: worthKeeping(seen, location.origin) });
}

/** After the page has loaded and rests; never while developing, where the files are made on demand. */
export function registerOffline(heard: Heard): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const idle = window.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1500));
  const start = () =>
    idle(() => void register(navigator.serviceWorker, heard).catch(() => {}), { timeout: 10_000 });
  if (document.readyState === 'complete') setTimeout(start, 1000);
  else window.addEventListener('load', () => setTimeout(start, 1000), { once: true });
}
