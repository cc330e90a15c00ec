/* The names of codes in a filter: from the lists of the facets, and asked one by one where no list has them. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Client } from '../api/client.ts';
import type { Facets } from '../api/totals.ts';
import type { Lang } from '../i18n/index.ts';
import { UNKNOWN_VALUE, type Facet, type Filter } from '../state/filter.ts';
import type { NameOf } from './filter-chips.ts';

type Ask = (client: Client, code: string, signal: AbortSignal) => Promise<string>;

const area: Ask = async (client, code, signal) => (await client.area(code, signal)).properties.nombre;
const actor: Ask = async (client, code, signal) => (await client.actor(code, signal)).properties.nombre;
const around: Ask = async (client, at, signal) => {
  const [lon = 0, lat = 0] = at.split(',').map(Number);
  return (await client.here({ lon, lat }, signal))[0]?.nombre ?? '';
};

const ASKED: Partial<Record<Facet | 'cerca', Ask>> = { area, fuente: actor, ejecutor: actor, cerca: around };

/* What one part of the page has learnt all know, and are drawn again for it. */
const known = new Map<string, string>();
const asked = new Set<string>();
const hosts = new Set<ReactiveControllerHost>();
const read = new WeakSet<Facets>();

function told(id: string, name: string): void {
  if (known.get(id) === name) return;
  known.set(id, name);
  for (const host of hosts) host.requestUpdate();
}

export class Names implements ReactiveController {
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly client: () => Client,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    hosts.add(this.host);
  }

  hostDisconnected(): void {
    hosts.delete(this.host);
  }

  /** What an answer tells of names. */
  learn(lang: Lang, answer: Facets | null): void {
    if (!answer || read.has(answer)) return;
    read.add(answer);
    for (const { nombre, valores } of answer.facetas)
      for (const { valor, etiqueta } of valores)
        if (etiqueta !== valor || nombre === 'anio') told(`${lang} ${nombre} ${valor}`, etiqueta);
  }

  of(lang: Lang): NameOf {
    return (key, value) => known.get(`${lang} ${key} ${value}`) ?? null;
  }

  /** Ask for what no list has said. A code that cannot be found is its own name. */
  complete(lang: Lang, filter: Filter): void {
    const codes = (['area', 'fuente', 'ejecutor'] as const).flatMap((key) =>
      filter[key].map((value) => [key, value] as const),
    );
    for (const [key, value] of filter.cerca ? [...codes, ['cerca', filter.cerca] as const] : codes) {
      const id = `${lang} ${key} ${value}`;
      const ask = ASKED[key];
      if (value === UNKNOWN_VALUE || known.has(id) || asked.has(id) || !ask) continue;
      asked.add(id);
      const found = ask(this.client(), value, new AbortController().signal);
      void found.catch(() => (key === 'cerca' ? '' : value)).then((name) => told(id, name));
    }
  }
}
