/* The facets of the filter, with live counts: a column beside the map, a sheet over it where there is no room. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Facets as Counts } from '../api/totals.ts';
import { isFiltered, type Facet } from '../state/filter.ts';
import { FacetAnswers } from './facet-answers.ts';
import { DRAW } from './facet-place.ts';
import { OPEN_FILTERS } from './filter-bar.ts';
import { Part } from './part.ts';
import './facet.ts';
import './facet-place.ts';
import './range-amount.ts';
import './range-period.ts';

/* Below this there is no room for a column. */
const NARROW = '(max-width: 75rem)';

/* The questions of a planner, and what answers each. */
const QUESTIONS = ['que', 'donde', 'quien', 'cuando', 'cuanto'] as const;
type Question = (typeof QUESTIONS)[number];
const ANSWERED_BY: Readonly<Record<Question, readonly Facet[]>> = {
  que: ['tema', 'clase'],
  donde: ['area', 'lugar'],
  quien: ['fuente', 'ejecutor'],
  cuando: ['anio', 'estado'],
  cuanto: ['forma', 'tipo', 'modalidad'],
};
const USUALLY_OPEN: readonly Facet[] = ['tema', 'area', 'fuente'];

@customElement('coop-facets')
export class Facets extends Part {
  @state() private narrow = false;
  @state() private open = false;
  private readonly answers = new FacetAnswers(this);
  private readonly media = matchMedia(NARROW);

  private readonly measure = () => {
    this.narrow = this.media.matches;
    if (!this.narrow) this.open = false;
  };
  private readonly show = () => {
    if (this.narrow) this.open = true;
  };
  private readonly hide = () => this.dialog?.close();

  override connectedCallback(): void {
    super.connectedCallback();
    this.measure();
    this.media.addEventListener('change', this.measure);
    document.addEventListener(OPEN_FILTERS, this.show);
    document.addEventListener(DRAW, this.hide);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.media.removeEventListener('change', this.measure);
    document.removeEventListener(OPEN_FILTERS, this.show);
    document.removeEventListener(DRAW, this.hide);
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  protected override willUpdate(): void {
    this.answers.want(!this.narrow || this.open);
    this.setAttribute('aria-label', this.t('filtro.titulo'));
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.open && this.dialog && !this.dialog.open) this.dialog.showModal();
  }

  protected override render() {
    if (!this.narrow)
      return html`<div class="facetas-columna">
        <h2 class="oculto">${this.t('filtro.titulo')}</h2>
        ${this.content()}
      </div>`;
    return this.open ? this.sheet() : nothing;
  }

  private sheet() {
    const { count } = this.answers;
    return html`<dialog
      class="hoja-filtros"
      aria-labelledby="hoja-filtros-titulo"
      @close=${() => (this.open = false)}
    >
      <header>
        <h2 id="hoja-filtros-titulo">${this.t('filtro.titulo')}</h2>
        <button type="button" class="cerrar" aria-label=${this.t('filtro.cerrar')} @click=${this.hide}>
          <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15" /></svg>
        </button>
      </header>
      <div class="hoja-filtros-cuerpo">${this.content()}</div>
      <footer>
        ${
          isFiltered(this.filter)
            ? html`<button type="button" class="enlace" @click=${() => this.page.store.clear()}>
                ${this.t('filtro.quitar-todo')}
              </button>`
            : nothing
        }
        <button type="button" class="boton boton-fuerte" @click=${this.hide}>
          ${count === null ? this.t('filtro.contando') : this.count('filtro.ver', count)}
        </button>
      </footer>
    </dialog>`;
  }

  private content() {
    return this.remote(this.answers.loader, (now) => this.questions(now));
  }

  private questions(now: Counts) {
    return html`<div class="preguntas" aria-busy=${this.answers.settled ? 'false' : 'true'}>
      ${QUESTIONS.map(
        (question) =>
          html`<section class="pregunta" aria-labelledby="pregunta-${question}">
            <h3 id="pregunta-${question}">${this.t(`filtro.${question}`)}</h3>
            ${question === 'cuando' ? this.period() : nothing}
            ${question === 'cuanto' ? html`<coop-range-amount></coop-range-amount>` : nothing}
            ${ANSWERED_BY[question].map((name) => this.facet(name, now))}
            ${question === 'donde' ? html`<coop-facet-place></coop-facet-place>` : nothing}
          </section>`,
      )}
    </div>`;
  }

  private facet(name: Facet, now: Counts) {
    return html`<coop-facet
      .name=${name}
      .base=${this.answers.base?.facetas.find(({ nombre }) => nombre === name)}
      .now=${now.facetas.find(({ nombre }) => nombre === name)}
      .usuallyOpen=${USUALLY_OPEN.includes(name)}
    ></coop-facet>`;
  }

  private period() {
    const year = (counts: Counts | null) => counts?.facetas.find(({ nombre }) => nombre === 'anio');
    return html`<coop-range-period
      .years=${year(this.answers.years)}
      .base=${year(this.answers.base)}
    ></coop-range-period>`;
  }
}
