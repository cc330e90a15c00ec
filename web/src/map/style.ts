/* How areas, labels and projects are drawn. Styles are made once per palette and reused. */
import type { FeatureLike } from 'ol/Feature';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style, { type StyleFunction } from 'ol/style/Style';
import Text from 'ol/style/Text';
import { isApproximate } from './layers.ts';
import { fillStep, type Palette } from './palette.ts';

export interface Shown {
  layers: readonly string[];
  hovered: string | null;
  proyecto: string | null;
}

const DASH = [5, 4];
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
/* Ground metres a pixel stands for. */
const LABELS_FROM = 48;
const ALL_LABELS_FROM = 13;

const text = (feature: FeatureLike, key: string): string => String(feature.get(key) ?? '');
const count = (feature: FeatureLike): number => Number(feature.get('proyectos') ?? 0);

export function areaStyle(palette: Palette, shown: () => Shown): StyleFunction {
  const outline = (dashed: boolean, strong: boolean) =>
    new Stroke({ color: palette.line, width: strong ? 1.5 : 0.9, ...(dashed ? { lineDash: DASH } : {}) });
  const styles = new Map<string, Style>();
  return (feature) => {
    if (feature.get('layer') !== 'areas' || !shown().layers.includes(text(feature, 'capa'))) return undefined;
    const dashed = isApproximate(text(feature, 'geometria'));
    const hovered = shown().hovered === text(feature, 'codigo');
    const step = fillStep(count(feature));
    const key = `${step}${dashed}${hovered}`;
    let style = styles.get(key);
    if (!style) {
      const fill = new Fill({ color: hovered ? palette.hover : palette.fills[step] });
      style = new Style({ fill, stroke: outline(dashed, hovered || step > 0) });
      styles.set(key, style);
    }
    return style;
  };
}

function labelStyle(palette: Palette): (feature: FeatureLike, resolution: number) => Style | undefined {
  return (feature, resolution) => {
    const projects = count(feature);
    const small = feature.get('capa') === 'barrio' || feature.get('capa') === 'poblado';
    if (
      resolution > (small && projects === 0 ? ALL_LABELS_FROM : LABELS_FROM) &&
      (small || resolution > 150)
    ) {
      return undefined;
    }
    return new Style({
      zIndex: projects,
      text: new Text({
        text: text(feature, 'nombre'),
        font: `${projects > 0 ? 600 : 400} 12px ${FONT}`,
        fill: new Fill({ color: palette.text }),
        stroke: new Stroke({ color: palette.halo, width: 3 }),
        overflow: true,
        offsetY: projects > 0 ? 15 : 0,
        padding: [2, 4, 2, 4],
      }),
    });
  };
}

/* A place that was given is a full dot; one taken from an area is a ring: never a centroid without a mark. Where the tile has
   several projects in one point, it says how many. */
function pointStyle(palette: Palette): (feature: FeatureLike, selected: boolean) => Style {
  const many = new Intl.NumberFormat(document.documentElement.lang || 'es', { notation: 'compact' });
  const make = (given: boolean, selected: boolean, n: number) =>
    new Style({
      zIndex: selected ? 1e9 : 1e6,
      ...(n > 1 && {
        text: new Text({
          text: many.format(n),
          font: `600 11px ${FONT}`,
          fill: new Fill({ color: palette.text }),
          stroke: new Stroke({ color: palette.halo, width: 3 }),
          overflow: true,
        }),
      }),
      image: new CircleStyle({
        radius: selected ? 8 : n > 1 ? 8 + 3 * Math.log10(n) : 6,
        fill: new Fill({ color: given || selected ? palette.point : palette.pointEdge }),
        stroke: new Stroke({
          color: given || selected ? palette.pointEdge : palette.point,
          width: given ? 2 : 2.5,
        }),
        declutterMode: 'none',
      }),
    });
  const styles = new Map<string, Style>();
  return (feature, selected) => {
    const given = feature.get('ubicacion') === 'point' || feature.get('ubicacion') === 'outline';
    const n = Number(feature.get('n') ?? 1);
    const key = `${given}${selected}${n}`;
    const style = styles.get(key) ?? make(given, selected, n);
    styles.set(key, style);
    return style;
  };
}

export function overlayStyle(palette: Palette, shown: () => Shown): StyleFunction {
  const label = labelStyle(palette);
  const point = pointStyle(palette);
  return (feature, resolution) => {
    const layer = feature.get('layer');
    if (layer === 'proyectos') return point(feature, feature.get('codigo') === shown().proyecto);
    if (layer !== 'areas_etiqueta' || !shown().layers.includes(text(feature, 'capa'))) return undefined;
    return label(feature, resolution);
  };
}

export function selectionStyle(palette: Palette, approximate: boolean): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: palette.halo, width: 5 }) }),
    new Style({
      fill: new Fill({ color: palette.selectedFill }),
      stroke: new Stroke({
        color: palette.selected,
        width: 2.5,
        ...(approximate ? { lineDash: [8, 5] } : {}),
      }),
    }),
  ];
}

export function seaStyle(palette: Palette): Style {
  return new Style({
    fill: new Fill({ color: palette.water }),
    stroke: new Stroke({ color: palette.coast, width: 1 }),
  });
}
