/* The list beside the map: the city, an area, a project or an organisation, as the state says. */
import { html, type PropertyValues } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Change } from '../state/address.ts';
import { isFiltered, onlyOne } from '../state/filter.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import { Places } from './panel-place.ts';
import './overview.ts';

/* The cards come when something is selected for the first time. */
const cards = {
  area: () => import('./area-card.ts'),
  proyecto: () => import('./project-card.ts'),
  actor: () => import('./actor-card.ts'),
};

@customElement('coop-panel')
export class Panel extends Part {
  protected override readonly patient = true;
  private shown = '';
  private hadFocus = false;

  constructor() {
    super();
    new Places(this, () => this.selection());
  }

  /* One area in the filter is an area that the reader looks at. */
  private get area(): string | null {
    return onlyOne(this.filter.area);
  }

  private selection(): string {
    const { proyecto, actor, punto } = this.view;
    return JSON.stringify([this.area, proyecto, actor, punto]);
  }

  protected override willUpdate(): void {
    this.hadFocus = this.contains(document.activeElement);
    this.setAttribute('aria-label', this.t('panel.rotulo'));
    const { proyecto, actor, punto } = this.view;
    this.toggleAttribute('data-elegido', Boolean(this.area ?? proyecto ?? actor ?? punto));
    if (this.area ?? punto) void cards.area();
    if (proyecto) void cards.proyecto();
    if (actor) void cards.actor();
  }

  /* A new selection is read from its top, and the keyboard goes on from there: the link that was followed is gone. Where the panel is
   * below the sight, it comes up; "back" goes to where the reader was. */
  protected override updated(_changed: PropertyValues): void {
    const now = this.selection();
    const before = this.shown;
    this.shown = now;
    if (before === '' || before === now || this.page.store.returned) return;
    this.scrollTop = 0;
    const { top } = this.getBoundingClientRect();
    const below = this.view.vista !== 'mapa' && top > innerHeight * 0.7;
    if (top < 0 || below) this.scrollIntoView({ block: 'start' });
    if (this.hadFocus || below) this.focus({ preventScroll: true });
  }

  protected override render() {
    const { area } = this;
    const { proyecto, actor, punto } = this.view;
    if (!area && !proyecto && !actor && !punto) return html`<coop-overview></coop-overview>`;
    /* A project lies over the organisation or the area that it was opened from, an organisation over the area. */
    const inside = proyecto ? area !== null || actor !== null : actor !== null && area !== null;
    const back: Change = inside
      ? { view: proyecto ? { proyecto: null } : { actor: null } }
      : { filter: { area: [] }, view: NOTHING_SELECTED };
    const whither = inside
      ? 'volver.atras'
      : isFiltered({ ...this.filter, area: [] })
        ? 'resumen.seleccion'
        : 'volver';
    return html`
      <nav class="volver">
        ${this.stateLink(back, html`<span aria-hidden="true">←</span> ${this.t(whither)}`)}
      </nav>
      ${
        proyecto
          ? html`<coop-project></coop-project>`
          : actor
            ? html`<coop-actor></coop-actor>`
            : html`<coop-area></coop-area>`
      }
    `;
  }
}
