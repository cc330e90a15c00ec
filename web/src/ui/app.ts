/* The frame of the page: header, what is filtered, the facets, one of three sights (map, charts, table), and the panel beside it. */
import { html, nothing, type PropertyValues } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LANGS } from '../i18n/index.ts';
import { NO_FILTER } from '../state/filter.ts';
import { SIGHTS, type Sight } from '../state/view.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import './facets.ts';
import './filter-bar.ts';
import './map-view.ts';
import './notices.ts';
import './panel.ts';
import './search.ts';
import './take.ts';

/* Loaded when they are looked at for the first time. */
const LATER: Partial<Record<Sight, () => Promise<unknown>>> = {
  graficos: () => import('../charts/charts.ts'),
  tabla: () => import('./table.ts'),
};

@customElement('coop-app')
export class App extends Part {
  protected override willUpdate(): void {
    void LATER[this.view.vista]?.();
  }

  protected override updated(_changed: PropertyValues): void {
    document.documentElement.lang = this.language;
    document.title = this.t('titulo');
  }

  protected override render() {
    return html`
      ${this.skipLink('busqueda', 'saltar-busqueda')} ${this.skipLink('panel', 'saltar-panel')}
      <header class="cabecera">
        <a
          class="marca"
          href="/"
          @click=${this.follow({ filter: NO_FILTER, view: { ...NOTHING_SELECTED, en_vista: false } })}
        >
          <img src="/favicon.svg" alt="" width="34" height="34" />
          <span>
            <span class="marca-nombre">${this.t('titulo')}</span>
            <span class="marca-lema">${this.t('lema')}</span>
          </span>
        </a>
        <coop-search></coop-search>
        <coop-take></coop-take>
        ${this.languages()}
      </header>
      <coop-notices></coop-notices>
      <coop-filter-bar></coop-filter-bar>
      <div class="cuerpo">
        <coop-facets id="filtros" role="region" tabindex="-1"></coop-facets>
        <main class="vista">
          ${this.tabs()}
          <coop-map ?hidden=${this.view.vista !== 'mapa'}></coop-map>
          ${this.view.vista === 'graficos' ? html`<coop-charts></coop-charts>` : nothing}
          ${this.view.vista === 'tabla' ? html`<coop-table></coop-table>` : nothing}
        </main>
        <coop-panel id="panel" role="region" tabindex="-1"></coop-panel>
      </div>
    `;
  }

  private tabs() {
    return html`<nav class="vistas" aria-label=${this.t('vista.rotulo')}>
      ${SIGHTS.map(
        (vista) =>
          html`<a
            href=${this.page.store.link({ view: { vista } })}
            aria-current=${vista === this.view.vista ? 'page' : 'false'}
            @click=${this.follow({ view: { vista } })}
            >${this.t(`vista.${vista}`)}</a
          >`,
      )}
    </nav>`;
  }

  /* The fragment of the address is the view, so a skip link moves the focus itself. */
  private skipLink(id: string, name: 'saltar-busqueda' | 'saltar-panel') {
    const go = (event: Event) => {
      event.preventDefault();
      document.getElementById(id)?.focus();
    };
    return html`<a class="salto" href="#${id}" @click=${go}>${this.t(name)}</a>`;
  }

  private languages() {
    const names = { es: 'Español', en: 'English' } as const;
    return html`<nav class="idiomas" aria-label=${this.t('idioma')}>
      ${LANGS.map(
        (lang) =>
          html`<a
            href=${this.page.store.link({ lang })}
            hreflang=${lang}
            lang=${lang}
            aria-current=${lang === this.language ? 'true' : 'false'}
            aria-label=${names[lang]}
            title=${names[lang]}
            @click=${this.follow({ lang })}
            >${lang.toUpperCase()}</a
          >`,
      )}
    </nav>`;
  }
}
