/* From whom to where: ribbons as wide as what flows, sources at the left, areas at the right. Both sides carry the same. */
import type { Flow, Flows, FlowNode } from '../api/totals.ts';
import { minorOf } from '../lib/money.ts';
import type { Bars } from '../state/view.ts';

export interface Node {
  /** Its name, in lines, and its figure. */
  readonly label: readonly string[];
  readonly of: FlowNode;
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface Ribbon {
  readonly of: Flow;
  readonly from: Node;
  readonly to: Node;
  /** Upper edge at both ends. */
  readonly y0: number;
  readonly y1: number;
  readonly thickness: number;
}

export interface FlowsLayout {
  readonly width: number;
  readonly height: number;
  readonly sources: readonly Node[];
  readonly areas: readonly Node[];
  readonly ribbons: readonly Ribbon[];
  /** Names stand over the ribbons, not beside the nodes. */
  readonly inside: boolean;
}

export const NODE = 12;
const TOP = 34;
const GAP = 10;
const TALL = 300;
/** How wide a ribbon without any amount is: a sign, not a size. */
export const DOTTED = 1.6;

export const flowMinor = ({ valor }: { valor: Flow['valor'] }): bigint | null =>
  valor === null ? null : minorOf(valor);

const size = (flow: Flow, mode: Bars) =>
  mode === 'proyectos' ? flow.proyectos : Math.abs(Number(flowMinor(flow) ?? 0n));

/** Positions down one side; every node as tall as what goes through it, and apart by what its name needs. */
function stack(
  nodes: readonly FlowNode[],
  sizes: readonly number[],
  x: number,
  label: (node: FlowNode, index: number) => readonly string[],
): Node[] {
  let y = TOP;
  return nodes.map((of, index) => {
    const height = sizes[index] ?? 0;
    const lines = label(of, index);
    const room = Math.max(height, lines.length * LINE + 4);
    const node = { of, index, x, y: y + (room - height) / 2, height, label: lines };
    y += room + GAP;
    return node;
  });
}

export const LINE = 14.5;

const bottom = (nodes: readonly Node[]) =>
  Math.max(
    TOP,
    ...nodes.map(({ y, height, label }) => y + height / 2 + Math.max(height, label.length * LINE + 4) / 2),
  );

/** `label`: the lines of a node's name and figure in so much width. */
export function layoutFlows(
  flows: Flows,
  width: number,
  mode: Bars,
  label: (node: FlowNode, width: number) => readonly string[],
): FlowsLayout {
  const through = (side: 'de' | 'a', n: number) =>
    Array.from({ length: n }, (_, i) =>
      flows.flujos.filter((flow) => flow[side] === i).reduce((sum, flow) => sum + size(flow, mode), 0),
    );
  const [left, right] = [through('de', flows.fuentes.length), through('a', flows.areas.length)];
  const all = left.reduce((a, b) => a + b, 0);
  const scale = all > 0 ? TALL / all : 0;
  const inside = width < 600;
  const side = inside ? 0 : Math.min(250, Math.round(width * 0.32));
  const room = inside ? width * 0.47 - NODE - 8 : side - 10;
  const placed = (nodes: readonly FlowNode[], sizes: readonly number[], x: number) =>
    stack(
      nodes,
      sizes.map((one) => one * scale),
      x,
      (node) => label(node, room),
    );
  const sources = placed(flows.fuentes, left, side);
  const areas = placed(flows.areas, right, width - side - NODE);
  const offset = (bottom(sources) - bottom(areas)) / 2;
  const shifted = (nodes: Node[], by: number) => nodes.map((node) => ({ ...node, y: node.y + by }));
  const [from, to] = [shifted(sources, Math.max(0, -offset)), shifted(areas, Math.max(0, offset))];
  return {
    width,
    height: Math.max(bottom(from), bottom(to)) + 8,
    sources: from,
    areas: to,
    ribbons: ribbonsOf(flows, from, to, mode, scale),
    inside,
  };
}

/* Along both edges of every node, in the order of the nodes at the other side. */
function ribbonsOf(flows: Flows, from: Node[], to: Node[], mode: Bars, scale: number): Ribbon[] {
  const usedFrom = from.map(({ y }) => y);
  const usedTo = to.map(({ y }) => y);
  return [...flows.flujos]
    .sort((a, b) => a.de - b.de || a.a - b.a)
    .map((of): Ribbon => {
      const thickness = size(of, mode) * scale;
      const ribbon = {
        of,
        from: from[of.de]!,
        to: to[of.a]!,
        y0: usedFrom[of.de] ?? 0,
        y1: usedTo[of.a] ?? 0,
        thickness,
      };
      usedFrom[of.de] = ribbon.y0 + thickness;
      usedTo[of.a] = ribbon.y1 + thickness;
      return ribbon;
    });
}
