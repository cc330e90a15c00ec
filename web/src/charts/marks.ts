/* What the marks of the charts of one dimension say and do. */
import { toggled, type Facet, type Filter } from '../state/filter.ts';
import { countsText } from './bars.ts';
import type { Mark } from './drawing.ts';
import type { Row, Why } from './rows.ts';
import type { Voice } from './voice.ts';

/** "Gobierno español: $ 14.133.612.207,33, 3 proyectos. Filtrar por este valor." */
export function rowMark(
  row: Row,
  name: string,
  facet: Facet,
  filter: Filter,
  share: string | null,
  voice: Voice,
): Mark {
  const chosen = filter[facet];
  const selected = row.code !== null && chosen.includes(row.code);
  const lines = [
    voice.money(row.minor) + (share && row.minor ? ` (${share})` : ''),
    ...(row.kind === 'sin-asignar' || row.kind === 'diferencia'
      ? [voice.t(`graficos.nota.${row.kind}`)]
      : []),
    ...(row.projects === 0 && row.kind !== 'valor' ? [] : [countsText(row, voice)]),
    ...whyText(row.why, voice),
  ];
  return {
    key: row.code ?? row.kind,
    tip: [name, ...lines],
    name: said([`${name}: ${lines.join(', ')}`], row.code !== null, selected, voice),
    change: row.code === null ? null : toggled(filter, facet, row.code),
    selected,
    faint: chosen.length > 0 && !selected,
  };
}

const WHY = ['sin-valor', 'sin-erogacion', 'otra-moneda', 'contado-en-otro'] as const;

/** Why amounts are not in the sum, where it is not just that nobody says them. */
function whyText(why: Why, voice: Voice): string[] {
  if (why.slice(1).every((n) => n === 0)) return [];
  const said = WHY.flatMap((key, i) => (why[i] ? [voice.count(`graficos.por.${key}`, why[i])] : []));
  return [said.join('; ')];
}

/** What a mark says, and what Enter does to it. */
export function said(parts: readonly string[], filters: boolean, selected: boolean, voice: Voice): string {
  const act = filters ? voice.t(selected ? 'graficos.marca.quitar' : 'graficos.marca.filtrar') : '';
  return [...parts, act].filter(Boolean).join('. ');
}
