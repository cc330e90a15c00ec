/* The list beside the map: the city, an area, a project or an organisation, as the state says. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement } from 'lit/decorators.js';
import { NOTHING_SELECTED, Part } from './part.ts';
import './overview.ts';
import './area-card.ts';
import './project-card.ts';
import './actor-card.ts';

@customElement('coop-panel')
export class Panel extends Part {
  private shown = '';
  private hadFocus = false;

  protected override willUpdate(): void {
    this.hadFocus = this.contains(document.activeElement);
    this.setAttribute('aria-label', this.t('panel.rotulo'));
  }

  /* A new selection is read from its top, and the keyboard goes on from there: the link that was followed is gone. */
  protected override updated(_changed: PropertyValues): void {
    const { area, proyecto, actor, punto } = this.state;
    const now = JSON.stringify([area, proyecto, actor, punto]);
    const before = this.shown;
    this.shown = now;
    if (before === '' || before === now) return;
    this.scrollTop = 0;
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: 'start' });
    if (this.hadFocus) this.focus({ preventScroll: true });
  }

  protected override render() {
    const { area, proyecto, actor, punto } = this.state;
    if (!area && !proyecto && !actor && !punto) return html`<coop-overview></coop-overview>`;
    const back = proyecto && (area || actor) ? { proyecto: null } : NOTHING_SELECTED;
    return html`
      <nav class="volver">
        ${this.stateLink(back, html`<span aria-hidden="true">←</span> ${this.t('volver')}`)}
      </nav>
      ${
        proyecto
          ? html`<coop-project></coop-project>`
          : area || punto
            ? html`<coop-area></coop-area>`
            : actor
              ? html`<coop-actor></coop-actor>`
              : nothing
      }
    `;
  }
}
