/* Flows from whom to where. */
import type { Flow, FlowNode, Flows } from '../api/totals.ts';
import { minorOf } from '../lib/money.ts';
import { formatFilter, toggled, UNKNOWN_VALUE, type Facet, type Filter } from '../state/filter.ts';
import { PLACE_STATES } from '../api/summary.ts';
import { layerControl, withOrWithoutAreas } from './area-theme.ts';
import { ownNote, withoutOwn } from './by-group.ts';
import type { Chart, Question, Reading, Table } from './chart.ts';
import type { View } from '../state/view.ts';
import type { Canvas, Mark } from './drawing.ts';
import { LETTER, SMALL } from './bars.ts';
import { drawFlows } from './flows-view.ts';
import { fitted, wrapped } from './text.ts';
import { flowMinor, layoutFlows } from './flows.ts';
import { said } from './marks.ts';
import { numeric, plain } from './tables.ts';
import { capital, type Voice } from './voice.ts';

const LIMIT = 12;

interface Answer {
  readonly answer: Flows;
  readonly asked: Filter;
}

const load = ({ client, filter, view }: Question, signal: AbortSignal): Promise<Answer> =>
  withOrWithoutAreas(
    withoutOwn(filter, 'fuente'),
    (asked) => client.flows(view.filas, LIMIT, asked, signal),
    ({ areas }) => areas.map(({ codigo }) => codigo),
  );

/** What a node is in the filter; null: nothing that can be asked for. */
export function meaning(node: FlowNode): { facet: Facet; value: string } | null {
  if (node.grupo === 'fuente' && node.codigo) return { facet: 'fuente', value: node.codigo };
  if (node.grupo === 'area' && node.codigo) return { facet: 'area', value: node.codigo };
  if (node.grupo === 'sin_dato') return { facet: 'fuente', value: UNKNOWN_VALUE };
  if (PLACE_STATES.some((state) => state === node.grupo)) return { facet: 'lugar', value: node.grupo };
  return null;
}

const isOn = (filter: Filter, node: FlowNode): boolean => {
  const what = meaning(node);
  return what !== null && filter[what.facet].includes(what.value);
};

function nodeName(node: FlowNode, voice: Voice): string {
  return node.grupo === 'otras' ? voice.count('graficos.otros', node.miembros) : node.nombre;
}

function figures(flow: Pick<Flow, 'proyectos' | 'valor' | 'no_cubiertos'>, voice: Voice): string[] {
  return [
    voice.money(flowMinor(flow)),
    voice.count('areas.proyectos', flow.proyectos) +
      (flow.no_cubiertos > 0 ? `, ${voice.count('graficos.sin-valor', flow.no_cubiertos)}` : ''),
  ];
}

/** A node's name in at most two lines, and the longest figure that fits below it. */
function nodeLabel(
  node: FlowNode,
  width: number,
  mode: View['barras'],
  { measure, voice }: Canvas,
  selected: boolean,
): string[] {
  const minor = flowMinor(node);
  const projects = voice.count('areas.proyectos', node.proyectos);
  const figures =
    mode === 'valor' && minor !== null && minor !== 0n
      ? [`${voice.short(minor)} · ${projects}`, voice.short(minor)]
      : [
          node.no_cubiertos === node.proyectos
            ? voice.count('graficos.todos-callan', node.proyectos)
            : projects,
          projects,
        ];
  const name = `${selected ? '✓ ' : ''}${nodeName(node, voice)}`;
  return [
    ...wrapped(name, width, LETTER, measure, 2),
    figures.find((text) => measure(text, SMALL) <= width) ?? fitted(projects, width, SMALL, measure),
  ];
}

function nodeMark(node: FlowNode, key: string, { filter, voice }: Question): Mark {
  const what = meaning(node);
  const selected = isOn(filter, node);
  const name = nodeName(node, voice);
  const lines = figures(node, voice);
  return {
    key,
    tip: [name, ...lines],
    name: said([`${name}: ${lines.join(', ')}`], what !== null, selected, voice),
    change: what && toggled(filter, what.facet, what.value),
    selected,
    faint: false,
  };
}

function flowMark(flow: Flow, { fuentes, areas }: Flows, { filter, voice }: Question): Mark {
  const [from, to] = [fuentes[flow.de]!, areas[flow.a]!];
  const [a, b] = [meaning(from), meaning(to)];
  const selected = (a !== null && isOn(filter, from)) || (b !== null && isOn(filter, to));
  const both = a !== null && b !== null && isOn(filter, from) && isOn(filter, to);
  const change: Partial<Filter> = both
    ? { ...toggled(filter, a.facet, a.value), ...toggled(filter, b.facet, b.value) }
    : { ...(a && { [a.facet]: [a.value] }), ...(b && { [b.facet]: [b.value] }) };
  const name = `${nodeName(from, voice)} → ${nodeName(to, voice)}`;
  const lines = figures(flow, voice);
  return {
    key: `${flow.de}→${flow.a}`,
    tip: [name, ...lines],
    name: said([`${name}: ${lines.join(', ')}`], a !== null || b !== null, both, voice),
    change: a || b ? change : null,
    selected,
    faint: filter.fuente.length + filter.area.length > 0 && !selected,
  };
}

/** The largest flow with both ends known. */
function largest({ flujos, fuentes, areas }: Flows): Flow | null {
  return flujos
    .filter(
      (flow) =>
        fuentes[flow.de]?.grupo === 'fuente' &&
        areas[flow.a]?.grupo === 'area' &&
        (flowMinor(flow) ?? 0n) > 0n,
    )
    .reduce<Flow | null>((a, b) => (!a || (flowMinor(b) ?? 0n) > (flowMinor(a) ?? 0n) ? b : a), null);
}

function titleOf(flows: Flows, voice: Voice): string {
  const top = largest(flows);
  const total = flows.todo.valor === null ? null : minorOf(flows.todo.valor);
  if (!top || total === null || total === 0n) return voice.t('graficos.flujos.nada');
  return voice.t('graficos.flujos.titulo', {
    parte: capital(voice.share(flowMinor(top) ?? 0n, total)),
    de: flows.fuentes[top.de]?.nombre ?? '',
    a: flows.areas[top.a]?.nombre ?? '',
  });
}

function sentenceOf(flows: Flows, voice: Voice): string {
  const top = largest(flows);
  const total = flows.todo.valor === null ? null : minorOf(flows.todo.valor);
  const unknown = flows.fuentes.find(({ grupo }) => grupo === 'sin_dato');
  return [
    top && total !== null
      ? voice.t('graficos.flujos.frase', {
          valor: voice.money(total),
          mayor: voice.money(flowMinor(top)),
          de: flows.fuentes[top.de]?.nombre ?? '',
          a: flows.areas[top.a]?.nombre ?? '',
        })
      : voice.count('graficos.ningun-valor', flows.todo.proyectos),
    unknown
      ? voice.count('graficos.callan.fuente', unknown.proyectos, {
          total: voice.number(flows.todo.proyectos),
        })
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What goes through must be the total, on both sides and over all ribbons. */
export function flowsClose({ flujos, fuentes, areas, todo, cierra }: Flows): boolean {
  const sum = (list: readonly { valor: Flow['valor'] }[]) =>
    list.reduce((all, one) => all + (flowMinor(one) ?? 0n), 0n);
  const total = todo.valor === null ? 0n : minorOf(todo.valor);
  return cierra && [flujos, fuentes, areas].every((list) => sum(list) === total);
}

function tableOf(flows: Flows, voice: Voice): Table {
  const total = flows.todo.valor === null ? null : minorOf(flows.todo.valor);
  return {
    caption: voice.t('graficos.tabla.flujos'),
    columns: [
      plain(voice.t('graficos.flujos.de')),
      plain(voice.t('graficos.flujos.a')),
      numeric(voice.t('graficos.col.proyectos')),
      numeric(voice.t('graficos.col.sin-valor')),
      numeric(voice.t('graficos.col.valor', { moneda: flows.moneda })),
    ],
    rows: flows.flujos.map((flow) => [
      nodeName(flows.fuentes[flow.de]!, voice),
      nodeName(flows.areas[flow.a]!, voice),
      voice.number(flow.proyectos),
      voice.number(flow.no_cubiertos),
      voice.money(flowMinor(flow)),
    ]),
    foot: [
      voice.t('graficos.total'),
      '',
      voice.number(flows.todo.proyectos),
      voice.number(flows.cobertura.proyectos - flows.cobertura.en_la_suma),
      voice.money(total),
    ],
  };
}

function read({ answer: flows, asked }: Answer, question: Question): Reading {
  const { filter, view, client, voice } = question;
  const total = flows.todo.valor === null ? null : minorOf(flows.todo.valor);
  /* Without any amount the ribbons can only be projects. */
  const mode = total === null || total === 0n ? 'proyectos' : view.barras;
  const ok = flowsClose(flows);
  return {
    title: titleOf(flows, voice),
    sentence: sentenceOf(flows, voice),
    coverage: flows.cobertura,
    notes: [
      ...ownNote(question, 'fuente', ...(asked === filter ? [] : (['area'] as const))),
      mode === 'valor' ? voice.t('graficos.flujos.nota') : voice.t('graficos.flujos.nota-n'),
    ],
    closes:
      total === null || mode !== 'valor'
        ? null
        : {
            ok,
            text: ok
              ? voice.t('graficos.flujos.cierra', { total: voice.money(total) })
              : voice.t('cierre.no-cierra'),
          },
    empty: flows.flujos.length === 0 ? voice.t('graficos.vacio-frase') : null,
    draw: (canvas) => {
      const layout = layoutFlows(flows, canvas.width, mode, (node, width) =>
        nodeLabel(node, width, mode, canvas, isOn(filter, node)),
      );
      const marks = new Map<unknown, Mark>();
      for (const { of, index } of layout.sources) marks.set(of, nodeMark(of, `de-${index}`, question));
      for (const { of, index } of layout.areas) marks.set(of, nodeMark(of, `a-${index}`, question));
      for (const { of } of layout.ribbons) marks.set(of, flowMark(of, flows, question));
      return {
        height: layout.height,
        name: titleOf(flows, voice),
        marks: [...marks.values()],
        legend: [
          { kind: 'rayas', text: voice.t('graficos.leyenda.flujo-nadie') },
          ...(mode === 'valor' ? [{ kind: 'puntos', text: voice.t('graficos.leyenda.puntos') }] : []),
        ],
        body: () => drawFlows(layout, marks, canvas),
      };
    },
    table: tableOf(flows, voice),
    csv: client.url('/flujos', { capa: view.filas, limit: LIMIT, f: 'csv', excel: 1 }, asked),
    asides: [],
  };
}

export const funderArea: Chart<Answer> = {
  id: 'flujos',
  wide: true,
  key: ({ filter, view, voice }) =>
    `${view.filas}?${formatFilter(withoutOwn(filter, 'fuente'))}&${voice.lang}`,
  load,
  read,
  controls: layerControl,
};
