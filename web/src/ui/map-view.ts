/* The map in the page: the wire between the map, the totals and the state. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Basemap } from '../api/types.ts';
import type { Summary } from '../api/summary.ts';
import type { Key } from '../i18n/index.ts';
import { Loader } from '../lib/remote.ts';
import type { CityMap, Moved, Outline, Pointed } from '../map/city-map.ts';
import { layersOf } from '../map/layers.ts';
import { legendData, type LegendData } from '../map/legend-data.ts';
import { choropleth, type AreaFact, type Choropleth } from '../map/measure.ts';
import { onSchemeChange, readPalette, type Palette } from '../map/palette.ts';
import type { PlacedSpot } from '../map/points.ts';
import { writeBox } from '../map/wkt.ts';
import { formatFilter, onlyOne } from '../state/filter.ts';
import type { LonLat, MapView as Look } from '../state/view.ts';
import { layerName } from './areas-list.ts';
import { mapChoice, streetSwitch } from './map-choice.ts';
import { mapLegend } from './map-legend.ts';
import type { MapEdge } from './map-edge.ts';
import { nameOf, tipContent, valueText } from './map-tip.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import './map-edge.ts';

/* How long the map must lie still before "what is in view" asks again. */
const STILL = 250;
/* About how wide the open legend will be: its figures may come after the map, which then should not lie elsewhere. */
const LEGEND = 260;

@customElement('coop-map')
export class MapView extends Part {
  protected override readonly patient = true;
  @state() private note: Key | '' = 'mapa.cargando';
  @state() private said = '';
  @state() private pointed: Pointed | null = null;
  @state() private moved: Moved | null = null;
  @state() private group: PlacedSpot | null = null;
  @state() private tools: 'no' | 'medir' | 'dibujar' = 'no';
  map: CityMap | null = null;
  private readonly basemap = new Loader<Basemap | null>(this, (_key, signal) =>
    this.page.client.basemap(signal),
  );
  private readonly totals = new Loader<Summary>(this, (_key, signal) =>
    this.page.client.summary(this.filter, signal),
  );
  private readonly facts = new Loader<AreaFact[]>(this, (_key, signal) => this.page.client.areaFacts(signal));
  private readonly outlines = new Loader<Outline[]>(this, (key, signal) =>
    Promise.all(
      key.split(' ').map(async (code) => {
        const { geometry, properties } = await this.page.client.area(code, signal);
        return { geometry, approximate: properties.geometria_aproximada };
      }),
    ),
  );
  private readonly spot = new Loader<LonLat | null>(this, (key, signal) =>
    this.page.client.spot(key, signal),
  );
  /* What the map shows already, so that a change of one thing does not draw all of them. */
  private drawn = {
    colours: null as Choropleth | null,
    encima: true,
    proyecto: '',
    filter: '-',
    outlines: null as readonly Outline[] | null,
    fondo: false,
  };
  private coloured: { key: string; from: unknown[]; map: Choropleth } | null = null;
  private look: Look | null = null;
  /* The areas whose outlines must not move the map: selected there, or the address says where to look. */
  private stay: string | null = null;
  /* The project the map was moved to, or must not be moved to. */
  private seen: string | null = null;
  private still: ReturnType<typeof setTimeout> | undefined;
  /* Whether the open legend leaves the map in sight, when the page opens. */
  private roomy: boolean | null = null;
  private told = '';
  private quiet = false;
  private unlisten: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const draw = () => void this.openTools('dibujar');
    const refresh = () => this.map?.refresh();
    document.addEventListener('coop-dibujar', draw);
    document.addEventListener('teselas-nuevas', refresh);
    this.unlisten = [
      () => document.removeEventListener('teselas-nuevas', refresh),
      () => document.removeEventListener('coop-dibujar', draw),
      onSchemeChange(() => this.requestUpdate()),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.unlisten) stop();
  }

  protected override ask(): void {
    this.totals.want(`${this.language} ${formatFilter(this.filter)}`, true);
    this.drawFilter();
    this.tellQuiet();
  }

  private drawFilter(): void {
    const filter = formatFilter(this.filter);
    if (!this.map || filter === this.drawn.filter) return;
    this.drawn.filter = filter;
    this.map.showFilter(this.filter, this.totals.settled);
    this.group = null;
  }

  private get area(): string | null {
    return onlyOne(this.filter.area);
  }

  /** What the fills say at present; null until the totals are here. */
  get choropleth(): Choropleth | null {
    const summary = this.totals.seen;
    if (!summary) return null;
    const { capa, medida, metodo, clases } = this.view;
    const facts = this.facts.seen;
    const key = [capa, medida, metodo, clases].join();
    const from = [summary, facts];
    if (this.coloured?.key !== key || this.coloured.from.some((one, i) => one !== from[i])) {
      const layers = layersOf(capa);
      const map = choropleth({ summary, facts, layers, measure: medida, method: metodo, classes: clases });
      this.coloured = { key, from, map };
    }
    return this.coloured.map;
  }

  /** The legend of what is drawn now. */
  get legend(): LegendData | null {
    return this.legendIn(readPalette());
  }

  /** The same in other colours. */
  legendIn(palette: Palette): LegendData | null {
    const { choropleth: map } = this;
    const summary = this.totals.seen;
    if (!map || !summary) return null;
    return legendData(map, summary, palette, this.language, layerName(this, this.view.capa));
  }

  protected override render() {
    const { basemap, legend } = this;
    const streets = basemap.answer.phase === 'ready' ? basemap.answer.data : null;
    return html`<div
        class="mapa"
        role="application"
        tabindex="0"
        aria-label=${this.t('mapa.rotulo')}
        aria-describedby="mapa-frase"
      ></div>
      <span class="mira" aria-hidden="true"></span>
      ${this.tip()}
      <p id="mapa-frase" class="oculto">${legend?.sentence ?? ''}</p>
      <div class="mapa-controles">${mapChoice(this)}</div>
      <div class="mapa-botones">
        ${this.button('mapa.acercar', 'M10 4v12M4 10h12', () => this.map?.zoomBy(1))}
        ${this.button('mapa.alejar', 'M4 10h12', () => this.map?.zoomBy(-1))}
        ${this.button('mapa.ciudad', 'M3.5 10 10 4l6.5 6M5.5 9v7h9V9', () => this.map?.city())}
        ${this.button('mapa.herramientas', 'M3 13 13 3l4 4L7 17zM6 10l2 2M9 7l2 2M12 4l2 2', () =>
          this.openTools(this.tools === 'no' ? 'medir' : 'no'),
        )}
      </div>
      <div class="mapa-abajo">
        ${mapLegend(this, legend, (this.roomy ??= this.offsetWidth >= 680))}
        ${streets ? streetSwitch(this, streets) : nothing}
      </div>
      ${
        this.tools === 'no'
          ? nothing
          : html`<coop-map-tools
              .map=${this.map}
              .drawing=${this.tools === 'dibujar'}
              @cerrar=${() => this.openTools('no')}
            ></coop-map-tools>`
      }
      ${
        this.group
          ? html`<coop-map-cell
              .spot=${this.group}
              @cerrar=${() => this.closeGroup()}
              @acercar=${() => this.nearer()}
            ></coop-map-cell>`
          : nothing
      }
      <coop-map-edge
        .metres=${this.moved?.metres ?? 0}
        .centre=${this.moved}
        .attribution=${[this.t('mapa.atribucion-costa'), ...(this.view.fondo && streets ? [streets.atribucion] : [])]}
        @copiado=${(event: CustomEvent<string>) => (this.said = event.detail)}
      ></coop-map-edge>
      ${this.note || this.said ? html`<p class="mapa-nota" role="status">${this.note ? this.t(this.note) : this.said}</p>` : nothing}`;
  }

  private button(name: Key, path: string, act: () => void) {
    return html`<button type="button" aria-label=${this.t(name)} title=${this.t(name)} @click=${act}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>
    </button>`;
  }

  private tip() {
    const { pointed, choropleth: map } = this;
    const content = pointed?.pixel && map && this.tools === 'no' ? tipContent(this, map, pointed) : null;
    return html`<div class="mapa-punta" ?hidden=${!content} aria-hidden="true">${content ?? nothing}</div>`;
  }

  /* Beside the pointer, on the side with room; by the style's object, as the policy of the page has no inline styles. */
  private placeTip(): void {
    const tip = this.querySelector<HTMLElement>('.mapa-punta');
    const pixel = this.pointed?.pixel;
    if (!tip || !pixel || tip.hidden) return;
    const [x, y] = pixel;
    const room = (all: number, at: number, size: number) =>
      at + 16 + size > all ? Math.max(4, at - 14 - size) : at + 16;
    const { offsetWidth, offsetHeight } = tip;
    tip.style.transform = `translate(${Math.round(room(this.offsetWidth, x, offsetWidth))}px, ${Math.round(room(this.offsetHeight, y, offsetHeight))}px)`;
  }

  protected override willUpdate(): void {
    this.basemap.want('configuracion');
    this.totals.want(`${this.language} ${formatFilter(this.filter)}`, true);
    this.facts.want('todas');
    this.outlines.want(this.filter.area.join(' ') || null, true);
    this.spot.want(this.view.proyecto);
    if (this.totals.answer.phase === 'failed') this.note = 'mapa.totales';
    else if (this.note === 'mapa.totales') this.note = '';
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    void this.start();
  }

  protected override updated(_changed: PropertyValues): void {
    this.draw();
    this.tellQuiet();
    this.placeTip();
    this.tell();
  }

  private async start(): Promise<void> {
    const target = this.querySelector<HTMLElement>('.mapa');
    if (!target) return;
    try {
      const { CityMap } = await import('../map/city-map.ts');
      this.map = new CityMap(
        target,
        {
          asked: (at, spot, byKey) => void this.asked(at, spot, byKey),
          pointed: (where) => this.pointedAt(where),
          moved: (view) => this.movedTo(view),
          covered: () => this.covered(),
          failed: () => (this.note = 'mapa.teselas'),
          quiet: (all) => {
            this.quiet = all;
            this.tellQuiet();
          },
        },
        this.view.mapa,
      );
      this.look = this.view.mapa;
      if (this.view.mapa) {
        this.stay = this.filter.area.join(' ');
        this.seen = this.view.proyecto;
      }
      this.note = '';
      this.requestUpdate();
    } catch {
      this.note = 'mapa.fallo';
    }
  }

  private draw(): void {
    const { map, view, drawn, choropleth: colours } = this;
    if (!map) return;
    if (colours && (colours !== drawn.colours || view.encima !== drawn.encima)) {
      drawn.colours = colours;
      drawn.encima = view.encima;
      map.colour(colours, layersOf(view.capa), view.encima);
    }
    this.drawFilter();
    if (drawn.proyecto !== (view.proyecto ?? ''))
      map.showProject((drawn.proyecto = view.proyecto ?? '') || null);
    if (drawn.fondo !== view.fondo) void this.drawStreets(view.fondo);
    if (view.en_vista && this.filter.bbox === null) this.followView(0);
    this.drawOutlines(map);
    this.lookAtProject(map);
    if (view.mapa && this.look && JSON.stringify(view.mapa) !== JSON.stringify(this.look)) {
      this.look = view.mapa;
      map.goTo(view.mapa);
    }
  }

  private drawOutlines(map: CityMap): void {
    const { answer } = this.outlines;
    if (answer.phase === 'loading') return;
    const outlines = answer.phase === 'ready' ? answer.data : null;
    if (outlines === this.drawn.outlines) return;
    this.drawn.outlines = outlines;
    const look = this.filter.area.join(' ') !== this.stay;
    if (outlines) this.stay = null;
    map.select(outlines ?? [], look && !this.view.en_vista);
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

  /* A choice of another measure or layer is said once its totals are here; the first view is not. */
  private tell(): void {
    const sentence = this.legend?.sentence ?? '';
    if (!sentence || this.totals.answer.phase !== 'ready' || this.facts.answer.phase === 'loading') return;
    const { capa, medida, metodo, clases } = this.view;
    const choice = [capa, medida, metodo, clases].join();
    if (this.told && this.told !== choice) this.page.announce(sentence);
    this.told = choice;
  }

  /* Quiet: all that is asked is drawn. Tests, and whoever takes a picture, wait for it. */
  private tellQuiet(): void {
    const waiting = [this.totals, this.facts].some(({ answer }) => answer.phase === 'loading');
    const state = this.quiet && !waiting ? 'quieto' : 'ocupado';
    const { dataset } = document.documentElement;
    if (dataset['mapa'] === state) return;
    dataset['mapa'] = state;
    if (state === 'quieto') document.dispatchEvent(new CustomEvent('coop-mapa-quieto'));
  }

  private pointedAt(where: Pointed): void {
    const edge = this.querySelector<MapEdge>('coop-map-edge');
    if (edge) edge.pointer = where.pixel ? where.at : null;
    this.pointed = where;
  }

  private movedTo(moved: Moved): void {
    const view = { lon: round(moved.lon, 1e5), lat: round(moved.lat, 1e5), z: round(moved.z, 100) };
    if (this.note === 'mapa.teselas') this.note = '';
    this.said = '';
    this.moved = moved;
    const start = this.look === null && this.view.mapa === null;
    this.look = view;
    if (!start) this.page.store.set({ view: { mapa: view } }); // where the map opens by itself is nobody's choice
    this.followView(STILL);
  }

  /* With "only what is in view" on, the filter's box is that of the map, once it lies still. */
  private followView(after: number): void {
    clearTimeout(this.still);
    if (!this.view.en_vista) return;
    this.still = setTimeout(() => {
      if (this.view.en_vista && this.moved)
        this.page.store.set({ filter: { bbox: writeBox(this.moved.box) } });
    }, after);
  }

  private openTools(tools: 'no' | 'medir' | 'dibujar'): void {
    if (tools !== 'no') void import('./map-tools.ts');
    this.tools = tools;
    if (tools === 'no') this.focusMap();
  }

  /* The open legend, where the map is wide enough to be seen beside it. */
  private covered(): number {
    if (this.offsetWidth <= 620) return 0;
    const legend = this.querySelector<HTMLElement>('.leyenda[open]');
    if (legend) return legend.offsetLeft + legend.offsetWidth;
    return this.roomy && !this.legend ? LEGEND : 0;
  }

  private focusMap(): void {
    this.querySelector<HTMLElement>('.mapa')?.focus({ preventScroll: true });
  }

  private closeGroup(): void {
    this.group = null;
    this.focusMap();
  }

  private nearer(): void {
    const bounds = this.group?.bounds;
    this.closeGroup();
    if (bounds) this.map?.showBox(bounds);
  }

  private choose(area: string | null, punto: LonLat): void {
    if (area !== this.area) this.stay = area;
    this.page.store.set({
      filter: { area: area ? [area] : [] },
      view: { ...NOTHING_SELECTED, punto },
    });
  }

  /* One project: it is shown. Several: they are listed. Else the smallest area at the point is selected; the others are listed above its
   * card. */
  private async asked(at: LonLat, spot: PlacedSpot | null, byKey: boolean): Promise<void> {
    const punto = { lon: round(at.lon, 1e5), lat: round(at.lat, 1e5) };
    this.group = null;
    if (spot?.codigo) {
      this.page.store.set({ view: { proyecto: spot.codigo, actor: null, punto } });
      return;
    }
    if (spot) {
      await import('./map-cell.ts');
      this.group = spot;
      return;
    }
    try {
      const areas = await this.page.client.here(punto, new AbortController().signal);
      const [first] = areas;
      const map = this.choropleth;
      this.page.announce(
        byKey && first && map
          ? this.t('mapa.aqui', {
              nombre: nameOf(map, first.codigo),
              capa: this.label('capa', first.capa),
              valor: plainText(valueText(this, map, first.codigo)),
            })
          : this.count('anuncio.lugar', areas.length),
      );
      this.choose(first?.codigo ?? null, punto);
    } catch {
      this.page.store.set({ view: { ...NOTHING_SELECTED, punto } });
    }
  }

  /** The map alone, drawn at that size times `scale`. */
  async picture(width: number, height: number, scale = 1, palette?: Palette): Promise<HTMLCanvasElement> {
    if (!this.map) throw new Error('no map');
    return this.map.picture(width, height, scale, palette);
  }
}

const round = (value: number, unit: number) => Math.round(value * unit) / unit;

/* An amount is written as markup; said it is its text. */
const plainText = (value: unknown): string => (typeof value === 'string' ? value : '');
