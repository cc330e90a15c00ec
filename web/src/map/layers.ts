/* Which of the city's layers of areas are drawn together under one choice of the reader. */
export interface LayerChoice {
  /** As in the address, `capa=`. */
  readonly key: string;
  /** Values of the property `capa`. */
  readonly layers: readonly string[];
}

export const LAYER_CHOICES: readonly LayerChoice[] = [
  { key: 'barrio', layers: ['barrio', 'poblado'] },
  { key: 'zona', layers: ['zona'] },
  { key: 'ucg', layers: ['ucg'] },
  { key: 'localidad', layers: ['localidad'] },
  { key: 'corregimiento', layers: ['corregimiento'] },
];

/** A layer this list does not know (one that somebody ingested) is a choice of its own. */
export function layersOf(key: string): readonly string[] {
  return LAYER_CHOICES.find((choice) => choice.key === key)?.layers ?? [key];
}

/** Extents made from figures are drawn dashed; so are unions that may rest on them. */
export function isApproximate(geometria: string): boolean {
  return geometria === 'approximate' || geometria === 'composed';
}
