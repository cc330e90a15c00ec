/* What a chart is to the page: a question to the server, and a reading of its answer. */
import type { TemplateResult } from 'lit';
import type { Client } from '../api/client.ts';
import type { Coverage } from '../api/totals.ts';
import type { Filter } from '../state/filter.ts';
import type { View } from '../state/view.ts';
import type { Canvas, Drawing } from './drawing.ts';
import type { Voice } from './voice.ts';

export const CHARTS = ['fuente', 'tema', 'clase', 'forma', 'anio', 'matriz', 'flujos'] as const;
export type ChartId = (typeof CHARTS)[number];

export interface Question {
  readonly filter: Filter;
  readonly view: View;
  readonly client: Client;
  readonly voice: Voice;
}

export interface Column {
  readonly name: string;
  readonly numeric: boolean;
}

/** The same figures to read, exact. The first cell of a row names it. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly foot: readonly string[] | null;
}

/** Another drawing beside the chart's own, clearly apart from it. */
export interface Aside {
  readonly title: string;
  readonly source: string;
  readonly note: string | null;
  readonly table: Table | null;
  draw: ((canvas: Canvas) => Drawing) | null;
}

export interface Reading {
  /** What was found. */
  readonly title: string;
  /** The same with exact figures, and what is not known. */
  readonly sentence: string;
  readonly coverage: Coverage;
  readonly notes: readonly string[];
  /** Whether the parts add up to the total; null where parts are not to be added. */
  readonly closes: { ok: boolean; text: string } | null;
  /** Said instead of a drawing that would be empty. */
  readonly empty: string | null;
  draw(canvas: Canvas): Drawing;
  readonly table: Table;
  /** Where the same figures are as CSV. */
  readonly csv: string;
  readonly asides: readonly Aside[];
}

export interface Chart<T> {
  readonly id: ChartId;
  /** Across both columns. */
  readonly wide: boolean;
  /** The same answer has the same key. */
  key(question: Question): string;
  load(question: Question, signal: AbortSignal): Promise<T>;
  read(data: T, question: Question): Reading;
  controls?(question: Question, set: (view: Partial<View>) => void): TemplateResult;
}
