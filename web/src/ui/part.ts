/* What every part of the page is: a lit element in the light DOM (one style sheet, plain ids and labels), redrawn when the
 * state of the page changes. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Client } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import { label, translate, type Key, type Lang, type Values } from '../i18n/index.ts';
import { formatMoney, type Decimal } from '../lib/money.ts';
import { formatNumber } from '../lib/number.ts';
import type { Loader } from '../lib/remote.ts';
import type { Change, State } from '../state/address.ts';
import type { Filter } from '../state/filter.ts';
import type { Store } from '../state/store.ts';
import type { View } from '../state/view.ts';

export interface Page {
  store: Store;
  client: Client;
  /** Say a sentence to a screen reader. */
  announce: (sentence: string) => void;
}

let page: Page | null = null;

/** Once, before any part is made. */
export function providePage(provided: Page): void {
  page = provided;
}

export class Part extends LitElement {
  private unsubscribe: (() => void) | null = null;

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = this.page.store.subscribe(() => {
      this.ask();
      this.requestUpdate();
    });
  }

  /** Whether it is first drawn in a task of its own: all parts in one would hold up whatever the reader does meanwhile. Only for those
   * whose room is there before they are, or the page would jump. */
  protected readonly patient: boolean = false;

  protected override async scheduleUpdate(): Promise<void> {
    if (this.patient && !this.hasUpdated) await new Promise((done) => setTimeout(done));
    await super.scheduleUpdate();
  }

  /** The state of the page changed: what takes time is asked for before anything is drawn again. */
  protected ask(): void {}

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
  }

  get page(): Page {
    if (!page) throw new Error('providePage comes first');
    return page;
  }

  protected get state(): State {
    return this.page.store.state;
  }

  get filter(): Filter {
    return this.state.filter;
  }

  get view(): View {
    return this.state.view;
  }

  get language(): Lang {
    return this.state.lang;
  }

  t(key: Key, values?: Values): string {
    return translate(this.language, key, values);
  }

  label(list: string, code: string | null | undefined): string {
    return label(this.language, list, code);
  }

  number(value: number, decimals = 0): string {
    return formatNumber(value, this.language, decimals);
  }

  count(key: Key, n: number): string {
    return this.t(key, { n: n === 1 ? 1 : this.number(n) });
  }

  money(value: Decimal | null, currency: string | null): TemplateResult | string {
    if (value === null) return this.t('sin-dato');
    return html`<span class="dinero">${formatMoney(value, currency ?? 'COP', this.language)}</span>`;
  }

  /** Loading and failure look the same everywhere; a failure says what to do. `lines`: about how much room the answer will take, so
   * that it moves nothing when it comes. */
  protected remote<T>(loader: Loader<T>, ready: (data: T) => unknown, lines = 0): unknown {
    const { answer } = loader;
    if (loader.seen !== null) return ready(loader.seen);
    if (answer.phase === 'loading') return this.skeleton(lines);
    return answer.phase === 'failed' ? this.failure(answer.error, () => loader.retry()) : nothing;
  }

  private skeleton(lines: number): TemplateResult {
    if (lines === 0)
      return html`<p class="cargando">
        <span class="ruedita" aria-hidden="true"></span>${this.t('estado.cargando')}
      </p>`;
    return html`<div class="esqueleto" role="img" aria-label=${this.t('estado.cargando')}>
      ${Array.from({ length: lines }, () => html`<span></span>`)}
    </div>`;
  }

  private failure(error: ApiError, retry: () => void): TemplateResult {
    return html`<div class="aviso" role="alert">
      <p>${this.t(`fallo.${error.kind}`, { detalle: error.message })}</p>
      ${
        error.kind === 'input' || error.kind === 'not-found'
          ? nothing
          : html`<button type="button" class="boton" @click=${retry}>${this.t('reintentar')}</button>`
      }
    </div>`;
  }

  /** A real link that changes the state of the page instead of loading it again. */
  protected follow(change: Change): (event: MouseEvent) => void {
    return (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      this.page.store.set(change);
    };
  }

  stateLink(change: Change, content: unknown, classes = ''): TemplateResult {
    return html`<a class=${classes} href=${this.page.store.link(change)} @click=${this.follow(change)}
      >${content}</a
    >`;
  }
}

/** What goes when something else is selected. */
export const NOTHING_SELECTED = { proyecto: null, actor: null, punto: null } as const;
