/* The optional street basemap, loaded only when the reader switches it on. */
import type BaseLayer from 'ol/layer/Base';
import MVT from 'ol/format/MVT';
import TileLayer from 'ol/layer/Tile';
import VectorTileLayer from 'ol/layer/VectorTile';
import ImageTileSource from 'ol/source/ImageTile';
import VectorTileSource from 'ol/source/VectorTile';
import XYZ from 'ol/source/XYZ';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style, { type StyleFunction } from 'ol/style/Style';
import type RenderFeature from 'ol/render/Feature';
import type VectorTile from 'ol/VectorTile';
import { PMTiles, TileType } from 'pmtiles';
import type { Basemap } from '../api/types.ts';
import type { Palette } from './palette.ts';

/* Layer names of the two common schemas, Protomaps' and OpenMapTiles'. */
const WATER = new Set(['water', 'waterway', 'ocean']);
const STREETS = new Set(['roads', 'transportation']);
const BUILDINGS = new Set(['buildings', 'building']);

function streetStyle(palette: Palette): StyleFunction {
  const water = new Style({
    fill: new Fill({ color: palette.water }),
    stroke: new Stroke({ color: palette.water }),
  });
  const street = new Style({ stroke: new Stroke({ color: palette.street, width: 1 }) });
  const building = new Style({ fill: new Fill({ color: palette.building }) });
  return (feature) => {
    const layer = String(feature.get('layer') ?? '');
    if (WATER.has(layer)) return water;
    if (STREETS.has(layer)) return street;
    return BUILDINGS.has(layer) ? building : undefined;
  };
}

async function vectorLayer(
  archive: PMTiles,
  url: string,
  attribution: string,
  palette: Palette,
  maxZoom: number,
) {
  const format = new MVT();
  const source = new VectorTileSource({
    attributions: attribution,
    format,
    maxZoom,
    url: `${url}/{z}/{x}/{y}`,
    tileLoadFunction: (tile) => {
      const target = tile as VectorTile<RenderFeature>;
      target.setLoader(async (extent, _resolution, projection) => {
        const [z, x, y] = target.getTileCoord() as [number, number, number];
        const answer = await archive.getZxy(z, x, y);
        const features = answer
          ? format.readFeatures(answer.data, { extent, featureProjection: projection })
          : [];
        target.setFeatures(features as RenderFeature[]);
        return features as RenderFeature[];
      });
    },
  });
  return new VectorTileLayer({ source, style: streetStyle(palette) });
}

function rasterLayer(archive: PMTiles, attribution: string, maxZoom: number) {
  const loader = async (z: number, x: number, y: number) => {
    const answer = await archive.getZxy(z, x, y);
    if (!answer) return new Image(); // a hole in the archive is an empty tile
    return createImageBitmap(new Blob([answer.data]));
  };
  return new TileLayer({ source: new ImageTileSource({ attributions: attribution, loader, maxZoom }) });
}

export async function makeBasemap(basemap: Basemap, palette: Palette): Promise<BaseLayer> {
  if (basemap.tipo === 'xyz') {
    return new TileLayer({ source: new XYZ({ url: basemap.url, attributions: basemap.atribucion }) });
  }
  const archive = new PMTiles(new URL(basemap.url, location.href).href);
  const header = await archive.getHeader();
  return header.tileType === TileType.Mvt
    ? vectorLayer(archive, basemap.url, basemap.atribucion, palette, header.maxZoom)
    : rasterLayer(archive, basemap.atribucion, header.maxZoom);
}
