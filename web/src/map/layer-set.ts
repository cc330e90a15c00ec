/* The map's layers, bottom to top, over sources that the map and a picture of it share. */
import Feature from 'ol/Feature';
import MVT from 'ol/format/MVT';
import type BaseLayer from 'ol/layer/Base';
import VectorLayer from 'ol/layer/Vector';
import VectorTileLayer from 'ol/layer/VectorTile';
import VectorSource from 'ol/source/Vector';
import VectorTileSource from 'ol/source/VectorTile';
import { seaUrl } from 'virtual:backdrop';
import { onMap, polygonsOf } from './geometry.ts';
import type { Palette } from './palette.ts';
import {
  areaStyle,
  askedStyle,
  hoverStyle,
  labelStyle,
  seaStyle,
  selectionStyle,
  spotStyle,
  type Shown,
} from './style.ts';

const TILES_UP_TO = 14;
/* Natural Earth's coast is good to about a kilometre. Where that begins to show (barrios standing in the water) it fades, from the
 * first zoom to the second, and the city lies on plain ground. */
const COAST_FADES = [10.2, 11.4] as const;
/** Over a street basemap the fills let it through. */
const OVER_STREETS = 0.72;

export class Sources {
  readonly areas = new VectorTileSource({
    format: new MVT(),
    url: '/tiles/{z}/{x}/{y}.pbf?collections=areas&properties=codigo,nombre,capa,geometria',
    maxZoom: TILES_UP_TO,
  });
  readonly sea = new VectorSource();
  readonly selection = new VectorSource();
  readonly asked = new VectorSource();

  /** Fails where the data does not arrive; the map is whole without it. */
  async loadSea(): Promise<void> {
    const polygons = polygonsOf(await (await fetch(seaUrl)).json());
    if (polygons) this.sea.addFeature(new Feature(onMap(polygons)));
  }
}

export class LayerSet {
  readonly sea: VectorLayer;
  readonly areas: VectorTileLayer;
  readonly hover: VectorTileLayer;
  readonly selection: VectorLayer;
  readonly asked: VectorLayer;
  readonly spots: VectorLayer;
  readonly labels: VectorTileLayer;

  constructor(
    sources: Sources,
    spots: VectorSource,
    private readonly shown: () => Shown,
  ) {
    const source = sources.areas;
    this.sea = new VectorLayer({ source: sources.sea, maxZoom: COAST_FADES[1] });
    this.areas = new VectorTileLayer({ source, renderBuffer: 32 });
    this.hover = new VectorTileLayer({ source, renderMode: 'vector', visible: false });
    this.selection = new VectorLayer({ source: sources.selection, updateWhileInteracting: true });
    this.asked = new VectorLayer({ source: sources.asked, updateWhileInteracting: true });
    this.labels = new VectorTileLayer({ source, declutter: true, renderMode: 'vector' });
    this.spots = new VectorLayer({ source: spots as VectorSource, updateWhileAnimating: true });
  }

  get all(): BaseLayer[] {
    return [this.sea, this.areas, this.hover, this.selection, this.asked, this.labels, this.spots];
  }

  restyle(palette: Palette, ratio: number): void {
    const { shown } = this;
    this.sea.setStyle(seaStyle(palette));
    this.areas.setStyle(areaStyle(palette, shown, ratio));
    this.hover.setStyle(hoverStyle(palette, shown));
    this.selection.setStyle(selectionStyle(palette));
    this.asked.setStyle(askedStyle(palette));
    this.spots.setStyle(spotStyle(palette, shown));
    this.labels.setStyle(labelStyle(palette, shown));
  }

  /** The fills or what is drawn of them changed. */
  recolour(): void {
    this.areas.changed();
    this.labels.changed();
  }

  overStreets(on: boolean): void {
    this.sea.setVisible(!on);
    this.areas.setOpacity(on ? OVER_STREETS : 1);
  }

  fadeSea(zoom: number): void {
    const [from, to] = COAST_FADES;
    this.sea.setOpacity(Math.min(1, Math.max(0, (to - zoom) / (to - from))));
  }
}
