/* The map itself, apart from the page: what is drawn, and what a click or the Enter key asks. OpenLayers on a canvas; no
 * WebGL. Loaded after the first view of the page. */
import Feature from 'ol/Feature';
import OlMap from 'ol/Map';
import View from 'ol/View';
import type BaseLayer from 'ol/layer/Base';
import type { Coordinate } from 'ol/coordinate';
import DoubleClickZoom from 'ol/interaction/DoubleClickZoom';
import DragPan from 'ol/interaction/DragPan';
import KeyboardPan from 'ol/interaction/KeyboardPan';
import KeyboardZoom from 'ol/interaction/KeyboardZoom';
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom';
import PinchZoom from 'ol/interaction/PinchZoom';
import Kinetic from 'ol/Kinetic';
import {
  buffer,
  containsCoordinate,
  containsExtent,
  createEmpty,
  extend,
  isEmpty,
  type Extent,
} from 'ol/extent';
import type { Pixel } from 'ol/pixel';
import { fromLonLat, getPointResolution, toLonLat, transformExtent } from 'ol/proj';
import type { Basemap } from '../api/types.ts';
import { formatFilter, type Filter } from '../state/filter.ts';
import type { LonLat, MapView } from '../state/view.ts';
import { onMap, polygonsOf, regionsOf } from './geometry.ts';
import { LayerSet, Sources } from './layer-set.ts';
import type { Choropleth } from './measure.ts';
import { onSchemeChange, readPalette, type Palette } from './palette.ts';
import { Points, type PlacedSpot } from './points.ts';
import type { Shown } from './style.ts';

/** The built-up city; the municipality's box would be 100 km wide because of its islands. */
const CITY: Extent = [-75.585, 10.315, -75.41, 10.475];
const REACH: Extent = [-83.5, 3.5, -66.5, 19.5];
/* How near the edge of the map, in pixels, a chosen project may lie without the map moving. */
const EDGE = 40;
/* How long colours and projects of a new filter wait for each other, to be drawn at once. */
const TOGETHER_MS = 200;
export const WEB_MERCATOR = 'EPSG:3857';

export interface Outline {
  readonly geometry: unknown;
  readonly approximate: boolean;
}

/** Where the pointer, or the cross of the keyboard, is. */
export interface Pointed {
  readonly at: LonLat;
  /** Pixels from the map's upper left corner; null: nothing to say there any more. */
  readonly pixel: readonly [number, number] | null;
  /** Codes of the areas drawn there, that of the layer first. */
  readonly areas: readonly string[];
  readonly spot: PlacedSpot | null;
}

export interface Moved extends MapView {
  /** West, south, east, north. */
  readonly box: readonly number[];
  /** Ground metres of a pixel in the middle. */
  readonly metres: number;
}

export interface CityMapEvents {
  /** A place was asked for, by click or key; the spot of projects drawn there, if any. */
  asked(at: LonLat, spot: PlacedSpot | null, byKey: boolean): void;
  pointed(where: Pointed): void;
  moved(view: Moved): void;
  /** Pixels of the map's left side that something lies on. */
  covered(): number;
  /** Something of the map did not arrive. */
  failed(): void;
  /** Whether all that is in view is drawn. */
  quiet(all: boolean): void;
}

/** Takes the map's clicks and keys while somebody draws or measures. */
export interface Guest {
  click(at: Coordinate, pixel: Pixel): void;
  move(at: Coordinate): void;
  /** True: it was for the guest. */
  key(key: string): boolean;
}

export class CityMap {
  readonly map: OlMap;
  readonly view: View;
  readonly sources = new Sources();
  private readonly points: Points;
  private readonly layers: LayerSet;
  private shown: Shown = {
    layers: [],
    fills: new Map(),
    classes: 1,
    rank: new Map(),
    wider: new Set(),
    hovered: null,
    proyecto: null,
  };
  private palette: Palette = readPalette();
  private streets: BaseLayer | null = null;
  private guest: Guest | null = null;
  private idle = false;
  private recolouring: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly target: HTMLElement,
    private readonly events: CityMapEvents,
    start: MapView | null,
  ) {
    this.sources.areas.on('tileloaderror', () => events.failed());
    this.sources.loadSea().catch(() => undefined);
    this.points = new Points({
      busy: () => this.setQuiet(false),
      ready: () => {
        if (this.recolouring) this.recolour();
        this.map.render();
      },
      failed: () => events.failed(),
    });
    this.layers = new LayerSet(this.sources, this.points.source as never, () => this.shown);
    this.layers.labels.setVisible(false); // the names come with the second frame
    this.view = new View({
      extent: transformExtent(REACH, 'EPSG:4326', WEB_MERCATOR),
      minZoom: 6,
      maxZoom: 18,
      constrainResolution: false,
      enableRotation: false,
    });
    this.map = new OlMap({
      target,
      layers: this.layers.all,
      view: this.view,
      controls: [],
      interactions: [
        new DragPan({ kinetic: new Kinetic(-0.005, 0.05, 100) }),
        new DoubleClickZoom(),
        new PinchZoom(),
        new MouseWheelZoom(),
        new KeyboardPan({ pixelDelta: 96 }),
        new KeyboardZoom(),
      ],
    });
    this.restyle();
    this.view.on('change:resolution', () => this.layers.fadeSea(this.view.getZoom() ?? 12));
    onSchemeChange(() => {
      this.palette = readPalette();
      this.restyle();
    });
    if (start) this.goTo(start);
    else this.fit(CITY, false);
    this.layers.fadeSea(this.view.getZoom() ?? 12);
    this.listen();
  }

  private listen(): void {
    this.map.on('singleclick', ({ pixel }) => {
      if (!this.guest) this.ask(pixel, false);
    });
    this.map.on('click', ({ coordinate, pixel }) => this.guest?.click(coordinate, pixel));
    this.map.on('dblclick', (event) => {
      if (this.guest) event.stopPropagation();
    });
    this.map.on('movestart', () => this.setQuiet(false));
    this.map.on('moveend', () => {
      this.points.show(this.extent(), this.view.getZoom() ?? 12);
      this.events.moved(this.moved());
      if (this.target.matches(':focus-visible')) this.point(this.middle());
    });
    this.map.on('rendercomplete', () => {
      if (!this.layers.labels.getVisible()) this.layers.labels.setVisible(true);
      else if (!this.points.pending) this.setQuiet(true);
    });
    this.map.on('pointermove', ({ pixel, coordinate, dragging }) => {
      if (dragging) return;
      this.guest?.move(coordinate);
      this.point(pixel);
    });
    this.target.addEventListener('pointerleave', () => this.point(null));
    this.target.addEventListener('blur', () => this.point(null));
    this.target.addEventListener('keydown', (event) => {
      if (event.target !== this.target || event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.guest?.key(event.key)) event.preventDefault();
      else if (event.key === 'Enter') {
        event.preventDefault();
        this.ask(this.middle(), true);
      }
    });
  }

  /** While there is a guest, clicks and keys are its. */
  invite(guest: Guest | null): void {
    this.guest = guest;
  }

  middle(): Pixel {
    const [width = 0, height = 0] = this.map.getSize() ?? [];
    return [width / 2, height / 2];
  }

  here(): MapView {
    const [lon = 0, lat = 0] = toLonLat(this.view.getCenter() ?? [0, 0]);
    return { lon, lat, z: this.view.getZoom() ?? 0 };
  }

  private extent(): Extent {
    return this.view.calculateExtent(this.map.getSize() ?? [1, 1]);
  }

  moved(): Moved {
    const metres = getPointResolution(
      WEB_MERCATOR,
      this.view.getResolution() ?? 1,
      this.view.getCenter() ?? [0, 0],
    );
    return { ...this.here(), box: transformExtent(this.extent(), WEB_MERCATOR, 'EPSG:4326'), metres };
  }

  goTo({ lon, lat, z }: MapView): void {
    this.view.setCenter(fromLonLat([lon, lat]));
    this.view.setZoom(z);
  }

  zoomBy(step: number): void {
    this.view.animate({ zoom: (this.view.getZoom() ?? 12) + step, duration: this.duration(200) });
  }

  city(): void {
    this.fit(CITY, true);
  }

  /** The fills, and which outlines of wider areas are drawn over them. */
  colour({ fills, classes, rank, wider }: Choropleth, layers: readonly string[], outlines: boolean): void {
    this.shown = {
      ...this.shown,
      layers,
      fills,
      rank,
      classes: classes?.from.length ?? 1,
      wider: new Set(outlines ? wider.map(({ codigo }) => codigo) : []),
    };
    this.setQuiet(false);
    clearTimeout(this.recolouring);
    if (this.points.pending) this.recolouring = setTimeout(() => this.recolour(), TOGETHER_MS);
    else this.recolour();
  }

  private recolour(): void {
    clearTimeout(this.recolouring);
    this.recolouring = undefined;
    this.layers.recolour();
  }

  /** The projects of a filter, and the regions it asks about. `colours`: when the fills of the same filter are known: to draw the map
   * is most of the work, and once is enough. */
  showFilter(filter: Filter, colours: Promise<void>): void {
    const soon = new Promise<void>((done) => setTimeout(done, TOGETHER_MS));
    this.points.ask(
      formatFilter(filter),
      this.extent(),
      this.view.getZoom() ?? 12,
      Promise.race([colours, soon]),
    );
    const regions = regionsOf(filter);
    if (regions.length === 0 && this.sources.asked.isEmpty()) return;
    this.sources.asked.clear(true);
    this.sources.asked.addFeatures(regions);
  }

  showProject(code: string | null): void {
    this.shown.proyecto = code;
    this.layers.spots.changed();
  }

  /** The selected areas' outlines, whole and above the rest, whatever layer is drawn; `look` moves the map to them. */
  select(outlines: readonly Outline[], look: boolean): void {
    const features = outlines.flatMap(({ geometry, approximate }) => {
      const polygons = polygonsOf(geometry);
      return polygons ? [new Feature({ geometry: onMap(polygons), approximate })] : [];
    });
    this.sources.selection.clear(true);
    this.sources.selection.addFeatures(features);
    const extent = features.reduce(
      (all, f) => extend(all, f.getGeometry()?.getExtent() ?? all),
      createEmpty(),
    );
    if (look && !isEmpty(extent)) this.lookAt(extent);
  }

  /** West, south, east, north: all of it in view, with room around. */
  showBox(box: readonly number[]): void {
    this.view.fit(transformExtent([...box], 'EPSG:4326', WEB_MERCATOR), {
      padding: [80, 80, 80, 80],
      maxZoom: 17,
      duration: this.duration(450),
    });
  }

  /** Move, without another scale, only if the place is outside what is seen. */
  bringIntoView({ lon, lat }: LonLat): void {
    const at = fromLonLat([lon, lat]);
    const margin = EDGE * (this.view.getResolution() ?? 0);
    if (!containsCoordinate(buffer(this.extent(), -margin), at))
      this.view.animate({ center: at, duration: this.duration(450) });
  }

  async setStreets(basemap: Basemap | null): Promise<void> {
    if (this.streets) this.map.removeLayer(this.streets);
    this.streets = null;
    this.layers.overStreets(!!basemap);
    if (!basemap) return;
    const { makeBasemap } = await import('./basemap.ts');
    const streets = await makeBasemap(basemap, this.palette);
    this.streets = streets;
    this.map.getLayers().insertAt(0, streets);
  }

  /** The server's tiles are others now. */
  refresh(): void {
    this.sources.areas.refresh();
  }

  /** The map alone as a picture of that size, `scale` pixels to each pixel of a screen, what is seen in the middle of it; no controls.
   * Streets of another origin are left out: the browser would not hand out the picture. */
  async picture(
    width: number,
    height: number,
    scale = 1,
    palette = this.palette,
  ): Promise<HTMLCanvasElement> {
    const { picture } = await import('./picture.ts');
    const layers = new LayerSet(this.sources, this.points.source as never, () => ({
      ...this.shown,
      hovered: null,
    }));
    layers.restyle(palette, scale);
    layers.overStreets(false);
    return picture({ layers, extent: this.extent(), width, height, scale, ground: palette.ground });
  }

  private lookAt(extent: Extent): void {
    const now = this.extent();
    const big = (extent[2] ?? 0) - (extent[0] ?? 0) > ((now[2] ?? 0) - (now[0] ?? 0)) / 5;
    if (containsExtent(now, extent) && big) return;
    this.view.fit(extent, {
      padding: [60, 60, 60, 60 + this.events.covered()],
      maxZoom: 14,
      duration: this.duration(450),
    });
  }

  private fit(lonLat: Extent, animated: boolean): void {
    this.map.updateSize();
    this.view.fit(transformExtent(lonLat, 'EPSG:4326', WEB_MERCATOR), {
      duration: animated ? this.duration(450) : 0,
      padding: [8, 8, 8, 8 + this.events.covered()],
    });
  }

  private ask(pixel: Pixel, byKey: boolean): void {
    const [lon = 0, lat = 0] = toLonLat(this.map.getCoordinateFromPixel(pixel));
    this.events.asked({ lon, lat }, this.spotAt(pixel), byKey);
  }

  private spotAt(pixel: Pixel): PlacedSpot | null {
    const found = this.map.forEachFeatureAtPixel(pixel, (feature) => feature.get('spot') as PlacedSpot, {
      layerFilter: (layer) => layer === this.layers.spots,
      hitTolerance: 5,
    });
    return found ?? null;
  }

  private areasAt(pixel: Pixel): string[] {
    const codes = new Set<string>();
    const wider = new Set<string>();
    this.map.forEachFeatureAtPixel(
      pixel,
      (feature) => {
        const own = this.shown.layers.includes(String(feature.get('capa')));
        (own ? codes : wider).add(String(feature.get('codigo')));
      },
      { layerFilter: (layer) => layer === this.layers.areas },
    );
    const { rank } = this.shown;
    const topmost = (a: string, b: string) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0);
    return [...[...codes].sort(topmost), ...[...wider].sort(topmost)];
  }

  private point(pixel: Pixel | null): void {
    const areas = pixel ? this.areasAt(pixel) : [];
    const spot = pixel ? this.spotAt(pixel) : null;
    const [lon = 0, lat = 0] = toLonLat(this.map.getCoordinateFromPixel(pixel ?? this.middle()) ?? [0, 0]);
    this.target.style.cursor = this.guest ? 'crosshair' : spot || areas.length > 0 ? 'pointer' : '';
    this.events.pointed({ at: { lon, lat }, pixel: pixel as [number, number] | null, areas, spot });
    const hovered = this.guest || spot ? null : (areas[0] ?? null);
    if (hovered === this.shown.hovered) return;
    this.shown.hovered = hovered;
    this.layers.hover.setVisible(true); // until then its tiles need not be prepared
    this.layers.hover.changed();
  }

  private restyle(): void {
    this.layers.restyle(this.palette, devicePixelRatio);
  }

  private setQuiet(all: boolean): void {
    if (all === this.idle) return;
    this.idle = all;
    this.events.quiet(all);
  }

  private duration(ms: number): number {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms;
  }
}
