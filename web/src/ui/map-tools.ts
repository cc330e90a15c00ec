/* Measuring, and the polygon that filters. Loaded when it is asked for. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CityMap } from '../map/city-map.ts';
import { formatArea, formatLength } from '../map/coordinates.ts';
import { Sketch, type Sketched } from '../map/sketch.ts';
import { MOST_CORNERS, writeWkt } from '../map/wkt.ts';
import { Part } from './part.ts';

const KINDS = ['distancia', 'area', 'dibujar'] as const;
type Kind = (typeof KINDS)[number];

@customElement('coop-map-tools')
export class MapTools extends Part {
  @property({ attribute: false }) map: CityMap | null = null;
  /** Begins with the polygon that filters. */
  @property({ attribute: false }) drawing = false;
  @state() private kind: Kind = 'distancia';
  @state() private sketched: Sketched | null = null;
  @state() private problem = '';
  private sketch: Sketch | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('drawing')) this.kind = this.drawing ? 'dibujar' : this.kind;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.map && (!this.sketch || changed.has('drawing'))) this.begin(this.kind);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sketch?.remove();
    this.sketch = null;
  }

  private begin(kind: Kind): void {
    const { map } = this;
    if (!map) return;
    this.kind = kind;
    this.problem = '';
    this.sketch?.remove();
    this.sketch = new Sketch(map, kind !== 'distancia', {
      changed: (sketched) => (this.sketched = sketched),
      finished: (corners) => this.finished(corners),
      cancelled: () => this.close(),
    });
    this.closest('coop-map')?.querySelector<HTMLElement>('.mapa')?.focus({ preventScroll: true });
  }

  private finished(corners: readonly (readonly number[])[]): void {
    if (this.kind !== 'dibujar') {
      this.page.announce(this.result());
      return;
    }
    const dibujo = writeWkt(corners);
    if (dibujo === null) {
      this.problem = this.t('medir.pocos');
      this.begin('dibujar');
      return;
    }
    this.page.announce(this.t('medir.hecho'));
    this.page.store.set({ filter: { dibujo } });
    this.close();
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent('cerrar'));
  }

  private result(): string {
    const { sketched } = this;
    if (!sketched || sketched.corners === 0) return '';
    const largo = formatLength(sketched.length, this.language);
    return this.kind === 'distancia'
      ? this.t('medir.largo', { largo })
      : this.t('medir.perimetro', { area: formatArea(sketched.area, this.language), largo });
  }

  protected override render() {
    const { sketched } = this;
    const corners = sketched?.corners ?? 0;
    const act = (
      name: 'medir.punto-aqui' | 'medir.deshacer' | 'medir.terminar' | 'medir.cancelar',
      off: boolean,
      go: () => void,
    ) => html`<button type="button" class="boton" ?disabled=${off} @click=${go}>${this.t(name)}</button>`;
    return html`<section
      class="mapa-herramientas"
      aria-label=${this.t('medir.rotulo')}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') this.close();
      }}
    >
      <div class="medir-que" role="group" aria-label=${this.t('medir.rotulo')}>
        ${KINDS.map(
          (kind) =>
            html`<button
              type="button"
              class="boton"
              aria-pressed=${kind === this.kind ? 'true' : 'false'}
              @click=${() => this.begin(kind)}
            >
              ${this.t(`medir.${kind}`)}
            </button>`,
        )}
      </div>
      <p class="medir-ayuda">${this.t('medir.ayuda')}</p>
      <p class="medir-valor">
        <strong>${this.result()}</strong>
        <span>${corners > 0 ? this.count('medir.puntos', corners) : ''}</span>
      </p>
      ${
        sketched?.full || this.problem
          ? html`<p role="alert">${this.problem || this.t('medir.tope', { n: MOST_CORNERS })}</p>`
          : nothing
      }
      <div class="medir-botones">
        ${act('medir.punto-aqui', sketched?.full ?? false, () => this.sketch?.addMiddle())}
        ${act('medir.deshacer', corners === 0, () => this.sketch?.undo())}
        ${act('medir.terminar', corners < (this.kind === 'distancia' ? 2 : 3), () => this.sketch?.finish())}
        ${act('medir.cancelar', false, () => this.close())}
      </div>
      ${
        this.filter.dibujo
          ? html`<p>${this.stateLink({ filter: { dibujo: null } }, this.t('medir.quitar'))}</p>`
          : nothing
      }
    </section>`;
  }
}
