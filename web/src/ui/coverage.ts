/* How many projects an amount does not cover, and why: every total says so. */
import { html, nothing } from 'lit';
import type { Uncovered } from '../api/summary.ts';
import type { Part } from './part.ts';

export function coverageLines(part: Part, uncovered: Uncovered): string[] {
  const { sin_valor, sin_erogacion, otra_moneda, contado_en_otro } = uncovered;
  return [
    sin_valor > 0 ? part.count('cobertura.sin-valor', sin_valor) : '',
    sin_erogacion > 0 ? part.count('cobertura.sin-erogacion', sin_erogacion) : '',
    otra_moneda > 0 ? part.count('cobertura.otra-moneda', otra_moneda) : '',
    contado_en_otro > 0 ? part.count('cobertura.contado-en-otro', contado_en_otro) : '',
  ].filter(Boolean);
}

export function coverageNotes(part: Part, uncovered: Uncovered): unknown {
  const lines = coverageLines(part, uncovered);
  if (lines.length === 0) return nothing;
  return html`<ul class="notas">
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}
