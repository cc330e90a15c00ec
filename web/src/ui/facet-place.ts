/* Where, beyond named areas: what the map shows, near a point, inside a drawing. */
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { LonLat } from '../state/view.ts';
import { distance, pointText } from './filter-chips.ts';
import { Names } from './filter-names.ts';
import { Part } from './part.ts';

/** Bubbles to the document: the map takes a drawing and sets `filter.dibujo`. */
export const DRAW = 'coop-dibujar';

const RADII = [500, 1000, 2000, 5000] as const;
const USUAL_RADIUS = 1000;
/** Where the map begins, as long as nobody has moved it. */
const CITY_CENTRE: LonLat = { lon: -75.4975, lat: 10.395 };
const PATIENCE_MS = 15_000;

@customElement('coop-facet-place')
export class FacetPlace extends Part {
  @state() private wanted: number = USUAL_RADIUS;
  @state() private trouble: 'sitio.buscando' | 'sitio.negado' | 'sitio.no-hay' | null = null;
  private readonly names = new Names(this, () => this.page.client);

  protected override willUpdate(): void {
    this.names.complete(this.language, this.filter);
  }

  private get radius(): number {
    return this.filter.cerca === null ? this.wanted : Number(this.filter.cerca.split(',')[2]);
  }

  protected override render() {
    return html`
      <label class="interruptor">
        <input type="checkbox" role="switch" .checked=${this.view.en_vista} @change=${this.followMap} />
        <span>${this.t('sitio.vista')}</span>
      </label>
      ${this.near()} ${this.drawing()}
    `;
  }

  private near() {
    const { cerca } = this.filter;
    return html`<fieldset class="cerca">
      <legend>${this.t('sitio.cerca')}</legend>
      <div class="radios" role="radiogroup" aria-label=${this.t('sitio.radio')}>
        ${RADII.map(
          (metres) =>
            html`<label
              ><input
                type="radio"
                name="cerca-radio"
                .checked=${metres === this.radius}
                @change=${() => this.setRadius(metres)}
              /><span>${distance(metres, this.language)}</span></label
            >`,
        )}
      </div>
      <div class="botones">
        <button type="button" class="boton" aria-label=${this.t('sitio.de-mi-rotulo')} @click=${this.locate}>
          ${this.t('sitio.de-mi')}
        </button>
        <button type="button" class="boton" @click=${() => this.take(this.view.mapa ?? CITY_CENTRE)}>
          ${this.t('sitio.del-centro')}
        </button>
      </div>
      ${this.trouble ? html`<p class="faceta-nota" role="status">${this.t(this.trouble)}</p>` : nothing}
      ${cerca === null ? nothing : this.nearWhat(cerca)}
    </fieldset>`;
  }

  private nearWhat(cerca: string) {
    return html`<p class="faceta-nota">
        ${this.t('sitio.puesto', {
          radio: distance(this.radius, this.language),
          punto: pointText(cerca, { lang: this.language, name: this.names.of(this.language) }),
        })}.
        ${this.t('sitio.aviso')}
      </p>
      <button type="button" class="enlace" @click=${this.forget}>${this.t('sitio.quitar-cerca')}</button>`;
  }

  private drawing() {
    const drawn = this.filter.dibujo !== null;
    return html`<div class="dibujo">
      <button type="button" class="boton" @click=${this.draw}>
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 6 13 3l4 8-7 6-6-4z" /></svg>
        ${this.t(drawn ? 'sitio.dibujar-otra' : 'sitio.dibujar')}
      </button>
      ${
        drawn
          ? html`<p class="faceta-nota">${this.t('sitio.dibujada')}.</p>
              <button
                type="button"
                class="enlace"
                @click=${() => this.page.store.set({ filter: { dibujo: null } })}
              >
                ${this.t('sitio.quitar-dibujo')}
              </button>`
          : nothing
      }
    </div>`;
  }

  /* The map keeps `bbox` in step while it is on. */
  private followMap(event: Event): void {
    const on = (event.target as HTMLInputElement).checked;
    this.page.store.set(
      on ? { view: { en_vista: true } } : { view: { en_vista: false }, filter: { bbox: null } },
    );
  }

  private setRadius(metres: number): void {
    this.wanted = metres;
    const [lon, lat] = this.filter.cerca?.split(',').map(Number) ?? [];
    if (lon !== undefined && lat !== undefined) this.take({ lon, lat });
  }

  /* To some ten metres: enough for any of the distances, and no more of where somebody is than that. */
  private take({ lon, lat }: LonLat, metres = this.wanted): void {
    this.trouble = null;
    this.page.store.set({
      filter: { cerca: `${Number(lon.toFixed(4))},${Number(lat.toFixed(4))},${metres}` },
    });
  }

  private locate(): void {
    if (!('geolocation' in navigator)) {
      this.trouble = 'sitio.no-hay';
      return;
    }
    this.trouble = 'sitio.buscando';
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.take({ lon: coords.longitude, lat: coords.latitude }),
      ({ code, PERMISSION_DENIED }) =>
        (this.trouble = code === PERMISSION_DENIED ? 'sitio.negado' : 'sitio.no-hay'),
      { timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  }

  private forget(): void {
    this.page.store.set({ filter: { cerca: null } });
    this.querySelector<HTMLElement>('.cerca .boton')?.focus();
  }

  private draw(): void {
    this.page.store.set({ view: { vista: 'mapa' } });
    this.dispatchEvent(new CustomEvent(DRAW, { bubbles: true }));
  }
}
