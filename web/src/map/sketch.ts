/* Somebody draws on the map: corners by click or by key at the cross in the middle, one more that follows the pointer, until it is
 * finished or given up. For measuring and for the polygon of the filter; loaded when one of them begins. */
import Feature from 'ol/Feature';
import type { Coordinate } from 'ol/coordinate';
import LineString from 'ol/geom/LineString';
import MultiPoint from 'ol/geom/MultiPoint';
import Polygon from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import type { Pixel } from 'ol/pixel';
import { toLonLat } from 'ol/proj';
import VectorSource from 'ol/source/Vector';
import { getArea, getLength } from 'ol/sphere';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import type { CityMap, Guest } from './city-map.ts';
import { readPalette } from './palette.ts';
import { MOST_CORNERS } from './wkt.ts';

export interface Sketched {
  /** Corners set, without the one that follows the pointer. */
  readonly corners: number;
  /** Metres along the line, or round the polygon; square metres. On the WGS 84 ellipsoid's mean sphere (ol/sphere). */
  readonly length: number;
  readonly area: number;
  /** No corner more fits. */
  readonly full: boolean;
}

interface Events {
  changed(what: Sketched): void;
  /** Corners as longitude and latitude. */
  finished(corners: readonly (readonly number[])[]): void;
  cancelled(): void;
}

/* Pixels within which two clicks are the same place. */
const NEAR = 8;

export class Sketch implements Guest {
  private corners: Coordinate[] = [];
  private loose: Coordinate | null = null;
  private done = false;
  private readonly source = new VectorSource();
  private readonly layer: VectorLayer;

  constructor(
    private readonly city: CityMap,
    private readonly closed: boolean,
    private readonly events: Events,
  ) {
    this.layer = new VectorLayer({ source: this.source, style: style(), updateWhileInteracting: true });
    city.map.addLayer(this.layer);
    city.invite(this);
    this.draw();
  }

  click(at: Coordinate, pixel: Pixel): void {
    if (this.done) this.clear();
    const near = (corner: Coordinate | undefined) => {
      const there = corner && this.city.map.getPixelFromCoordinate(corner);
      return (
        !!there && Math.hypot((there[0] ?? 0) - (pixel[0] ?? 0), (there[1] ?? 0) - (pixel[1] ?? 0)) < NEAR
      );
    };
    const enough = this.corners.length >= (this.closed ? 3 : 2);
    if (enough && (near(this.corners.at(-1)) || (this.closed && near(this.corners[0])))) this.finish();
    else if (!near(this.corners.at(-1))) this.add(at);
  }

  move(at: Coordinate): void {
    if (this.done || this.corners.length === 0) return;
    this.loose = at;
    this.draw();
  }

  key(key: string): boolean {
    if (key === 'Escape') this.cancel();
    else if (key === 'Backspace' || key === 'Delete') this.undo();
    else if (key === 'Enter') {
      const pixel = this.city.middle();
      this.click(this.city.map.getCoordinateFromPixel(pixel), pixel);
    } else return false;
    return true;
  }

  /** A corner at the cross in the middle. */
  addMiddle(): void {
    this.key('Enter');
  }

  undo(): void {
    this.done = false;
    this.corners.pop();
    this.loose = null;
    this.draw();
  }

  finish(): void {
    if (this.done || this.corners.length < (this.closed ? 3 : 2)) return;
    this.done = true;
    this.loose = null;
    this.draw();
    this.events.finished(this.corners.map((corner) => toLonLat(corner)));
  }

  cancel(): void {
    this.remove();
    this.events.cancelled();
  }

  remove(): void {
    this.city.map.removeLayer(this.layer);
    this.city.invite(null);
  }

  private clear(): void {
    this.corners = [];
    this.done = false;
  }

  private add(at: Coordinate): void {
    if (this.corners.length < MOST_CORNERS) this.corners.push(at);
    this.loose = null;
    this.draw();
  }

  private draw(): void {
    const all = this.loose ? [...this.corners, this.loose] : this.corners;
    const ring = [...all, ...all.slice(0, 1)];
    const line = new LineString(this.closed && all.length > 2 ? ring : all);
    const polygon = this.closed && all.length > 2 ? new Polygon([ring]) : null;
    this.source.clear(true);
    this.source.addFeatures([
      ...(polygon ? [new Feature(polygon)] : []),
      ...(all.length > 1 ? [new Feature(line)] : []),
      ...(this.corners.length > 0 ? [new Feature(new MultiPoint(this.corners))] : []),
    ]);
    this.events.changed({
      corners: this.corners.length,
      length: all.length > 1 ? getLength(line) : 0,
      area: polygon ? getArea(polygon) : 0,
      full: this.corners.length >= MOST_CORNERS,
    });
  }
}

function style(): Style[] {
  const { asked, halo, selectedFill } = readPalette();
  return [
    new Style({ fill: new Fill({ color: selectedFill }), stroke: new Stroke({ color: halo, width: 5 }) }),
    new Style({
      stroke: new Stroke({ color: asked, width: 2 }),
      image: new CircleStyle({
        radius: 4.5,
        fill: new Fill({ color: halo }),
        stroke: new Stroke({ color: asked, width: 2 }),
      }),
    }),
  ];
}
