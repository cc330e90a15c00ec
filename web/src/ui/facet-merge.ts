/* What a facet lists: the values that the present filter leaves, with their counts, and behind them those of the whole base that it
 * leaves nothing of. */
import type { FacetGroup, FacetValue } from '../api/totals.ts';
import { fold } from '../lib/fold.ts';
import { UNKNOWN_VALUE } from '../state/filter.ts';

export interface Row {
  readonly value: string;
  readonly label: string;
  /** Of an area: its layer. */
  readonly layer: string | null;
  /** Null: not known, because the server did not list it. */
  readonly count: number | null;
  readonly selected: boolean;
}

export interface FacetRows {
  readonly rows: readonly Row[];
  /** "Sin dato" as a value of its own; null where every project says it. */
  readonly unknown: Row | null;
  /** How many values there are; more than rows where the server cut the list. */
  readonly total: number;
}

const isWhole = ({ n_valores, valores }: FacetGroup) => (n_valores ?? 0) <= valores.length;

const byCount = (a: FacetValue, b: FacetValue) => b.cuenta - a.cuenta || a.etiqueta.localeCompare(b.etiqueta);
const byYear = (a: FacetValue, b: FacetValue) => Number(b.valor) - Number(a.valor);

/** `now`: the facet under the filter; `base`: under none. `selected`: of the filter as the reader has just set it, which the
 * answer may not know yet. */
export function mergeFacet(
  base: FacetGroup | undefined,
  now: FacetGroup,
  selected: readonly string[],
): FacetRows {
  const labels = new Map(base?.valores.map(({ valor, etiqueta }) => [valor, etiqueta]));
  const listed = new Set(now.valores.map(({ valor }) => valor));
  /* Where the answer was cut, a value that is missing in it may still have projects. */
  const gone = isWhole(now) ? (base?.valores ?? []).filter(({ valor }) => !listed.has(valor)) : [];
  const rows = [...now.valores, ...gone.map((one) => ({ ...one, cuenta: 0 }))]
    .sort(now.nombre === 'anio' ? byYear : byCount)
    .map(({ valor, etiqueta, capa, cuenta }): Row => ({
      value: valor,
      label: etiqueta === valor ? (labels.get(valor) ?? valor) : etiqueta,
      layer: capa ?? null,
      count: cuenta,
      selected: selected.includes(valor),
    }));
  return {
    rows: rows.filter(({ value }) => value !== UNKNOWN_VALUE),
    unknown: rows.find(({ value }) => value === UNKNOWN_VALUE) ?? null,
    total: Math.max(now.n_valores ?? 0, rows.length),
  };
}

/** Nothing to choose: nobody says it, and nothing of it is selected. */
export const isSilent = ({ rows, unknown }: FacetRows): boolean =>
  rows.length === 0 && unknown !== null && !unknown.selected;

/** The first `most`, and what is selected behind them. */
export function cut(rows: readonly Row[], most: number): readonly Row[] {
  return rows.length <= most + 1 ? rows : rows.filter(({ selected }, i) => i < most || selected);
}

/** Rows whose label has every word, blind to accents. */
export function matching(rows: readonly Row[], words: string): readonly Row[] {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  return rows.filter(({ label }) => {
    const text = fold(label);
    return wanted.every((word) => text.includes(word));
  });
}

/** The longest of the bars behind the rows. */
export const mostOf = (rows: readonly Row[]): number =>
  rows.reduce((most, { count }) => Math.max(most, count ?? 0), 0);
