/* A list of projects, a page at a time, of one query over one or both collections. */
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ApiError } from '../api/errors.ts';
import type { Collection, Query } from '../api/client.ts';
import { formatFilter, NO_FILTER, type Filter } from '../state/filter.ts';
import type { Page, ProjectProperties } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import { Part } from './part.ts';
import { projectRow } from './project-row.ts';

const PAGE = 20;

@customElement('coop-projects')
export class Projects extends Part {
  @property({ attribute: false }) filters: Filter = NO_FILTER;
  @property({ attribute: false }) query: Query = {};
  @property({ attribute: false }) collections: readonly Collection[] = ['proyectos', 'proyectos_sin_lugar'];
  @property({ attribute: false }) empty = '';
  @state() private more: Page<ProjectProperties>[] = [];
  /* The last page of each collection so far. */
  private tails: Page<ProjectProperties>[] = [];
  @state() private fetching = false;
  private readonly first = new Loader<Page<ProjectProperties>[]>(this, async (_key, signal) => {
    this.more = [];
    this.tails = await Promise.all(
      this.collections.map((collection) =>
        this.page.client.projects(collection, { ...this.query, limit: PAGE }, signal, this.filters),
      ),
    );
    return this.tails;
  });

  protected override willUpdate(): void {
    const question = [formatFilter(this.filters), this.query, this.collections, this.language];
    this.first.want(JSON.stringify(question), true);
  }

  protected override render() {
    return this.remote(this.first, (pages) => {
      const all = [...pages, ...this.more];
      const rows = all.flatMap((page) => page.features.map((feature) => feature.properties));
      if (rows.length === 0) return html`<p class="vacio">${this.empty}</p>`;
      return html`<ul class="proyectos">
          ${rows.map((project) => projectRow(this, project))}
        </ul>
        ${this.rest(pages, rows.length)}`;
    });
  }

  private rest(pages: Page<ProjectProperties>[], shown: number) {
    const open = this.tails.filter((page) => page.links?.some(({ rel }) => rel === 'next'));
    if (open.length === 0) return nothing;
    const total = pages.reduce((sum, page) => sum + (page.numberMatched ?? page.numberReturned), 0);
    return html`<p class="mas">
      <button
        type="button"
        class="boton"
        ?disabled=${this.fetching}
        @click=${() => void this.fetchMore(open)}
      >
        ${this.t('proyectos.mas')}
      </button>
      <span class="tenue"
        >${this.t('proyectos.de', { n: this.number(shown), total: this.number(total) })}</span
      >
    </p>`;
  }

  private async fetchMore(open: Page<ProjectProperties>[]): Promise<void> {
    this.fetching = true;
    try {
      const signal = new AbortController().signal;
      const next = await Promise.all(open.map((page) => this.page.client.next(page, signal)));
      this.tails = next;
      this.more = [...this.more, ...next];
    } catch (error) {
      const kind = error instanceof ApiError ? error.kind : 'server';
      this.page.announce(this.t(`fallo.${kind}`, { detalle: String(error) }));
    } finally {
      this.fetching = false;
    }
  }
}
