/* The map in the page: its controls, its legend, and the wire between the map and the state. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Basemap } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import type { CityMap, ProjectHere } from '../map/city-map.ts';
import { LAYER_CHOICES } from '../map/layers.ts';
import { onlyOne } from '../state/filter.ts';
import type { LonLat, MapView as Look } from '../state/view.ts';
import { layerName } from './areas-list.ts';
import { NOTHING_SELECTED, Part } from './part.ts';

interface Outline {
  geometries: readonly unknown[];
  approximate: boolean;
}

@customElement('coop-map')
export class MapView extends Part {
  @state() private note: 'mapa.cargando' | 'mapa.fallo' | 'mapa.teselas' | 'mapa.calles-fallo' | '' =
    'mapa.cargando';
  private map: CityMap | null = null;
  private readonly basemap = new Loader<Basemap | null>(this, (_key, signal) =>
    this.page.client.basemap(signal),
  );
  private readonly outline = new Loader<Outline>(this, async (key, signal) => {
    const { geometry, properties } = await this.page.client.area(key, signal);
    return { geometries: geometry ? [geometry] : [], approximate: properties.geometria_aproximada };
  });
  private readonly spot = new Loader<LonLat | null>(this, (key, signal) =>
    this.page.client.spot(key, signal),
  );
  /* What the map shows already, so that a change of one thing does not draw all of them. */
  private drawn = { capa: '', proyecto: '', outline: null as Outline | null, fondo: false };
  private look: Look | null = null;
  /* The area whose outline must not move the map: it was selected there, or the address says where to look. */
  private stay: string | null = null;
  /* The project the map was moved to, or must not be moved to. */
  private seen: string | null = null;

  private get area(): string | null {
    return onlyOne(this.filter.area);
  }

  protected override render() {
    return html`<div class="mapa" role="application" tabindex="0" aria-label=${this.t('mapa.rotulo')}></div>
      <span class="mira" aria-hidden="true"></span>
      <div class="mapa-controles">
        ${this.layerPicker()}
        ${
          this.basemap.answer.phase === 'ready' && this.basemap.answer.data
            ? this.streetSwitch(this.basemap.answer.data)
            : nothing
        }
      </div>
      <div class="mapa-botones">
        ${this.button('mapa.acercar', 'M10 4v12M4 10h12', () => this.map?.zoomBy(1))}
        ${this.button('mapa.alejar', 'M4 10h12', () => this.map?.zoomBy(-1))}
        ${this.button('mapa.ciudad', 'M3.5 10 10 4l6.5 6M5.5 9v7h9V9', () => this.map?.city())}
      </div>
      ${this.legend()}
      ${this.note ? html`<p class="mapa-nota" role="status">${this.t(this.note)}</p>` : nothing}`;
  }

  private layerPicker() {
    const known = LAYER_CHOICES.some(({ key }) => key === this.view.capa);
    const keys = [...LAYER_CHOICES.map(({ key }) => key), ...(known ? [] : [this.view.capa])];
    return html`<label class="capa">
      <span>${this.t('mapa.capa')}</span>
      <select
        @change=${(event: Event) => this.page.store.set({ view: { capa: (event.target as HTMLSelectElement).value } })}
      >
        ${keys.map((key) => html`<option value=${key} ?selected=${key === this.view.capa}>${layerName(this, key)}</option>`)}
      </select>
    </label>`;
  }

  private streetSwitch(basemap: Basemap) {
    return html`<label class="calles">
      <input
        type="checkbox"
        role="switch"
        .checked=${this.view.fondo}
        @change=${(event: Event) => this.page.store.set({ view: { fondo: (event.target as HTMLInputElement).checked } })}
      />
      <span>${basemap.nombre || this.t('mapa.calles')}</span>
    </label>`;
  }

  private button(name: Parameters<Part['t']>[0], path: string, act: () => void) {
    return html`<button type="button" aria-label=${this.t(name)} title=${this.t(name)} @click=${act}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>
    </button>`;
  }

  private legend() {
    const steps = ['leyenda.0', 'leyenda.1', 'leyenda.2', 'leyenda.3'] as const;
    return html`<details class="leyenda" ?open=${matchMedia('(min-width: 60rem)').matches}>
      <summary>${this.t('leyenda.titulo')}</summary>
      <ul>
        ${steps.map((key, i) => html`<li><i class="muestra muestra-${i}"></i>${this.t(key)}</li>`)}
        <li><i class="muestra muestra-aproximada"></i>${this.t('leyenda.aproximada')}</li>
        <li><i class="muestra muestra-punto"></i>${this.t('leyenda.punto')}</li>
        <li><i class="muestra muestra-anillo"></i>${this.t('leyenda.anillo')}</li>
      </ul>
    </details>`;
  }

  protected override willUpdate(): void {
    this.basemap.want('configuracion');
    this.outline.want(this.area);
    this.spot.want(this.view.proyecto);
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    void this.start();
  }

  protected override updated(_changed: PropertyValues): void {
    this.draw();
  }

  private async start(): Promise<void> {
    const target = this.querySelector<HTMLElement>('.mapa');
    if (!target) return;
    try {
      const { CityMap } = await import('../map/city-map.ts');
      this.map = new CityMap(
        target,
        {
          asked: (at, projects) => void this.asked(at, projects),
          moved: (view) => this.moved(view),
          tilesFailed: () => (this.note = 'mapa.teselas'),
        },
        this.view.mapa,
        this.t('mapa.atribucion-costa'),
      );
      this.look = this.view.mapa;
      if (this.view.mapa) {
        this.stay = this.area;
        this.seen = this.view.proyecto;
      }
      this.note = '';
    } catch {
      this.note = 'mapa.fallo';
    }
  }

  private draw(): void {
    const { map, view, drawn } = this;
    if (!map) return;
    if (drawn.capa !== view.capa) map.showLayers((drawn.capa = view.capa));
    if (drawn.proyecto !== (view.proyecto ?? ''))
      map.showProject((drawn.proyecto = view.proyecto ?? '') || null);
    if (drawn.fondo !== view.fondo) void this.drawStreets(view.fondo);
    this.drawOutline(map);
    this.lookAtProject(map);
    if (view.mapa && this.look && JSON.stringify(view.mapa) !== JSON.stringify(this.look)) {
      this.look = view.mapa;
      map.goTo(view.mapa);
    }
  }

  private drawOutline(map: CityMap): void {
    const { answer } = this.outline;
    const outline = answer.phase === 'ready' ? answer.data : null;
    if (answer.phase === 'loading' || outline === this.drawn.outline) return;
    this.drawn.outline = outline;
    const look = this.area !== this.stay;
    if (outline) this.stay = null;
    map.select(outline?.geometries ?? [], outline?.approximate ?? false, look);
  }

  /* A project that was chosen elsewhere than on the map is brought into view. */
  private lookAtProject(map: CityMap): void {
    const { proyecto } = this.view;
    const { answer } = this.spot;
    if (proyecto === this.seen || (proyecto !== null && answer.phase !== 'ready')) return;
    this.seen = proyecto;
    if (proyecto !== null && answer.phase === 'ready' && answer.data) map.bringIntoView(answer.data);
  }

  private async drawStreets(on: boolean): Promise<void> {
    const { answer } = this.basemap;
    if (answer.phase !== 'ready' || !this.map) return;
    this.drawn.fondo = on;
    try {
      await this.map.setStreets(on ? answer.data : null);
    } catch {
      this.note = 'mapa.calles-fallo';
      this.page.store.set({ view: { fondo: false } });
    }
  }

  private moved(view: Look): void {
    const rounded = { lon: round(view.lon, 1e5), lat: round(view.lat, 1e5), z: round(view.z, 100) };
    if (this.note === 'mapa.teselas') this.note = '';
    const start = this.look === null && this.view.mapa === null;
    this.look = rounded;
    if (!start) this.page.store.set({ view: { mapa: rounded } }); // where the map opens by itself is nobody's choice
  }

  private choose(area: string | null, punto: LonLat): void {
    if (area !== this.area) this.stay = area;
    this.page.store.set({
      filter: { area: area ? [area] : [] },
      view: { ...NOTHING_SELECTED, punto },
    });
  }

  /* The smallest area at the point is selected; the others are listed above its card. */
  private async asked(at: LonLat, projects: readonly ProjectHere[]): Promise<void> {
    const punto = { lon: round(at.lon, 1e5), lat: round(at.lat, 1e5) };
    const [first, ...others] = projects;
    if (first && others.length === 0) {
      this.page.store.set({ view: { proyecto: first.codigo, actor: null, punto } });
      return;
    }
    if (first?.area) {
      this.choose(first.area, punto); // several at one spot: the card of their area lists them
      return;
    }
    try {
      const areas = await this.page.client.here(punto, new AbortController().signal);
      this.page.announce(this.count('anuncio.lugar', areas.length));
      this.choose(areas[0]?.codigo ?? null, punto);
    } catch {
      this.page.store.set({ view: { ...NOTHING_SELECTED, punto } });
    }
  }
}

const round = (value: number, unit: number) => Math.round(value * unit) / unit;
