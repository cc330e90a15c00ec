/* The map drawn once more, at a size of its own, onto one canvas. */
import OlMap from 'ol/Map';
import View from 'ol/View';
import { getCenter, getHeight, getWidth, type Extent } from 'ol/extent';
import type { LayerSet } from './layer-set.ts';

interface Wanted {
  layers: LayerSet;
  /** What is seen, in the map's metres: all of it will be in the picture. */
  extent: Extent;
  /** As on a screen; `scale` pixels each, so that letters and lines grow with the picture. */
  width: number;
  height: number;
  scale: number;
  ground: string;
}

export async function picture({
  layers,
  extent,
  width,
  height,
  scale,
  ground,
}: Wanted): Promise<HTMLCanvasElement> {
  const target = document.createElement('div');
  Object.assign(target.style, {
    position: 'fixed',
    left: '-20000px',
    top: '0',
    width: `${width}px`,
    height: `${height}px`,
  });
  document.body.append(target);
  const view = new View({
    center: getCenter(extent),
    resolution: Math.max(getWidth(extent) / width, getHeight(extent) / height),
    enableRotation: false,
  });
  layers.fadeSea(view.getZoom() ?? 12);
  const map = new OlMap({
    target,
    layers: layers.all,
    view,
    controls: [],
    interactions: [],
    pixelRatio: scale,
  });
  try {
    await new Promise<void>((done) => {
      map.once('rendercomplete', () => done());
      map.renderSync();
    });
    return flattened(target, width * scale, height * scale, scale, ground);
  } finally {
    map.setTarget(undefined);
    target.remove();
  }
}

function flattened(
  target: HTMLElement,
  width: number,
  height: number,
  scale: number,
  ground: string,
): HTMLCanvasElement {
  const sheet = document.createElement('canvas');
  sheet.width = width;
  sheet.height = height;
  const context = sheet.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  for (const canvas of target.querySelectorAll<HTMLCanvasElement>('.ol-layer canvas, canvas.ol-layer')) {
    if (canvas.width === 0) continue;
    context.globalAlpha = Number(canvas.parentElement?.style.opacity || canvas.style.opacity || 1);
    const matrix = /^matrix\(([^)]+)\)/.exec(canvas.style.transform)?.[1]?.split(',').map(Number);
    const scaled = (matrix ?? [1, 0, 0, 1, 0, 0]).map((value) => value * scale);
    context.setTransform(...(scaled as [number, number, number, number, number, number]));
    context.drawImage(canvas, 0, 0);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  return sheet;
}
