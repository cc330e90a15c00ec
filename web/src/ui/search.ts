/* Search with completion: a combobox after the ARIA authoring practices (list autocomplete, manual selection). What is typed is no
 * state of the page until it is used: by choosing something found, or by asking all projects for the words. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Found } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import { marked } from './search-marks.ts';
import { Shortcut } from './search-shortcut.ts';

const PAUSE_MS = 140;
/* The last option: the words themselves, in all projects. */
const ALL = '*';
const KINDS = ['area', 'proyecto', 'actor'] as const satisfies readonly Found['tipo'][];

@customElement('coop-search')
export class Search extends Part {
  @state() private words = '';
  @state() private open = false;
  /* The option in hand by what it is, since a later answer may move it. */
  @state() private chosen: string | null = null;
  private readonly found = new Loader<Found[]>(this, (words, signal) => this.page.client.find(words, signal));
  private readonly shortcut = new Shortcut(this, () => this.querySelector('input'));
  private timer = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** What was found, in the order that it is shown in: kind by kind, the kind of the best first. */
  private get results(): Found[] {
    const all = this.found.seen ?? [];
    const kinds = [...KINDS].sort((a, b) => first(all, a) - first(all, b));
    return kinds.flatMap((kind) => all.filter(({ tipo }) => tipo === kind));
  }

  private get active(): number {
    if (this.chosen === ALL) return this.results.length;
    return this.results.findIndex((one) => idOf(one) === this.chosen);
  }

  private get typed(): string {
    return this.words.trim();
  }

  protected override updated(_changed: PropertyValues): void {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render() {
    const showing = this.open && this.typed !== '';
    return html`<search class="busqueda" @focusout=${this.left}>
      <label class="oculto" for="busqueda">${this.t('busqueda.rotulo')}</label>
      <svg class="lupa" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5.5" />
        <path d="m13 13 5 5" />
      </svg>
      <input
        id="busqueda"
        type="text"
        inputmode="search"
        enterkeyhint="search"
        role="combobox"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="60"
        aria-autocomplete="list"
        aria-expanded=${showing ? 'true' : 'false'}
        aria-controls="busqueda-lista"
        aria-activedescendant=${showing && this.active >= 0 ? `hallado-${this.active}` : nothing}
        aria-keyshortcuts=${this.shortcut.on ? '/' : nothing}
        placeholder=${this.t('busqueda.ejemplo')}
        .value=${this.words}
        @input=${this.input}
        @focus=${this.focused}
        @keydown=${this.key}
      />
      ${this.words ? this.eraser() : this.shortcut.on ? html`<kbd aria-hidden="true">/</kbd>` : nothing}
      <div
        id="busqueda-lista"
        class="busqueda-lista"
        role="listbox"
        aria-label=${this.t('busqueda.rotulo')}
        ?hidden=${!showing}
      >
        ${showing ? this.options() : nothing}
      </div>
      ${this.open && !showing ? this.hint() : nothing}
    </search>`;
  }

  private eraser() {
    return html`<button
      type="button"
      class="borrar"
      aria-label=${this.t('busqueda.borrar')}
      @click=${this.clear}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15" /></svg>
    </button>`;
  }

  private options() {
    const { results } = this;
    return html`${KINDS.map((kind) => ({ kind, at: results.findIndex(({ tipo }) => tipo === kind) }))
        .filter(({ at }) => at >= 0)
        .sort((a, b) => a.at - b.at)
        .map(({ kind, at }) => this.group(kind, results, at))}
      ${this.note()}
      <div
        class="hallado hallado-todos"
        id="hallado-${results.length}"
        role="option"
        aria-selected=${this.active === results.length ? 'true' : 'false'}
        @pointerdown=${stay}
        @click=${this.searchAll}
      >
        <span class="hallado-nombre">${this.t('busqueda.todos', { q: this.typed })}</span>
        <kbd aria-hidden="true">↵</kbd>
      </div>`;
  }

  private group(kind: Found['tipo'], results: readonly Found[], start: number) {
    return html`<div role="group" aria-labelledby="grupo-${kind}">
      <p class="hallados-grupo" id="grupo-${kind}" role="presentation">${this.t(`busqueda.grupo.${kind}`)}</p>
      ${results.filter(({ tipo }) => tipo === kind).map((one, i) => this.option(one, start + i))}
    </div>`;
  }

  private option(one: Found, i: number) {
    return html`<div
      class="hallado"
      id="hallado-${i}"
      role="option"
      aria-selected=${i === this.active ? 'true' : 'false'}
      @pointerdown=${stay}
      @click=${() => this.choose(one)}
    >
      <span class="hallado-nombre"
        >${marked(one.nombre, this.words).map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text))}</span
      >
      ${
        one.detalle && one.tipo !== 'proyecto'
          ? html` <span class="hallado-detalle">${one.detalle}</span>`
          : nothing
      }
    </div>`;
  }

  private note() {
    const { answer } = this.found;
    if (this.results.length > 0) return nothing;
    const text =
      answer.phase === 'ready'
        ? this.t('busqueda.nada', { q: this.typed })
        : answer.phase === 'failed'
          ? this.t(`fallo.${answer.error.kind}`, { detalle: answer.error.message })
          : this.t('busqueda.buscando');
    return html`<p class="busqueda-nota" role="presentation">${text}</p>`;
  }

  private hint() {
    const { on } = this.shortcut;
    return html`<p class="busqueda-pista">
      ${this.t(on ? 'busqueda.tecla' : 'busqueda.tecla-no')}
      <button type="button" class="enlace" @click=${() => this.shortcut.turn(!on)}>
        ${this.t(on ? 'busqueda.tecla-quitar' : 'busqueda.tecla-poner')}
      </button>
    </p>`;
  }

  private look(): void {
    this.found.want(this.typed === '' ? null : this.typed, true);
  }

  private input(event: Event): void {
    this.words = (event.target as HTMLInputElement).value;
    this.chosen = null;
    this.open = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.look();
      this.sayWhenReady();
    }, PAUSE_MS);
  }

  private sayWhenReady(): void {
    const words = this.typed;
    const said = window.setInterval(() => {
      const { phase } = this.found.answer;
      if (phase === 'loading' && this.open) return;
      clearInterval(said);
      if (phase !== 'ready' || words !== this.typed || !this.open) return;
      const n = this.results.length;
      this.page.announce(
        n === 0 ? this.t('busqueda.nada', { q: words }) : this.count('busqueda.resultados', n),
      );
    }, 200);
  }

  private focused(): void {
    this.open = true;
    this.look();
  }

  private left(event: FocusEvent): void {
    if (!this.contains(event.relatedTarget as Node | null)) this.open = false;
  }

  private key(event: KeyboardEvent): void {
    const n = this.results.length + 1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && this.typed !== '') {
      event.preventDefault();
      this.open = true;
      const next = this.active < 0 && step < 0 ? n - 1 : (this.active + step + n) % n;
      const one = this.results[next];
      this.chosen = one ? idOf(one) : ALL;
    } else if (event.key === 'Enter') {
      const one = this.open ? this.results[this.active] : undefined;
      if (one) this.choose(one);
      else this.searchAll();
    } else if (event.key === 'Escape') {
      if (this.open && this.words) this.open = false;
      else this.clear();
    }
  }

  private clear(): void {
    clearTimeout(this.timer);
    this.words = '';
    this.look();
    this.querySelector('input')?.focus();
  }

  private used(): void {
    clearTimeout(this.timer);
    this.open = false;
    this.words = '';
    this.chosen = null;
  }

  private choose(one: Found): void {
    this.used();
    this.page.store.set(
      one.tipo === 'area'
        ? { filter: { area: [one.codigo] }, view: NOTHING_SELECTED }
        : { view: { ...NOTHING_SELECTED, [one.tipo]: one.codigo } },
    );
    document.getElementById('panel')?.focus({ preventScroll: false });
  }

  private searchAll(): void {
    if (this.typed === '') return;
    const q = this.typed;
    this.used();
    this.page.store.set({ filter: { q }, view: NOTHING_SELECTED });
  }
}

const idOf = ({ tipo, codigo }: Found) => `${tipo} ${codigo}`;

/* The pointer must not take the focus from the field. */
const stay = (event: Event) => event.preventDefault();

function first(all: readonly Found[], kind: Found['tipo']): number {
  const at = all.findIndex(({ tipo }) => tipo === kind);
  return at < 0 ? all.length : at;
}
