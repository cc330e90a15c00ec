/* The legend as data: for the page, for the picture that is taken along, for the sentence that a screen reader says. Pure; sentences come
 * through `Words` (every part of the page is one). */
import { translate, label, type Key, type Lang } from '../i18n/index.ts';
import { formatMoney, isZero } from '../lib/money.ts';
import { formatNumber } from '../lib/number.ts';
import type { Summary } from '../api/summary.ts';
import type { Filter } from '../state/filter.ts';
import type { Choropleth } from './measure.ts';
import { rampSteps, type Palette } from './palette.ts';

export interface LegendClass {
  readonly kind: 'clase' | 'sin-dato' | 'ninguno';
  /** Class of its swatch in map.css. */
  readonly swatch: string;
  /** CSS colour of the fill. */
  readonly colour: string;
  /** CSS colour of slanting lines over it: no data. */
  readonly hatch: string | null;
  readonly label: string;
  /** Areas drawn so; null: not known yet. */
  readonly areas: number | null;
}

/** What else is drawn: a dashed outline, the strong one of wider areas, points, rings, spots of several. */
export interface LegendMark {
  readonly kind: 'aproximada' | 'contorno' | 'punto' | 'anillo' | 'grupo';
  readonly label: string;
  readonly colour: string;
  readonly areas: number | null;
}

/** What the colours do not count: a figure, and what it is made of, each with the change of the filter that shows it. */
export interface LegendNote {
  readonly text: string;
  readonly parts: readonly { readonly text: string; readonly filter: Partial<Filter> }[];
}

export interface LegendData {
  readonly title: string;
  /** Unit, currency, year of the population. */
  readonly unit: string;
  /** Method and number of classes. */
  readonly method: string;
  readonly classes: readonly LegendClass[];
  readonly marks: readonly LegendMark[];
  readonly notes: readonly LegendNote[];
  /** All of it in a sentence. */
  readonly sentence: string;
}

interface Unit {
  readonly key: 'medida.moneda' | 'medida.moneda.mil' | 'medida.moneda.millon';
  readonly by: number;
}

const isMoney = ({ measure }: Choropleth) =>
  measure === 'valor' || measure === 'atribuido' || measure === 'percapita';

/* Amounts in the unit that keeps limits short. */
function unitOf({ classes }: Choropleth): Unit {
  const largest = classes?.from.at(-1) ?? 0;
  if (largest >= 1e6) return { key: 'medida.moneda.millon', by: 1e6 };
  return largest >= 1e5 ? { key: 'medida.moneda.mil', by: 1e3 } : { key: 'medida.moneda', by: 1 };
}

function unitText(map: Choropleth, lang: Lang): string {
  if (!isMoney(map)) return translate(lang, `medida.${map.measure}.unidad` as Key);
  const unidad = translate(lang, unitOf(map).key, { moneda: map.currency });
  if (map.measure !== 'percapita') return unidad;
  const years =
    map.years.length > 0 ? translate(lang, 'medida.poblacion', { anio: map.years.join(', ') }) : '';
  return [translate(lang, 'medida.por-habitante', { unidad }), years].filter(Boolean).join(' · ');
}

/** The limits of each class in words: "3 – 7" of counts, "250 – 500" of amounts (from the first, less than the second). */
export function classLabels(map: Choropleth, lang: Lang): string[] {
  const { classes, measure } = map;
  if (!classes) return [];
  const whole = measure === 'proyectos' || measure === 'personas';
  const by = isMoney(map) ? unitOf(map).by : 1;
  const text = (value: number) => formatNumber(Number((value / by).toPrecision(12)), lang, 6);
  const { from, most } = classes;
  return from.map((low, i) => {
    const next = from[i + 1];
    if (whole) {
      const high = next === undefined ? most : next - 1;
      return high === low ? text(low) : translate(lang, 'leyenda.de-a', { de: text(low), a: text(high) });
    }
    if (from.length === 1)
      return classes.least === most ? text(low) : translate(lang, 'leyenda.o-mas', { de: text(low) });
    if (next === undefined) return translate(lang, 'leyenda.o-mas', { de: text(low) });
    return i === 0
      ? translate(lang, 'leyenda.menos-de', { a: text(next) })
      : translate(lang, 'leyenda.de-a', { de: text(low), a: text(next) });
  });
}

function methodText({ method, classes, asked }: Choropleth, lang: Lang): string {
  const n = classes?.from.length ?? 0;
  const count =
    n < asked && method !== 'intervalos'
      ? translate(lang, 'leyenda.menos-clases', { n, pedidas: asked })
      : translate(lang, 'leyenda.clases', { n });
  return n === 0 ? '' : `${translate(lang, `metodo.${method}`)} · ${count}`;
}

function notesOf(map: Choropleth, summary: Summary, lang: Lang): LegendNote[] {
  const n = (value: number) => formatNumber(value, lang);
  const said = (key: Key, of: readonly number[], parts: LegendNote['parts']): LegendNote[] => {
    const all = of.reduce((a, b) => a + b, 0);
    return all === 0 ? [] : [{ text: translate(lang, key, { n: all === 1 ? 1 : n(all) }), parts }];
  };
  const unplaced = summary.sinLugar.filter(({ proyectos }) => proyectos > 0);
  const named = (area: { codigo: string; nombre: string }, projects: number) => ({
    text: `${area.nombre} ${n(projects)}`,
    filter: { area: [area.codigo] },
  });
  const money: LegendNote[] = [];
  const { sinRepartir } = summary;
  if (isMoney(map) && sinRepartir !== null && !isZero(sinRepartir)) {
    const valor = formatMoney(sinRepartir, summary.moneda, lang);
    money.push({ text: translate(lang, 'leyenda.sin-repartir', { valor }), parts: [] });
  }
  return [
    ...said(
      'leyenda.sin-lugar',
      unplaced.map(({ proyectos }) => proyectos),
      unplaced.map(({ estado, proyectos }) => ({
        text: `${label(lang, 'lugar', estado)} ${n(proyectos)}`,
        filter: { lugar: [estado], area: [] },
      })),
    ),
    ...said(
      'leyenda.amplia',
      map.wider.map(({ directos }) => directos),
      map.wider.map((area) => named(area, area.directos)),
    ),
    ...said(
      'leyenda.sin-poligono',
      map.undrawn.map(({ proyectos }) => proyectos),
      map.undrawn.map((area) => named(area, area.proyectos)),
    ),
    ...(isMoney(map) ? said('leyenda.sin-valor', [summary.sin_valor], []) : []),
    ...money,
  ];
}

export function legendData(
  map: Choropleth,
  summary: Summary,
  palette: Palette,
  lang: Lang,
  capa: string,
): LegendData {
  const labels = classLabels(map, lang);
  const steps = rampSteps(labels.length);
  const unknown = translate(lang, map.measure === 'percapita' ? 'leyenda.sin-poblacion' : 'leyenda.sin-dato');
  const [ground, line] = palette.unknown;
  const classes: LegendClass[] = labels.map((text, i) => ({
    kind: 'clase',
    swatch: `rampa-${(steps[i] ?? 0) + 1}`,
    colour: palette.ramp[steps[i] ?? 0] ?? '',
    hatch: null,
    label: text,
    areas: map.counts[i] ?? 0,
  }));
  if (map.measure !== 'proyectos')
    classes.push({
      kind: 'sin-dato',
      swatch: 'trama',
      colour: ground,
      hatch: line,
      label: unknown,
      areas: map.unknown,
    });
  classes.push({
    kind: 'ninguno',
    swatch: 'ninguno',
    colour: palette.none,
    hatch: null,
    label: translate(lang, 'leyenda.ninguno'),
    areas: map.none,
  });
  const marks: LegendMark[] = [
    {
      kind: 'aproximada',
      label: translate(lang, 'leyenda.aproximada'),
      colour: palette.line,
      areas: map.facts.size > 0 ? map.approximate : null,
    },
    ...(map.wider.length > 0
      ? [
          {
            kind: 'contorno' as const,
            label: translate(lang, 'leyenda.contorno'),
            colour: palette.wider,
            areas: map.wider.length,
          },
        ]
      : []),
    ...(['punto', 'anillo', 'grupo'] as const).map((kind) => ({
      kind,
      label: translate(lang, `leyenda.${kind}`),
      colour: palette.point,
      areas: null,
    })),
  ];
  const known = map.counts.reduce((a, b) => a + b, 0);
  const values = {
    medida: translate(lang, `medida.${map.measure}`).toLowerCase(),
    capa: capa.toLowerCase(),
    metodo: translate(lang, `metodo.${map.method}`).toLowerCase(),
    clases: translate(lang, 'leyenda.clases', { n: labels.length }),
    n: formatNumber(known, lang),
    sin: formatNumber(map.unknown, lang),
    ninguno: map.none === null ? '…' : formatNumber(map.none, lang),
  };
  return {
    title: translate(lang, `medida.${map.measure}.titulo`),
    unit: unitText(map, lang),
    method: methodText(map, lang),
    classes,
    marks,
    notes: notesOf(map, summary, lang),
    sentence: translate(lang, known > 0 ? 'mapa.frase' : 'mapa.frase-nada', values),
  };
}
