/* What the map is asked to show: its layer and its measure, in sight; method, classes and outlines in the legend. */
import { html } from 'lit';
import type { Basemap } from '../api/types.ts';
import type { Key } from '../i18n/index.ts';
import { LAYER_CHOICES } from '../map/layers.ts';
import { LEAST_CLASSES, MEASURES, METHODS, MOST_CLASSES, type View } from '../state/view.ts';
import { layerName } from './areas-list.ts';
import type { Part } from './part.ts';

type Option = readonly [value: string, name: string];

function select(
  part: Part,
  name: Key,
  value: string,
  options: readonly Option[],
  change: (value: string) => Partial<View>,
) {
  return html`<label class="mapa-campo">
    <span>${part.t(name)}</span>
    <select
      @change=${(event: Event) => part.page.store.set({ view: change((event.target as HTMLSelectElement).value) })}
    >
      ${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}
    </select>
  </label>`;
}

function toggle(name: string, on: boolean, change: (on: boolean) => void) {
  return html`<label class="mapa-interruptor">
    <input
      type="checkbox"
      role="switch"
      .checked=${on}
      @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
    />
    <span>${name}</span>
  </label>`;
}

export function mapChoice(part: Part) {
  const { capa, medida } = part.view;
  const known = LAYER_CHOICES.some(({ key }) => key === capa);
  const layers = [...LAYER_CHOICES.map(({ key }) => key), ...(known ? [] : [capa])];
  return html`${select(
    part,
    'mapa.medida',
    medida,
    MEASURES.map((key): Option => [key, part.t(`medida.${key}`)]),
    (value) => ({ medida: value as View['medida'] }),
  )}
  ${select(
    part,
    'mapa.capa',
    capa,
    layers.map((key): Option => [key, layerName(part, key)]),
    (value) => ({ capa: value }),
  )}`;
}

export function classChoice(part: Part) {
  const { metodo, clases, encima } = part.view;
  const numbers = Array.from({ length: MOST_CLASSES - LEAST_CLASSES + 1 }, (_, i) =>
    String(i + LEAST_CLASSES),
  );
  return html`${select(
    part,
    'mapa.metodo',
    metodo,
    METHODS.map((key): Option => [key, part.t(`metodo.${key}`)]),
    (value) => ({ metodo: value as View['metodo'] }),
  )}
  ${select(
    part,
    'mapa.clases',
    String(clases),
    numbers.map((key): Option => [key, key]),
    (value) => ({ clases: Number(value) }),
  )}
  ${toggle(part.t('mapa.encima'), encima, (on) => part.page.store.set({ view: { encima: on } }))}`;
}

export function streetSwitch(part: Part, basemap: Basemap) {
  return toggle(basemap.nombre || part.t('mapa.calles'), part.view.fondo, (on) =>
    part.page.store.set({ view: { fondo: on } }),
  );
}
