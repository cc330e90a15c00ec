/* The charts of what is selected: a page of findings. */
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { isFiltered } from '../state/filter.ts';
import { BARS } from '../state/view.ts';
import { chipsOf } from '../ui/filter-chips.ts';
import { Names } from '../ui/filter-names.ts';
import { Part } from '../ui/part.ts';
import { areaTheme } from './area-theme.ts';
import { byForm } from './by-form.ts';
import { byKind, bySource, byTheme } from './by-group.ts';
import { byYear } from './by-year.ts';
import type { Chart } from './chart.ts';
import { funderArea } from './funder-area.ts';
import './card.ts';

const CHARTS = [
  bySource,
  byTheme,
  byKind,
  byYear,
  byForm,
  areaTheme,
  funderArea,
] as readonly Chart<unknown>[];

@customElement('coop-charts')
export class Charts extends Part {
  private readonly names = new Names(this, () => this.page.client);

  protected override willUpdate(): void {
    this.names.complete(this.language, this.filter);
  }

  protected override render() {
    return html`<div class="graficos">
      <header class="graficos-cabeza">
        <h2>${this.t('graficos.titulo')}</h2>
        ${this.measure()}
        <nav class="graficos-indice" aria-label=${this.t('graficos.indice')}>
          ${CHARTS.map(
            ({ id }) =>
              html`<a href=${`#grafico-${id}`} @click=${this.go(id)}>${this.t(`graficos.nombre.${id}`)}</a>`,
          )}
        </nav>
      </header>
      ${CHARTS.map(
        (chart) =>
          html`<coop-chart
            class=${chart.wide ? 'ancho' : ''}
            .chart=${chart}
            .filterWords=${this.filterWords}
          ></coop-chart>`,
      )}
    </div>`;
  }

  private measure() {
    return html`<fieldset class="graficos-medida">
      <legend>${this.t('graficos.medida')}</legend>
      ${BARS.map(
        (barras) =>
          html`<label
            ><input
              type="radio"
              name="barras"
              value=${barras}
              .checked=${barras === this.view.barras}
              @change=${() => this.page.store.set({ view: { barras } })}
            /><span>${this.t(`graficos.medida.${barras}`)}</span></label
          >`,
      )}
    </fieldset>`;
  }

  /* The fragment of the address is the view, so a link in the page moves by itself. */
  private go(id: string) {
    return (event: Event) => {
      event.preventDefault();
      const target = this.querySelector<HTMLElement>(`#grafico-${id}`);
      target?.scrollIntoView({ block: 'start' });
      target?.focus({ preventScroll: true });
    };
  }

  private readonly filterWords = async (): Promise<string> => {
    if (!isFiltered(this.filter)) return this.t('graficos.sin-filtro');
    const facets = await this.page.client.facets(this.filter, AbortSignal.timeout(8000)).catch(() => null);
    this.names.learn(this.language, facets);
    const chips = chipsOf(this.filter, {
      lang: this.language,
      name: this.names.of(this.language),
      currency: 'COP',
      inView: this.view.en_vista,
    });
    const words = chips.map(({ title, text }) => (title ? `${title}: ${text}` : text));
    return this.t('graficos.con-filtro', { filtro: words.join(' · ') });
  };
}
