/* When: the years that projects begin in, drawn, and the period they have to be in force in. */
import { html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FacetGroup } from '../api/totals.ts';
import { Part } from './part.ts';
import { ends, interval, isReversed, readDate } from './range-read.ts';
import { isInside, yearBars, type Bar, type Years } from './range-years.ts';

const HEIGHT = 44;
const STEP = 10;

@customElement('coop-range-period')
export class RangePeriod extends Part {
  /** The years of the projects under the filter without its period. */
  @property({ attribute: false }) years: FacetGroup | undefined;
  @property({ attribute: false }) base: FacetGroup | undefined;
  @state() private wrong: { field: 0 | 1; sentence: string } | null = null;

  protected override render() {
    const period = ends(this.filter.vigente);
    const years = yearBars(this.years, this.base);
    return html`<fieldset class="rango">
      <legend>${this.t('rango.periodo')}</legend>
      ${years.bars.length > 0 ? this.bars(years, period) : nothing}
      <div class="rango-campos">${this.field(0, period)}${this.field(1, period)}</div>
      ${this.wrong ? html`<p class="rango-mal" id="periodo-mal">${this.wrong.sentence}</p>` : nothing}
      ${this.note(years)}
      ${
        this.filter.vigente === null
          ? nothing
          : html`<button type="button" class="enlace" @click=${this.clear}>
              ${this.t('rango.quitar-periodo')}
            </button>`
      }
    </fieldset>`;
  }

  private field(field: 0 | 1, period: readonly [string, string]) {
    const wrong = this.wrong?.field === field;
    return html`<label
      ><span>${this.t(field === 0 ? 'rango.desde' : 'rango.hasta')}</span>
      <input
        type="text"
        inputmode="numeric"
        autocomplete="off"
        maxlength="10"
        aria-invalid=${wrong ? 'true' : 'false'}
        aria-describedby=${wrong ? 'periodo-mal' : nothing}
        .value=${period[field]}
        @change=${this.changed}
    /></label>`;
  }

  private name({ from, to }: Bar): string {
    return from === to ? String(from) : `${from}–${to}`;
  }

  /* A picture with its numbers as its name; a click takes a bar's years, which the two fields do as well. */
  private bars({ bars, most }: Years, period: readonly [string, string]) {
    const told = bars
      .filter(({ count }) => count > 0)
      .map((bar) => this.t('rango.anio-uno', { anio: this.name(bar), n: this.number(bar.count) }));
    const first = bars[0];
    const last = bars.at(-1);
    return html`<figure class="anios">
      <svg
        viewBox="0 0 ${bars.length * STEP} ${HEIGHT}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.t('rango.anios', { lista: told.join('; ') })}
      >
        ${bars.map((bar, i) => this.bar(bar, i, most, isInside(bar, period)))}
      </svg>
      <p class="anios-eje" aria-hidden="true">
        <span>${first?.from}</span><span>${last && last !== first ? last.to : nothing}</span>
      </p>
    </figure>`;
  }

  private bar(bar: Bar, i: number, most: number, inside: boolean) {
    const height = bar.count === 0 ? 0 : Math.max(2, (bar.count / Math.max(1, most)) * (HEIGHT - 2));
    return svg`<g class=${inside ? 'anio' : 'anio anio-fuera'} @click=${() => this.take(bar)}>
      <title>${this.t('rango.anio-uno', { anio: this.name(bar), n: this.number(bar.count) })}</title>
      <rect class="anio-zona" x=${i * STEP} y="0" width=${STEP} height=${HEIGHT}></rect>
      <rect class="anio-barra" x=${i * STEP + 1} y=${HEIGHT - height} width=${STEP - 2} height=${height}></rect>
    </g>`;
  }

  private note({ bars, unknown }: Years) {
    if (unknown > 0 && bars.every(({ count }) => count === 0))
      return html`<p class="faceta-nota">${this.t('rango.sin-anios')}</p>`;
    return unknown > 0 ? html`<p class="faceta-nota">${this.count('rango.sin-anio', unknown)}</p>` : nothing;
  }

  private take({ from, to }: Bar): void {
    const vigente = interval(String(from), String(to));
    this.wrong = null;
    this.page.store.set({ filter: { vigente: vigente === this.filter.vigente ? null : vigente } });
  }

  private changed(): void {
    const typed = [...this.querySelectorAll('input')].map((input) => input.value);
    const [from, to] = typed.map(readDate);
    this.wrong = null;
    if (typeof from !== 'string') this.wrong = this.refused(0, typed[0] ?? '');
    else if (typeof to !== 'string') this.wrong = this.refused(1, typed[1] ?? '');
    else if (isReversed(from, to))
      this.wrong = { field: 1, sentence: this.t('rango.orden-mal', { a: from, b: to }) };
    else this.page.store.set({ filter: { vigente: interval(from, to) } });
  }

  private refused(field: 0 | 1, v: string) {
    return { field, sentence: this.t('rango.anio-mal', { v }) };
  }

  private clear(): void {
    this.wrong = null;
    this.page.store.set({ filter: { vigente: null } });
    const fields = this.querySelectorAll('input');
    for (const field of fields) field.value = '';
    fields[0]?.focus();
  }
}
