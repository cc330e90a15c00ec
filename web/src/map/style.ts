/* How areas, labels and projects are drawn. Styles are made once per palette and reused. */
import type { FeatureLike } from 'ol/Feature';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style, { type StyleFunction } from 'ol/style/Style';
import Text from 'ol/style/Text';
import type { Spot } from './cells.ts';
import { isApproximate } from './layers.ts';
import { NO_DATA, type Fill as AreaFill } from './measure.ts';
import { hatch, rampSteps, type Palette } from './palette.ts';

export interface Shown {
  layers: readonly string[];
  /** By code; who is not here has no project. */
  fills: ReadonlyMap<string, AreaFill>;
  /** What lies above what, by code; see Choropleth. */
  rank: ReadonlyMap<string, number>;
  /** How many classes the fills are of. */
  classes: number;
  /** Wider areas drawn as outlines over the layer. */
  wider: ReadonlySet<string>;
  hovered: string | null;
  proyecto: string | null;
}

const DASH = [5, 4];
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
/* Ground metres a pixel stands for. */
const LABELS_FROM = 48;
const ALL_LABELS_FROM = 13;

const text = (feature: FeatureLike, key: string): string => String(feature.get(key) ?? '');

export function areaStyle(palette: Palette, shown: () => Shown, ratio: number): StyleFunction {
  const unknown = hatch(palette.unknown, ratio);
  const styles = new Map<string, Style[]>();
  const make = (fill: AreaFill, dashed: boolean, classes: number, zIndex: number): Style[] => {
    const color =
      fill === null ? palette.none : fill === NO_DATA ? unknown : palette.ramp[rampSteps(classes)[fill] ?? 0];
    return [
      new Style({
        zIndex,
        fill: new Fill({ color: color ?? palette.none }),
        stroke: new Stroke({
          color: palette.line,
          width: 1,
          ...(dashed ? { lineDash: DASH } : {}),
        }),
      }),
    ];
  };
  const wider = (dashed: boolean) => [
    new Style({ zIndex: 80, stroke: new Stroke({ color: palette.halo, width: 6 }) }),
    new Style({
      zIndex: 81,
      stroke: new Stroke({ color: palette.wider, width: 2.6, ...(dashed ? { lineDash: [11, 5] } : {}) }),
    }),
  ];
  return (feature) => {
    if (feature.get('layer') !== 'areas') return undefined;
    const { layers, fills, classes, rank, wider: over } = shown();
    const own = layers.includes(text(feature, 'capa'));
    const code = text(feature, 'codigo');
    if (!own && !over.has(code)) return undefined;
    const dashed = isApproximate(text(feature, 'geometria'));
    const fill = fills.get(code) ?? null;
    const above = rank.get(code) ?? 1;
    const key = own ? `${fill}/${classes}/${dashed}/${above}` : `wider/${dashed}`;
    let style = styles.get(key);
    if (!style) styles.set(key, (style = own ? make(fill, dashed, classes, above) : wider(dashed)));
    return style;
  };
}

/** The area under the pointer, in a layer of its own: the rest need not be drawn again. */
export function hoverStyle(palette: Palette, shown: () => Shown): StyleFunction {
  const style = new Style({
    fill: new Fill({ color: palette.hover }),
    stroke: new Stroke({ color: palette.selected, width: 2 }),
  });
  return (feature) =>
    feature.get('layer') === 'areas' && text(feature, 'codigo') === shown().hovered ? style : undefined;
}

export function labelStyle(palette: Palette, shown: () => Shown): StyleFunction {
  const fill = new Fill({ color: palette.text });
  const halo = new Stroke({ color: palette.halo, width: 3 });
  const label = (feature: FeatureLike, strong: boolean) =>
    new Style({
      zIndex: strong ? 1 : 0,
      text: new Text({
        text: text(feature, 'nombre'),
        font: `${strong ? 600 : 400} 12px ${FONT}`,
        fill,
        stroke: halo,
        overflow: true,
        offsetY: strong ? 16 : 0,
        padding: [2, 4, 2, 4],
      }),
    });
  const widerFill = new Fill({ color: palette.wider });
  const wider = (feature: FeatureLike) =>
    new Style({
      zIndex: 2,
      text: new Text({
        text: text(feature, 'nombre'),
        font: `italic 700 14px ${FONT}`,
        fill: widerFill,
        stroke: new Stroke({ color: palette.halo, width: 4 }),
        overflow: true,
        offsetY: -16,
        padding: [3, 5, 3, 5],
      }),
    });
  const made = new Map<string, Style>();
  const once = (code: string, kind: string, make: () => Style) => {
    const key = `${kind} ${code}`;
    let style = made.get(key);
    if (!style) made.set(key, (style = make()));
    return style;
  };
  return (feature, resolution) => {
    if (feature.get('layer') !== 'areas_etiqueta') return undefined;
    const { layers, fills, wider: over } = shown();
    const code = text(feature, 'codigo');
    const capa = text(feature, 'capa');
    if (over.has(code)) return resolution > 150 ? undefined : once(code, 'wider', () => wider(feature));
    if (!layers.includes(capa)) return undefined;
    const small = capa === 'barrio' || capa === 'poblado';
    const some = (fills.get(code) ?? null) !== null;
    const from = !small ? 150 : some ? LABELS_FROM : ALL_LABELS_FROM;
    return resolution > from ? undefined : once(code, some ? 'strong' : '', () => label(feature, some));
  };
}

/* A place that was given is a full dot; one taken from an area is a ring: never a centroid without a mark. A spot of several says how
 * many, and is a full one only if all of them are. */
export function spotStyle(palette: Palette, shown: () => Shown): StyleFunction {
  const { lang } = document.documentElement;
  const short = (n: number) =>
    n < 1000 ? String(n) : n.toLocaleString(lang || 'es', { notation: 'compact' });
  /* A circle is a canvas of its own, and slow to make: few sizes serve all numbers. */
  const circles = new Map<string, CircleStyle>();
  const circle = (full: boolean, radius: number, width: number) => {
    const key = `${full} ${radius} ${width}`;
    let made = circles.get(key);
    if (!made) {
      made = new CircleStyle({
        radius,
        fill: new Fill({ color: full ? palette.point : palette.pointEdge }),
        stroke: new Stroke({ color: full ? palette.pointEdge : palette.point, width }),
      });
      circles.set(key, made);
    }
    return made;
  };
  const make = (own: boolean, selected: boolean, n: number) => {
    const full = own || selected;
    const radius = n > 1 ? Math.round(7.5 + 2.2 * Math.log10(n)) : selected ? 8 : 5.5;
    return new Style({
      zIndex: selected ? 2e9 : n,
      image: circle(full, radius, full ? 1.5 : n > 1 ? 1.6 : 2.2),
      ...(n > 1 && {
        text: new Text({
          text: short(n),
          font: `700 ${n < 1000 ? 10.5 : 10}px ${FONT}`,
          fill: new Fill({ color: full ? palette.pointEdge : palette.point }),
          overflow: true,
          offsetY: 0.5,
        }),
      }),
    });
  };
  const styles = new Map<string, Style>();
  return (feature) => {
    const spot = feature.get('spot') as Spot;
    const selected = spot.codigo !== null && spot.codigo === shown().proyecto;
    const key = `${spot.own === true}${selected}${spot.n}`;
    let style = styles.get(key);
    if (!style) styles.set(key, (style = make(spot.own === true, selected, spot.n)));
    return style;
  };
}

export function selectionStyle(palette: Palette): StyleFunction {
  const halo = new Style({ stroke: new Stroke({ color: palette.halo, width: 5 }) });
  const outline = (dashed: boolean) =>
    new Style({
      fill: new Fill({ color: palette.selectedFill }),
      stroke: new Stroke({ color: palette.selected, width: 2.5, ...(dashed ? { lineDash: [8, 5] } : {}) }),
    });
  const styles = [outline(false), outline(true)] as const;
  return (feature) => [halo, styles[feature.get('approximate') ? 1 : 0]];
}

/** What the filter asks about: drawing, circle, box. */
export function askedStyle(palette: Palette): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: palette.halo, width: 5 }) }),
    new Style({ stroke: new Stroke({ color: palette.asked, width: 2, lineDash: [2, 5], lineCap: 'round' }) }),
  ];
}

export function seaStyle(palette: Palette): Style {
  return new Style({
    fill: new Fill({ color: palette.water }),
    stroke: new Stroke({ color: palette.coast, width: 1 }),
  });
}
