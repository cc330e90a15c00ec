/* The projects of the filter on the map: tiles asked for, gathered into spots (cells.ts), and swapped in at once when all are there, so
 * that a change of the filter never blanks the map. */
import Feature from 'ol/Feature';
import MVT from 'ol/format/MVT';
import Point from 'ol/geom/Point';
import { toLonLat } from 'ol/proj';
import type RenderFeature from 'ol/render/Feature';
import VectorSource from 'ol/source/Vector';
import type { Extent } from 'ol/extent';
import { cellsAcross, EXTENT, gather, tileZoom, type Spot, type TilePoint } from './cells.ts';
import { HALF, tileExtent } from './geometry.ts';

const KEPT = 240;
const OWN_PLACE = new Set(['point', 'outline']);

const format = new MVT();

function pointOf(feature: RenderFeature, z: number): TilePoint {
  const [x = 0, y = 0] = feature.getFlatCoordinates();
  const text = (key: string) => (feature.get(key) as string | undefined) ?? null;
  const n = Number(feature.get('n') ?? 1);
  const spot = text('ubicacion');
  return {
    x,
    y: EXTENT - y,
    codigo: text('codigo'),
    titulo: text('titulo'),
    area: text('area'),
    own: spot === null && n > 1 ? null : OWN_PLACE.has(spot ?? ''),
    n,
    grid: n > 1 ? 2 ** (Number(feature.get('celda_nivel') ?? z) - z) : null,
  };
}

function readTile(bytes: ArrayBuffer, z: number): TilePoint[] {
  if (bytes.byteLength === 0) return [];
  return (
    format.readFeatures(bytes, {
      extent: [0, 0, EXTENT, EXTENT],
      featureProjection: 'EPSG:3857',
    }) as RenderFeature[]
  )
    .filter((feature) => feature.get('layer') === 'proyectos')
    .map((feature) => pointOf(feature, z));
}

export interface PlacedSpot extends Spot {
  /** The tile whose projects, under the same filter, are this spot's: `celda=` of the API. */
  readonly celda: string;
  /** That tile's west, south, east, north. */
  readonly bounds: readonly number[];
}

interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

function place(spot: Spot, { z, x, y }: Tile): PlacedSpot {
  const [left, top, right] = spot.box;
  const side = right - left;
  const grid = EXTENT / side;
  const celda = `${z + Math.log2(grid)}/${x * grid + left / side}/${y * grid + top / side}`;
  const [west, south, east, north] = tileExtent(celda);
  return { ...spot, celda, bounds: [...toLonLat([west, south]), ...toLonLat([east, north])] };
}

export class Points {
  readonly source = new VectorSource<Feature<Point>>();
  private readonly tiles = new Map<string, TilePoint[]>();
  private query: string | null = null;
  private drawn = '';
  private abort: AbortController | null = null;

  constructor(private readonly events: { busy(): void; ready(): void; failed(): void }) {}

  get pending(): boolean {
    return this.abort !== null;
  }

  /** What the tiles are asked with: a filter's pairs, "" for none. They are shown `after` something else is there. */
  ask(query: string, extent: Extent, zoom: number, after: Promise<void>): void {
    this.query = query;
    this.show(extent, zoom, after);
  }

  show(extent: Extent, zoom: number, after = Promise.resolve()): void {
    if (this.query === null) return;
    const z = tileZoom(zoom);
    const near = cellsAcross(zoom, 0);
    const size = (2 * HALF) / 2 ** z;
    const column = (x: number) => Math.floor((x + HALF) / size);
    const row = (y: number) => Math.floor((HALF - y) / size);
    const [west = 0, south = 0, east = 0, north = 0] = extent;
    const wanted: Tile[] = [];
    for (let x = column(west); x <= column(east); x++)
      for (let y = row(north); y <= row(south); y++) wanted.push({ z, x, y });
    const key = `${near} ${this.query} ${wanted.map(({ x, y }) => `${z}/${x}/${y}`).join(' ')}`;
    if (key === this.drawn) return;
    this.abort?.abort();
    const abort = (this.abort = new AbortController());
    this.events.busy();
    const answers = Promise.all(wanted.map((tile) => this.tile(tile, abort.signal)));
    void Promise.all([answers, after]).then(
      ([tiles]) => {
        if (abort.signal.aborted) return;
        const projects = tiles.flat().reduce((sum, { n }) => sum + n, 0);
        const across = cellsAcross(zoom, projects);
        const features = tiles.flatMap((points, i) => {
          const tile = wanted[i] as Tile;
          return gather(points, across).map((spot) => {
            const at = [(tile.x + spot.x / EXTENT) * size - HALF, HALF - (tile.y + spot.y / EXTENT) * size];
            return new Feature({ geometry: new Point(at), spot: place(spot, tile) });
          });
        });
        this.drawn = key;
        this.abort = null;
        this.source.clear(true);
        this.source.addFeatures(features);
        this.events.ready();
      },
      () => {
        if (abort.signal.aborted) return;
        this.abort = null;
        this.events.failed();
      },
    );
  }

  private async tile({ z, x, y }: Tile, signal: AbortSignal): Promise<TilePoint[]> {
    const url = `/tiles/${z}/${x}/${y}.pbf?collections=proyectos${this.query && `&${this.query}`}`;
    const kept = this.tiles.get(url);
    if (kept) return kept;
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    const points = readTile(await answer.arrayBuffer(), z);
    this.tiles.set(url, points);
    if (this.tiles.size > KEPT) this.tiles.delete(this.tiles.keys().next().value as string);
    return points;
  }
}
