/* What is filtered, one chip each, and how many projects that leaves. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { isFiltered } from '../state/filter.ts';
import { FacetAnswers } from './facet-answers.ts';
import { chipsOf, removal, type Chip } from './filter-chips.ts';
import { Names } from './filter-names.ts';
import { Part } from './part.ts';

/** Asks the facets to open, where they are a sheet. */
export const OPEN_FILTERS = 'coop-filtros';
/* Said once the reader has stopped clicking. */
const SAY_AFTER_MS = 700;

@customElement('coop-filter-bar')
export class FilterBar extends Part {
  private readonly answers = new FacetAnswers(this);
  private readonly names = new Names(this, () => this.page.client);
  private said: string | null = null;
  private timer = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override ask(): void {
    this.answers.want();
  }

  protected override willUpdate(): void {
    this.ask();
    this.names.learn(this.language, this.answers.base);
    this.names.learn(this.language, this.answers.now);
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', this.t('filtro.puestos'));
    this.setAttribute('aria-busy', this.answers.settled ? 'false' : 'true');
    if (this.answers.settled) this.names.complete(this.language, this.filter);
  }

  protected override updated(_changed: PropertyValues): void {
    if (!this.answers.settled) return;
    const sentence = this.sentence();
    clearTimeout(this.timer);
    if (sentence === this.said) return;
    const first = this.said === null;
    this.said = sentence;
    if (!first) this.timer = window.setTimeout(() => this.page.announce(sentence), SAY_AFTER_MS);
  }

  private sentence(): string {
    const { count, total } = this.answers;
    if (count === null || total === null) return '';
    return this.counted(count, total);
  }

  private counted(count: number, total: number): string {
    if (!isFiltered(this.filter)) return this.count('filtro.todos', count);
    if (count === 0 && total > 0) return this.t('filtro.nada', { total: this.number(total) });
    return this.t('filtro.de', { n: count === 1 ? 1 : this.number(count), total: this.number(total) });
  }

  protected override render() {
    const { count, total } = this.answers;
    const chips = chipsOf(this.filter, {
      lang: this.language,
      name: this.names.of(this.language),
      currency: this.filter.otros.find(([key]) => key === 'moneda')?.[1] ?? 'COP',
      inView: this.view.en_vista,
    });
    return html`<div class="barra-filtro">
      ${this.opener(chips.length)}
      <p class="barra-cuenta" ?data-viejo=${!this.answers.settled} ?data-nada=${count === 0}>
        ${count === null || total === null ? this.t('filtro.contando') : this.counted(count, total)}
      </p>
      ${chips.length > 0 ? this.chips(chips) : nothing}
    </div>`;
  }

  private opener(n: number) {
    return html`<button
      type="button"
      class="barra-abrir"
      aria-haspopup="dialog"
      aria-label=${n > 0 ? this.count('filtro.abrir-rotulo', n) : nothing}
      @click=${() => document.dispatchEvent(new CustomEvent(OPEN_FILTERS))}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5h14M6 10h8M8.5 15h3" /></svg>
      ${n > 0 ? this.t('filtro.abrir-n', { n: this.number(n) }) : this.t('filtro.abrir')}
    </button>`;
  }

  private chips(chips: readonly Chip[]) {
    return html`<div class="fichas">
      <ul role="list">
        ${repeat(
          chips,
          ({ key, value }) => `${key}=${value}`,
          (chip) => html`<li>${this.chip(chip)}</li>`,
        )}
      </ul>
      <button type="button" class="barra-limpiar" @click=${this.clear}>
        ${this.t('filtro.quitar-todo')}
      </button>
    </div>`;
  }

  private chip(chip: Chip) {
    const whole = chip.title ? `${chip.title}: ${chip.text}` : chip.text;
    return html`<button
      type="button"
      class="ficha"
      aria-label=${this.t('filtro.quitar-uno', { que: whole })}
      title=${whole}
      @click=${() => this.drop(chip)}
    >
      ${chip.title ? html`<span class="ficha-titulo">${chip.title}</span>` : nothing}
      <span class="ficha-texto">${chip.text}</span>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m6 6 8 8M14 6l-8 8" /></svg>
    </button>`;
  }

  /* The focus must not fall off the page with the chip: the next one takes it, or the one before. */
  private drop(chip: Chip): void {
    const all = [...this.querySelectorAll<HTMLElement>('.ficha')];
    const at = all.findIndex((one) => one === document.activeElement);
    this.page.store.set(removal(this.filter, chip));
    if (at < 0) return;
    void this.updateComplete.then(() => {
      const left = this.querySelectorAll<HTMLElement>('.ficha');
      (left[Math.min(at, left.length - 1)] ?? this.home())?.focus();
    });
  }

  private clear(): void {
    this.page.store.clear();
    void this.updateComplete.then(() => this.home()?.focus());
  }

  /* Where the focus goes when nothing is left to remove: what opens the filters, or the filters themselves. */
  private home(): HTMLElement | null {
    const opener = this.querySelector<HTMLElement>('.barra-abrir');
    return opener && opener.offsetParent !== null ? opener : document.getElementById('filtros');
  }
}
