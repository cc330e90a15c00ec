/* One facet: its values as checkboxes, each with how many projects it has under the rest of the filter. */
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FacetGroup } from '../api/totals.ts';
import type { Found } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import { layersOf } from '../map/layers.ts';
import { toggled, UNKNOWN_VALUE, type Facet } from '../state/filter.ts';
import { cut, isSilent, matching, mergeFacet, mostOf, type FacetRows, type Row } from './facet-merge.ts';
import { NOTHING_SELECTED, Part } from './part.ts';

/** Shown of a long list before its reader asks for all. */
const FIRST = 8;
/** A list longer than this can be searched in once all of it is shown; a much longer one at once. */
const SEARCHED = 12;
const SEARCHED_AT_ONCE = 3 * SEARCHED;
const PAUSE_MS = 140;
/** What the search of the page finds by name where the list was cut. */
const FOUND_AS: Partial<Record<Facet, Found['tipo']>> = { area: 'area', fuente: 'actor', ejecutor: 'actor' };

@customElement('coop-facet')
export class FacetPart extends Part {
  @property({ attribute: false }) name: Facet = 'tema';
  @property({ attribute: false }) base: FacetGroup | undefined;
  @property({ attribute: false }) now: FacetGroup | undefined;
  /** Whether it is open as long as the reader has not said. */
  @property({ attribute: false }) usuallyOpen = false;
  @state() private open: boolean | null = null;
  @state() private all = false;
  @state() private words = '';
  private readonly found = new Loader<Found[]>(this, (words, signal) => this.page.client.find(words, signal));
  private timer = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private get heading(): string {
    return this.t(`faceta.${this.name}`);
  }

  private get isOpen(): boolean {
    return this.open ?? this.usuallyOpen;
  }

  protected override firstUpdated(): void {
    if (this.filter[this.name].length > 0) this.open = true;
  }

  protected override render() {
    if (!this.now) return nothing;
    const rows = mergeFacet(this.base, this.now, this.filter[this.name]);
    if (isSilent(rows))
      return html`<p class="faceta-muda">${this.t('faceta.solo-sin-dato', { titulo: this.heading })}</p>`;
    const chosen = this.filter[this.name].length;
    return html`<details class="faceta" ?open=${this.isOpen} @toggle=${this.opened}>
      <summary>
        <span class="faceta-titulo">${this.heading}</span>
        ${
          chosen > 0
            ? html`<span class="faceta-elegidos"
                ><span aria-hidden="true">${this.number(chosen)}</span
                ><span class="oculto">${this.count('faceta.elegidos', chosen)}</span></span
              >`
            : nothing
        }
      </summary>
      ${this.isOpen ? this.body(rows, chosen) : nothing}
    </details>`;
  }

  private body(all: FacetRows, chosen: number) {
    const { rows, unknown, total } = all;
    const searching = this.words.trim() !== '';
    const listed = searching ? matching(rows, this.words) : this.all ? rows : cut(rows, FIRST);
    const short = total > rows.length + (unknown ? 1 : 0);
    const shown = unknown && !searching ? [...listed, unknown] : listed;
    const most = mostOf(unknown ? [...rows, unknown] : rows);
    return html`<fieldset>
      <legend class="oculto">${this.heading}</legend>
      ${
        this.name === 'area'
          ? html`<p class="faceta-capa">${this.label('capas', this.view.capa)}</p>`
          : nothing
      }
      ${this.name === 'anio' ? html`<p class="faceta-nota">${this.t('faceta.anio-nota')}</p>` : nothing}
      ${short || rows.length > (this.all || searching ? SEARCHED : SEARCHED_AT_ONCE) ? this.searchBox(total) : nothing}
      <ul role="list" class=${shown.length > SEARCHED_AT_ONCE ? 'valores valores-muchos' : 'valores'}>
        ${repeat(
          shown,
          ({ value }) => value,
          (row) => this.row(row, most),
        )}
        ${searching && short ? this.beyond(rows) : nothing}
      </ul>
      ${rows.length === 0 && !unknown ? this.empty() : nothing}
      ${
        searching && listed.length === 0 && !short
          ? html`<p class="faceta-nota">${this.t('faceta.buscar-nada', { q: this.words.trim() })}</p>`
          : nothing
      }
      ${short && this.all && !searching ? this.cutNote(rows.length, total) : nothing}
      ${this.foot(rows.length, chosen, !searching && (listed.length < rows.length || this.all))}
    </fieldset>`;
  }

  private row({ value, label, layer, count, selected }: Row, most: number) {
    const part = count && most > 0 ? `${Math.max(1.5, (100 * count) / most).toFixed(1)}%` : '0%';
    /* As a property: the attribute would violate the Content-Security-Policy. */
    return html`<li>
      <label
        class="valor"
        ?data-cero=${count === 0}
        ?data-sin-dato=${value === UNKNOWN_VALUE}
        .style=${`--parte: ${part}`}
      >
        <input type="checkbox" name=${this.name} .checked=${selected} @change=${() => this.choose(value)} />
        <span class="valor-nombre"
          >${label}${this.layerNote(layer)}<span class="oculto">${count === null ? nothing : ','}</span></span
        >
        ${
          count === null
            ? nothing
            : html`<span class="valor-cuenta" aria-hidden="true">${this.number(count)}</span>
                <span class="oculto">${this.count('faceta.proyectos', count)}</span>`
        }
      </label>
    </li>`;
  }

  /* Selected in another layer than the one that is drawn. */
  private layerNote(layer: string | null) {
    return layer === null || layersOf(this.view.capa).includes(layer)
      ? nothing
      : html` <small>${this.label('capa', layer)}</small>`;
  }

  private searchBox(total: number) {
    return html`<input
      type="search"
      class="faceta-buscar"
      autocomplete="off"
      aria-label=${this.t('faceta.buscar', { titulo: this.heading })}
      placeholder=${this.t('faceta.buscar-ejemplo', { n: this.number(total) })}
      .value=${this.words}
      @input=${this.typed}
    />`;
  }

  /* By name, of what the server did not list. */
  private beyond(rows: readonly Row[]) {
    const kind = FOUND_AS[this.name];
    const listed = new Set(rows.map(({ value }) => value));
    const more = (this.found.seen ?? []).filter(({ tipo, codigo }) => tipo === kind && !listed.has(codigo));
    return repeat(
      more,
      ({ codigo }) => codigo,
      ({ codigo, nombre }) =>
        this.row({ value: codigo, label: nombre, layer: null, count: null, selected: false }, 0),
    );
  }

  private cutNote(n: number, total: number) {
    return html`<p class="faceta-nota">
      ${this.t('faceta.recortada', { n: this.number(n), total: this.number(total) })}
    </p>`;
  }

  private empty() {
    return html`<p class="faceta-nota">
      ${this.t(this.name === 'area' ? 'faceta.vacia' : 'faceta.vacia-otra')}
    </p>`;
  }

  private foot(n: number, chosen: number, isLong: boolean) {
    if (!isLong && chosen === 0) return nothing;
    return html`<p class="faceta-pie">
      ${isLong ? this.more(n) : nothing}
      ${
        chosen > 0
          ? html`<button
              type="button"
              class="enlace"
              aria-label=${this.t('faceta.quitar', { titulo: this.heading })}
              @click=${this.clear}
            >
              ${this.t('faceta.quitar-corto')}
            </button>`
          : nothing
      }
    </p>`;
  }

  private more(n: number) {
    return html`<button
      type="button"
      class="enlace"
      aria-expanded=${this.all ? 'true' : 'false'}
      @click=${() => (this.all = !this.all)}
    >
      ${this.all ? this.t('faceta.ver-menos') : this.t('faceta.ver-todos', { n: this.number(n) })}
    </button>`;
  }

  private opened(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }

  private typed(event: Event): void {
    this.words = (event.target as HTMLInputElement).value;
    clearTimeout(this.timer);
    const words = this.words.trim();
    if (FOUND_AS[this.name])
      this.timer = window.setTimeout(() => this.found.want(words || null, true), PAUSE_MS);
  }

  private choose(value: string): void {
    const filter = toggled(this.filter, this.name, value);
    /* Another choice of areas is another question: what the panel told of a project is over. */
    this.page.store.set(this.name === 'area' ? { filter, view: NOTHING_SELECTED } : { filter });
  }

  private clear(): void {
    this.page.store.set({ filter: { [this.name]: [] } });
    this.querySelector('summary')?.focus();
  }
}
