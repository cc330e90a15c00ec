/* The picture of the map as it is seen, always in the light scheme, as a PNG file. */
import { formatDate } from '../lib/number.ts';
import { formatLength, scaleBar } from '../map/coordinates.ts';
import { layersOf } from '../map/layers.ts';
import { readPalette } from '../map/palette.ts';
import { formatPairs } from '../state/filter.ts';
import { layerName } from '../ui/areas-list.ts';
import type { MapEdge } from '../ui/map-edge.ts';
import type { MapView } from '../ui/map-view.ts';
import type { Part } from '../ui/part.ts';
import { fetchAbout, joined, sourceText, type About } from './about.ts';
import { exportOf } from './addresses.ts';
import { fileName } from './file-name.ts';
import { FORMS, type Form } from './forms.ts';
import { lightVariables } from './light.ts';
import { Sheet, type Frame, type Ink, type Said, type ScaleBar } from './sheet.ts';

export interface Told {
  /** The filter in words, one item for each of its parts. */
  readonly words: readonly string[];
  /** How many projects, in a sentence. */
  readonly counted: string;
}

const MOST_SOURCES = 6;
const SOURCE_MS = 6000;

/* Of the projects and of the areas that are drawn. Without them the picture is made all the same, and says so. */
async function about(part: Part): Promise<About | null> {
  const areas = formatPairs([
    ...layersOf(part.view.capa).map((capa) => ['capa', capa] as const),
    ['lang', part.language],
  ]);
  const signal = AbortSignal.timeout(SOURCE_MS);
  try {
    return joined(
      await Promise.all(
        [exportOf('proyectos.geojson', part.filter, part.language), `/exportar/areas.geojson?${areas}`].map(
          (address) => fetchAbout(address, signal),
        ),
      ),
    );
  } catch {
    return null;
  }
}

function foot(part: Part, told: About | null, today: string): string[] {
  const sources = told?.sources.map(sourceText) ?? [];
  const more = sources.length - MOST_SOURCES;
  const listed = sources.slice(0, MOST_SOURCES).join('; ') + (more > 0 ? `; +${more}` : '');
  const { outage } = part.page.store;
  const of = told?.date ?? (outage?.of ? outage.of.toISOString().slice(0, 10) : null);
  return [
    listed ? part.t('imagen.fuentes', { fuentes: listed }) : part.t('imagen.fuentes-no'),
    [
      of ? part.t('imagen.datos-de', { fecha: formatDate(of, part.language) }) : '',
      part.t('imagen.hecha', { fecha: formatDate(today, part.language) }),
      part.t('mapa.atribucion-costa'),
    ]
      .filter(Boolean)
      .join(' · '),
    decodeURI(location.origin + part.page.store.link({})),
  ];
}

const inkOf = (v: (name: string) => string): Ink => ({
  paper: v('--hoja'),
  text: v('--tinta'),
  faint: v('--tinta-2'),
  rule: v('--raya'),
  sans: v('--letra'),
  serif: v('--letra-titulo'),
});

const LONGEST_BAR = 160;

/* All that the screen shows is in the frame, so a pixel of it is as much more ground as the screen is larger. Null: nobody sees the map. */
function barOf(part: Part, map: MapView, frame: Frame): ScaleBar | null {
  const metres = map.querySelector<MapEdge>('coop-map-edge')?.metres;
  const seen = map.querySelector('.mapa');
  if (!metres || !seen?.clientWidth) return null;
  const larger = Math.max(seen.clientWidth / frame.width, seen.clientHeight / frame.height);
  const bar = scaleBar(metres * larger, LONGEST_BAR);
  return { text: formatLength(bar.metres, part.language), pixels: bar.pixels };
}

const asPng = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png'),
  );

async function makePicture(part: Part, form: Form, { words, counted }: Told, today: string): Promise<Blob> {
  const map = document.querySelector<MapView>('coop-map');
  const light = lightVariables();
  const palette = readPalette(light);
  const legend = map?.legendIn(palette);
  if (!map || !legend) throw new Error('no map yet');
  const { width, height, scale } = FORMS[form];
  const filter =
    words.length > 0 ? part.t('imagen.filtro', { filtro: words.join('; ') }) : part.t('imagen.sin-filtro');
  const said: Said = {
    title: part.t('titulo'),
    lines: [[filter, counted].filter(Boolean).join(' · ')],
    layer: layerName(part, part.view.capa),
    legend,
    notCounted: part.t('leyenda.fuera'),
    foot: foot(part, await about(part), today),
  };
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const sheet = new Sheet(canvas, width / scale, height / scale, scale, said, inkOf(light));
  sheet.draw(
    await map.picture(sheet.frame.width, sheet.frame.height, scale, palette),
    barOf(part, map, sheet.frame),
  );
  return asPng(canvas);
}

/** Make it and hand it to the browser as a download. */
export async function savePicture(part: Part, form: Form, told: Told): Promise<void> {
  const today = new Date().toLocaleDateString('sv'); // the day here, as ISO writes it
  const url = URL.createObjectURL(await makePicture(part, form, told, today));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(told.words, today, 'png');
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
