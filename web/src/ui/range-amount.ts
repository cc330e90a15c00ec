/* How much: the least and the most value, as people write amounts. */
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Groups } from '../api/totals.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, type Filter } from '../state/filter.ts';
import { Part } from './part.ts';
import { isMore, readAmount, writeAmount } from './range-read.ts';

type Bound = 'monto_min' | 'monto_max';
const BOUNDS: readonly Bound[] = ['monto_min', 'monto_max'];

@customElement('coop-range-amount')
export class RangeAmount extends Part {
  @state() private open: boolean | null = null;
  @state() private wrong: { bound: Bound; sentence: string } | null = null;
  private readonly totals = new Loader<Groups>(this, (_key, signal) =>
    this.page.client.groups('lugar', this.rest, signal),
  );

  /* How many have no value is asked without the amounts, which leave all of them out. */
  private get rest(): Filter {
    return { ...this.filter, monto_min: null, monto_max: null };
  }

  private get currency(): string {
    return this.filter.otros.find(([key]) => key === 'moneda')?.[1] ?? 'COP';
  }

  private get chosen(): number {
    return BOUNDS.filter((bound) => this.filter[bound] !== null).length;
  }

  private get isOpen(): boolean {
    return this.open ?? this.chosen > 0;
  }

  protected override willUpdate(): void {
    this.totals.want(this.isOpen ? `${this.language} ${formatFilter(this.rest)}` : null, true);
  }

  protected override render() {
    return html`<details
      class="faceta"
      ?open=${this.isOpen}
      @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}
    >
      <summary>
        <span class="faceta-titulo">${this.t('rango.monto')}</span>
        ${
          this.chosen > 0
            ? html`<span class="faceta-elegidos"
                ><span aria-hidden="true">${this.chosen}</span
                ><span class="oculto">${this.count('faceta.elegidos', this.chosen)}</span></span
              >`
            : nothing
        }
      </summary>
      ${this.isOpen ? this.body() : nothing}
    </details>`;
  }

  private body() {
    return html`<fieldset class="rango">
      <legend class="oculto">${this.t('rango.monto-de', { moneda: this.currency })}</legend>
      <div class="rango-campos">${BOUNDS.map((bound) => this.field(bound))}</div>
      ${this.wrong ? html`<p class="rango-mal" id="monto-mal">${this.wrong.sentence}</p>` : nothing}
      ${this.note()}
      ${
        this.chosen > 0
          ? html`<button type="button" class="enlace" @click=${this.clear}>
              ${this.t('rango.quitar-monto')}
            </button>`
          : nothing
      }
    </fieldset>`;
  }

  private field(bound: Bound) {
    const [name, example] =
      bound === 'monto_min'
        ? (['rango.min', 'rango.ejemplo-min'] as const)
        : (['rango.max', 'rango.ejemplo-max'] as const);
    const value = this.filter[bound];
    const wrong = this.wrong?.bound === bound;
    return html`<label
      ><span>${this.t(name)} <small>${this.currency}</small></span>
      <input
        type="text"
        autocomplete="off"
        maxlength="40"
        placeholder=${this.t(example)}
        aria-invalid=${wrong ? 'true' : 'false'}
        aria-describedby=${wrong ? 'monto-mal' : nothing}
        .value=${value === null ? '' : writeAmount(value, this.language)}
        @change=${this.changed}
    /></label>`;
  }

  private note() {
    const todo = this.totals.seen?.todo;
    if (!todo) return nothing;
    const n = todo.sin_valor + todo.sin_erogacion + todo.otra_moneda;
    return n === 0
      ? nothing
      : html`<p class="faceta-nota">
          ${this.t('rango.sin-valor', { n: n === 1 ? 1 : this.number(n), total: this.number(todo.proyectos) })}
        </p>`;
  }

  private changed(): void {
    const typed = [...this.querySelectorAll('input')].map((input) => input.value.trim());
    const read = typed.map((text) => (text === '' ? null : (readAmount(text, this.language) ?? undefined)));
    const bad = read.indexOf(undefined);
    const [least = null, most = null] = read;
    this.wrong = null;
    if (bad >= 0)
      this.wrong = {
        bound: BOUNDS[bad] ?? 'monto_min',
        sentence: this.t('rango.monto-mal', { v: typed[bad] ?? '' }),
      };
    else if (least !== null && most !== null && isMore(least, most))
      this.wrong = { bound: 'monto_max', sentence: this.t('rango.monto-orden') };
    else this.page.store.set({ filter: { monto_min: least, monto_max: most } });
  }

  private clear(): void {
    this.wrong = null;
    this.page.store.set({ filter: { monto_min: null, monto_max: null } });
    const fields = this.querySelectorAll('input');
    for (const field of fields) field.value = '';
    fields[0]?.focus();
  }
}
