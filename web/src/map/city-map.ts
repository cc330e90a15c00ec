/* The map itself, apart from the page: what is drawn, and what a click or the Enter key asks. OpenLayers on a canvas; no
 * WebGL. Loaded after the first view of the page. */
import OlMap from 'ol/Map';
import View from 'ol/View';
import GeoJSON from 'ol/format/GeoJSON';
import MVT from 'ol/format/MVT';
import VectorLayer from 'ol/layer/Vector';
import VectorTileLayer from 'ol/layer/VectorTile';
import type BaseLayer from 'ol/layer/Base';
import Attribution from 'ol/control/Attribution';
import ScaleLine from 'ol/control/ScaleLine';
import { defaults as interactions } from 'ol/interaction/defaults';
import {
  buffer,
  containsCoordinate,
  containsExtent,
  createEmpty,
  extend,
  isEmpty,
  type Extent,
} from 'ol/extent';
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj';
import VectorSource from 'ol/source/Vector';
import VectorTileSource from 'ol/source/VectorTile';
import type { Pixel } from 'ol/pixel';
import { sea } from 'virtual:backdrop';
import type { Basemap } from '../api/types.ts';
import type { LonLat, MapView } from '../state/view.ts';
import { layersOf } from './layers.ts';
import { onSchemeChange, readPalette, type Palette } from './palette.ts';
import { areaStyle, seaStyle, overlayStyle, selectionStyle, type Shown } from './style.ts';

/** The built-up city; the municipality's box would be 100 km wide because of its islands. */
const CITY: Extent = [-75.585, 10.315, -75.41, 10.475];
const REACH: Extent = [-83.5, 3.5, -66.5, 19.5];
/* Natural Earth's coast is good to about a kilometre. Where that begins to show (barrios standing in the water) it fades, from the
 * first zoom to the second, and the city lies on plain ground. */
const COAST_FADES = [10.2, 11.4] as const;
/* How near the edge of the map, in pixels, a chosen project may lie without the map moving. */
const EDGE = 40;
const TILES_UP_TO = 14;
const WEB_MERCATOR = 'EPSG:3857';

export interface ProjectHere {
  codigo: string;
  /** The area that gave it its place on the map. */
  area: string | null;
}

export interface CityMapEvents {
  /** A place was asked for, by click or key; the projects drawn there, as far as the tile names them. */
  asked(at: LonLat, projects: readonly ProjectHere[]): void;
  moved(view: MapView): void;
  tilesFailed(): void;
}

export class CityMap {
  private readonly map: OlMap;
  private readonly view: View;
  private readonly areas: VectorTileLayer;
  private readonly overlay: VectorTileLayer;
  private readonly coast: VectorLayer;
  private readonly selection: VectorLayer;
  private readonly selectionSource = new VectorSource();
  private readonly shown: Shown = { layers: [], hovered: null, proyecto: null };
  private palette: Palette = readPalette();
  private approximate = false;
  private streets: BaseLayer | null = null;

  constructor(
    private readonly target: HTMLElement,
    private readonly events: CityMapEvents,
    start: MapView | null,
    attributionOfCoast: string,
  ) {
    const source = new VectorTileSource({
      format: new MVT(),
      url: '/tiles/{z}/{x}/{y}.pbf',
      maxZoom: TILES_UP_TO,
    });
    source.on('tileloaderror', () => events.tilesFailed());
    this.coast = new VectorLayer({
      source: new VectorSource({
        attributions: attributionOfCoast,
        features: new GeoJSON().readFeatures(sea, { featureProjection: WEB_MERCATOR }),
      }),
      maxZoom: COAST_FADES[1],
    });
    this.areas = new VectorTileLayer({ source, renderBuffer: 32 });
    this.selection = new VectorLayer({ source: this.selectionSource, updateWhileInteracting: true });
    this.overlay = new VectorTileLayer({ source, declutter: true, renderMode: 'vector' });
    this.view = new View({
      extent: transformExtent(REACH, 'EPSG:4326', WEB_MERCATOR),
      minZoom: 6,
      maxZoom: 18,
      constrainResolution: false,
    });
    this.map = new OlMap({
      target,
      layers: [this.coast, this.areas, this.selection, this.overlay],
      view: this.view,
      controls: [new Attribution({ collapsible: false }), new ScaleLine({ minWidth: 70 })],
      interactions: interactions({ altShiftDragRotate: false, pinchRotate: false }),
    });
    this.restyle();
    this.view.on('change:resolution', () => this.fadeCoast());
    onSchemeChange(() => {
      this.palette = readPalette();
      this.restyle();
    });
    if (start) this.goTo(start);
    else this.fit(CITY, false);
    this.listen();
  }

  private listen(): void {
    this.map.on('singleclick', ({ pixel }) => this.ask(pixel));
    this.map.on('moveend', () => {
      const { lon, lat, z } = this.here();
      this.events.moved({ lon, lat, z });
    });
    this.map.on('pointermove', ({ pixel, dragging }) => {
      if (!dragging) this.hover(pixel);
    });
    this.target.addEventListener('pointerleave', () => this.hover(null));
    this.target.addEventListener('keydown', (event) => {
      const size = this.map.getSize();
      if (event.key !== 'Enter' || event.target !== this.target || !size) return;
      event.preventDefault();
      this.ask([(size[0] ?? 0) / 2, (size[1] ?? 0) / 2]);
    });
  }

  here(): MapView {
    const [lon = 0, lat = 0] = toLonLat(this.view.getCenter() ?? [0, 0]);
    return { lon, lat, z: this.view.getZoom() ?? 0 };
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

  /** Which areas are drawn. */
  showLayers(choice: string): void {
    this.shown.layers = layersOf(choice);
    this.redraw();
  }

  showProject(code: string | null): void {
    this.shown.proyecto = code;
    this.overlay.changed();
  }

  /** The selected area's outline, whole and above the rest, whatever layer is drawn; `look` moves the map to it. */
  select(geometries: readonly unknown[], approximate: boolean, look: boolean): void {
    const format = new GeoJSON();
    const features = geometries.flatMap((geometry) =>
      format.readFeatures(geometry, { featureProjection: WEB_MERCATOR }),
    );
    this.approximate = approximate;
    this.selection.setStyle(selectionStyle(this.palette, approximate));
    this.selectionSource.clear(true);
    this.selectionSource.addFeatures(features);
    const extent = features.reduce(
      (all, f) => extend(all, f.getGeometry()?.getExtent() ?? all),
      createEmpty(),
    );
    if (look && !isEmpty(extent)) this.lookAt(extent);
  }

  /** Move, without another scale, only if the place is outside what is seen. */
  bringIntoView({ lon, lat }: LonLat): void {
    const at = fromLonLat([lon, lat]);
    const margin = EDGE * (this.view.getResolution() ?? 0);
    const seen = buffer(this.view.calculateExtent(this.map.getSize() ?? [1, 1]), -margin);
    if (!containsCoordinate(seen, at)) this.view.animate({ center: at, duration: this.duration(450) });
  }

  async setStreets(basemap: Basemap | null): Promise<void> {
    if (this.streets) this.map.removeLayer(this.streets);
    this.streets = null;
    this.coast.setVisible(!basemap);
    if (!basemap) return;
    const { makeBasemap } = await import('./basemap.ts');
    const streets = await makeBasemap(basemap, this.palette);
    this.streets = streets;
    this.map.getLayers().insertAt(0, streets);
  }

  private lookAt(extent: Extent): void {
    const now = this.view.calculateExtent(this.map.getSize() ?? [1, 1]);
    const big = (extent[2] ?? 0) - (extent[0] ?? 0) > ((now[2] ?? 0) - (now[0] ?? 0)) / 5;
    if (containsExtent(now, extent) && big) return;
    this.view.fit(extent, { padding: [60, 60, 60, 60], maxZoom: 14, duration: this.duration(450) });
  }

  private fit(lonLat: Extent, animated: boolean): void {
    this.map.updateSize();
    this.view.fit(transformExtent(lonLat, 'EPSG:4326', WEB_MERCATOR), {
      duration: animated ? this.duration(450) : 0,
      padding: [8, 8, 8, 8],
    });
  }

  private ask(pixel: Pixel): void {
    const at = this.map.getCoordinateFromPixel(pixel);
    const { named, unnamed } = this.projectsAt(pixel);
    const zoom = this.view.getZoom() ?? TILES_UP_TO;
    if (named.length === 0 && unnamed && zoom < TILES_UP_TO) {
      // A tile too full to name its projects: nearer there are fewer in one.
      this.view.animate({ center: at, zoom: Math.min(zoom + 2, TILES_UP_TO), duration: this.duration(300) });
      return;
    }
    const [lon = 0, lat = 0] = toLonLat(at);
    this.events.asked({ lon, lat }, named);
  }

  private projectsAt(pixel: Pixel): { named: ProjectHere[]; unnamed: boolean } {
    const found = new Map<string, ProjectHere>();
    let unnamed = false;
    this.map.forEachFeatureAtPixel(
      pixel,
      (feature) => {
        if (feature.get('layer') !== 'proyectos') return;
        const codigo = feature.get('codigo');
        if (codigo) found.set(String(codigo), { codigo: String(codigo), area: feature.get('area') ?? null });
        else unnamed = true;
      },
      { layerFilter: (layer) => layer === this.overlay, hitTolerance: 5 },
    );
    return { named: [...found.values()], unnamed };
  }

  private hover(pixel: Pixel | null): void {
    const code = pixel
      ? this.map.forEachFeatureAtPixel(pixel, (feature) => String(feature.get('codigo') ?? ''), {
          layerFilter: (layer) => layer === this.areas,
        })
      : null;
    this.target.style.cursor = code ? 'pointer' : '';
    if ((code ?? null) === this.shown.hovered) return;
    this.shown.hovered = code ?? null;
    this.areas.changed();
  }

  private restyle(): void {
    const shown = () => this.shown;
    this.coast.setStyle(seaStyle(this.palette));
    this.areas.setStyle(areaStyle(this.palette, shown));
    this.selection.setStyle(selectionStyle(this.palette, this.approximate));
    this.overlay.setStyle(overlayStyle(this.palette, shown));
  }

  private fadeCoast(): void {
    const [from, to] = COAST_FADES;
    const z = this.view.getZoom() ?? from;
    this.coast.setOpacity(Math.min(1, Math.max(0, (to - z) / (to - from))));
  }

  private redraw(): void {
    this.areas.changed();
    this.overlay.changed();
  }

  private duration(ms: number): number {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms;
  }
}
