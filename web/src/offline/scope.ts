/* The little of a service worker's scope that ours uses: the DOM's types and a worker's do not go together in one program. */
export interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface Asking extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

export interface Told extends Lasting {
  readonly data: unknown;
}

export interface Scope {
  readonly location: Location;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(): Promise<readonly { postMessage(message: unknown): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asking) => void): void;
  addEventListener(type: 'message', listener: (event: Told) => void): void;
}

/** From the page to the worker. */
export type Order =
  { readonly order: 'take-over' } | { readonly order: 'keep'; readonly addresses: string[] };

/** From the worker to its pages: tiles changed on the server. */
export const TILES_CHANGED = 'tiles-changed';
