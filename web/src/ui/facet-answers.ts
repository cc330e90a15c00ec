/* The counts of the facets, under the present filter and under none. Every part that shows some asks the same questions at the same
 * time, which the transport makes one request of. */
import type { Facets } from '../api/totals.ts';
import { Loader } from '../lib/remote.ts';
import { layersOf } from '../map/layers.ts';
import { formatFilter, NO_FILTER, type Filter } from '../state/filter.ts';
import type { Part } from './part.ts';

/** Most values of a facet that are listed: the areas of a country stay with the server. */
const MOST_VALUES = 250;

export class FacetAnswers {
  private readonly whole: Loader<Facets>;
  private readonly present: Loader<Facets>;
  private readonly wider: Loader<Facets>;

  constructor(private readonly part: Part) {
    const ask = (filter: () => Filter) => (_key: string, signal: AbortSignal) =>
      part.page.client.facets(filter(), signal, {
        capa: layersOf(part.view.capa),
        limit: MOST_VALUES,
      });
    this.whole = new Loader(
      part,
      ask(() => NO_FILTER),
    );
    this.present = new Loader(
      part,
      ask(() => part.filter),
    );
    this.wider = new Loader(
      part,
      ask(() => ({ ...part.filter, vigente: null })),
    );
  }

  /** Ask for what the state of the page needs; `years`: also the years that the period leaves out. */
  want(years = false): void {
    const { filter, view, language } = this.part;
    const key = (asked: Filter) => `${language} ${view.capa} ${formatFilter(asked)}`;
    this.present.want(key(filter), true);
    this.whole.want(key(NO_FILTER), true);
    this.wider.want(years && filter.vigente !== null ? key({ ...filter, vigente: null }) : null, true);
  }

  retry(): void {
    for (const loader of [this.present, this.whole]) if (loader.answer.phase === 'failed') loader.retry();
  }

  get base(): Facets | null {
    return this.whole.seen;
  }

  get now(): Facets | null {
    return this.present.seen;
  }

  /** Under the filter without its period. */
  get years(): Facets | null {
    return this.part.filter.vigente === null ? this.now : this.wider.seen;
  }

  get loader(): Loader<Facets> {
    return this.present;
  }

  /** What is in sight is the answer to the present filter. */
  get settled(): boolean {
    return this.present.answer.phase === 'ready';
  }

  get count(): number | null {
    return this.now?.proyectos ?? null;
  }

  get total(): number | null {
    return this.base?.proyectos ?? null;
  }
}
