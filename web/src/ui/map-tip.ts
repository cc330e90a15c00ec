/* What the pointer, or the cross of the keyboard, is on: the name, what it is, its value. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Pointed } from '../map/city-map.ts';
import { NO_DATA, valueOf, type Choropleth } from '../map/measure.ts';
import { isApproximate } from '../map/layers.ts';
import type { Part } from './part.ts';

/** "3 proyectos", "$ 718.566.000,00", "Valor completo: sin dato". */
export function valueText(part: Part, map: Choropleth, code: string): unknown {
  const row = map.rows.get(code);
  const fact = map.facts.get(code);
  const value = valueOf(map.measure, row, fact);
  if (!row || value === null) return part.t('punta.ninguno');
  if (value === NO_DATA) {
    const none = part.t('punta.sin-dato', { medida: part.t(`medida.${map.measure}`) });
    return map.measure === 'percapita' && row.valor_atribuido !== null ? part.t('punta.sin-poblacion') : none;
  }
  switch (map.measure) {
    case 'proyectos':
      return part.count('punta.proyectos', row.proyectos);
    case 'personas':
      return row.personas_min === row.personas_max
        ? part.t('punta.personas', { n: part.number(value) })
        : part.t('punta.personas-entre', { de: part.number(row.personas_min ?? 0), a: part.number(value) });
    case 'valor':
      return part.money(row.valor, map.currency);
    case 'atribuido':
      return part.money(row.valor_atribuido, map.currency);
    case 'percapita':
      return part.t('punta.por-habitante', {
        valor: `${part.number(value)} ${map.currency}`,
        habitantes: part.number(fact?.poblacion ?? 0),
        anio: fact?.poblacion_anio ?? part.t('sin-dato'),
      });
  }
}

export const nameOf = (map: Choropleth, code: string) =>
  map.facts.get(code)?.nombre ?? map.rows.get(code)?.nombre ?? code;

const layerOf = (map: Choropleth, code: string) => map.facts.get(code)?.capa ?? map.rows.get(code)?.capa;

export function tipContent(part: Part, map: Choropleth, { areas, spot }: Pointed): TemplateResult | null {
  if (spot) {
    return spot.n > 1
      ? html`<strong>${part.count('punta.varios', spot.n)}</strong>`
      : html`<strong>${spot.titulo ?? part.count('punta.proyectos', 1)}</strong>
          <small>${part.t(spot.own ? 'leyenda.punto' : 'leyenda.anillo')}</small>`;
  }
  const [code, ...others] = areas;
  if (code === undefined) return null;
  const approximate = isApproximate(map.facts.get(code)?.geometria ?? '');
  return html`<strong>${nameOf(map, code)}</strong>
    <small
      >${part.label('capa', layerOf(map, code))}${approximate ? ` · ${part.t('punta.aproximada')}` : ''}</small
    >
    <span>${valueText(part, map, code)}</span>
    ${
      others.length > 0
        ? html`<small>${part.t('punta.mas')} ${others.map((one) => nameOf(map, one)).join(', ')}</small>`
        : nothing
    }`;
}
