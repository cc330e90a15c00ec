/* The frame of the page: header, one bar (how to look, what is filtered), and below it the facets, one of three sights and the panel.
 * The map stays alive behind the other sights. */
import { html, nothing, type PropertyValues } from 'lit';
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

const ICONS: Readonly<Record<Sight, string>> = {
  mapa: 'M2.5 5.5 7.5 3.5l5 2 5-2v11l-5 2-5-2-5 2zM7.5 3.5v11M12.5 5.5v11',
  graficos: 'M3 4h9M3 8.7h13M3 13.4h6',
  tabla: 'M3 4.5h14v11H3zM3 8.5h14M8.5 8.5v7',
};

const icon = (sight: Sight) =>
  html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d=${ICONS[sight]} /></svg>`;

export class App extends Part {
  /* In a frame of somebody else's page. */
  private readonly embedded = location.pathname === '/incrustar';
  /* A map needs a size to begin with: it is made when it is looked at first, and stays. */
  private mapped = false;

  /** What the server put here, to be read until now or without script, makes room. */
  protected override createRenderRoot(): this {
    this.replaceChildren();
    return super.createRenderRoot();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.documentElement.toggleAttribute('data-incrustado', this.embedded);
  }

  protected override willUpdate(): void {
    this.mapped ||= this.view.vista === 'mapa';
    void LATER[this.view.vista]?.();
  }

  protected override updated(_changed: PropertyValues): void {
    /* The same language once more would have the browser match every style again. */
    const { documentElement: page } = document;
    if (page.lang !== this.language) page.lang = this.language;
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
      <div class="barra">
        ${this.tabs()}
        <coop-filter-bar></coop-filter-bar>
        ${this.embedded ? this.whole() : nothing}
      </div>
      <main class="cuerpo">
        <coop-facets id="filtros" role="region" tabindex="-1"></coop-facets>
        <section class="vista" aria-label=${this.t(`vista.${this.view.vista}`)}>
          ${this.mapped ? html`<coop-map ?hidden=${this.view.vista !== 'mapa'}></coop-map>` : nothing}
          ${this.view.vista === 'graficos' ? html`<coop-charts></coop-charts>` : nothing}
          ${this.view.vista === 'tabla' ? html`<coop-table></coop-table>` : nothing}
        </section>
        <coop-panel id="panel" role="region" tabindex="-1"></coop-panel>
      </main>
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
            >${icon(vista)}<span>${this.t(`vista.${vista}`)}</span></a
          >`,
      )}
    </nav>`;
  }

  private whole() {
    return html`<a class="entero" href=${this.page.store.link({})} target="_blank"
      >${this.t('incrustar.entero')}</a
    >`;
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

/** Take over from what the server put in the page. Once there are words to say. */
export function start(): void {
  customElements.define('coop-app', App);
}
