/* The edge of the map: scale, coordinates, north, and whose data it is. Follows the pointer without drawing the rest of the page again. */
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatLength, formatLonLat, plainLatLon, scaleBar } from '../map/coordinates.ts';
import type { LonLat } from '../state/view.ts';
import { Part } from './part.ts';

const MOST = 96;

@customElement('coop-map-edge')
export class MapEdge extends Part {
  /** Ground metres of a pixel in the middle; 0: no map yet. */
  @property({ attribute: false }) metres = 0;
  @property({ attribute: false }) centre: LonLat | null = null;
  /** Null: the pointer is elsewhere. */
  @property({ attribute: false }) pointer: LonLat | null = null;
  @property({ attribute: false }) attribution: readonly string[] = [];

  protected override render() {
    return html`${this.scale()} ${this.coordinates()}
      <p class="mapa-norte">
        <svg viewBox="0 0 20 28" role="img" aria-label=${this.t('mapa.norte')}>
          <path d="M10 9 4.5 24 10 20.5 15.5 24Z" />
          <text x="10" y="7" text-anchor="middle">N</text>
        </svg>
      </p>
      <p class="mapa-fuentes">${this.attribution.map((text) => html`<span>${withLinks(text)}</span> `)}</p>`;
  }

  private scale() {
    if (this.metres === 0) return nothing;
    const { metres, pixels } = scaleBar(this.metres, MOST);
    const text = formatLength(metres, this.language);
    return html`<p class="mapa-escala" role="img" aria-label=${this.t('mapa.escala', { largo: text })}>
      <svg width=${Math.ceil(pixels) + 2} height="7" aria-hidden="true">
        <path d="M1 0v5.5h${pixels}V0" />
      </svg>
      <span aria-hidden="true">${text}</span>
    </p>`;
  }

  private coordinates() {
    const { centre } = this;
    if (!centre) return nothing;
    const at = this.pointer ?? centre;
    const copy = plainLatLon(centre.lon, centre.lat);
    return html`<button
      type="button"
      class="mapa-coordenadas"
      aria-label=${this.t('mapa.copiar', { texto: formatLonLat(centre.lon, centre.lat, this.language) })}
      title=${this.t('mapa.copiar', { texto: copy })}
      @click=${() => void this.copy(copy)}
    >
      ${formatLonLat(at.lon, at.lat, this.language)}
    </button>`;
  }

  private async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.page.announce(this.t('mapa.copiado', { texto: text }));
      this.dispatchEvent(new CustomEvent('copiado', { detail: this.t('mapa.copiado', { texto: text }) }));
    } catch {
      this.dispatchEvent(new CustomEvent('copiado', { detail: text })); // not allowed: at least in sight
    }
  }
}

/* An operator's attribution may hold links; whatever else it holds is text. */
function withLinks(text: string): unknown[] {
  const out: unknown[] = [];
  let at = 0;
  for (const match of text.matchAll(/<a\s[^>]*?href="(https?:\/\/[^"]+)"[^>]*>([^<]*)<\/a>/gi)) {
    out.push(
      plain(text.slice(at, match.index)),
      html`<a href=${match[1] ?? ''}>${plain(match[2] ?? '')}</a>`,
    );
    at = match.index + match[0].length;
  }
  return [...out, plain(text.slice(at))];
}

const ENTITIES: Readonly<Record<string, string>> = { '&copy;': '©', '&amp;': '&', '&nbsp;': '\u00a0' };
const plain = (text: string) =>
  text.replace(/<[^>]*>/g, '').replace(/&(copy|amp|nbsp);/g, (entity) => ENTITIES[entity] ?? entity);
