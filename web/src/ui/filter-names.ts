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

export class Names implements ReactiveController {
  private readonly known = new Map<string, string>();
  private readonly asked = new Set<string>();
  private readonly abort = new AbortController();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly client: () => Client,
  ) {
    host.addController(this);
  }

  hostConnected(): void {}

  /** What an answer tells of names. */
  learn(lang: Lang, answer: Facets | null): void {
    for (const { nombre, valores } of answer?.facetas ?? [])
      for (const { valor, etiqueta } of valores)
        if (etiqueta !== valor || nombre === 'anio') this.known.set(`${lang} ${nombre} ${valor}`, etiqueta);
  }

  of(lang: Lang): NameOf {
    return (key, value) => this.known.get(`${lang} ${key} ${value}`) ?? null;
  }

  /** Ask for what no list has said. A code that cannot be found is its own name. */
  complete(lang: Lang, filter: Filter): void {
    const codes = (['area', 'fuente', 'ejecutor'] as const).flatMap((key) =>
      filter[key].map((value) => [key, value] as const),
    );
    for (const [key, value] of filter.cerca ? [...codes, ['cerca', filter.cerca] as const] : codes) {
      const id = `${lang} ${key} ${value}`;
      const ask = ASKED[key];
      if (value === UNKNOWN_VALUE || this.known.has(id) || this.asked.has(id) || !ask) continue;
      this.asked.add(id);
      const found = ask(this.client(), value, this.abort.signal).catch(() => (key === 'cerca' ? '' : value));
      void found.then((name) => {
        this.known.set(id, name);
        this.host.requestUpdate();
      });
    }
  }
}
