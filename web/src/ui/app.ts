/* The frame of the page: header, map, panel. */
import { html, type PropertyValues } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LANGS } from '../i18n/index.ts';
import { Part } from './part.ts';
import './search.ts';
import './map-view.ts';
import './panel.ts';

@customElement('coop-app')
export class App extends Part {
  protected override updated(_changed: PropertyValues): void {
    document.documentElement.lang = this.language;
    document.title = this.t('titulo');
  }

  protected override render() {
    return html`
      <a class="salto" href="#busqueda">${this.t('saltar-busqueda')}</a>
      <a class="salto" href="#panel">${this.t('saltar-panel')}</a>
      <header class="cabecera">
        <a
          class="marca"
          href="/"
          @click=${this.follow({ area: null, proyecto: null, actor: null, punto: null, q: '' })}
        >
          <img src="/favicon.svg" alt="" width="34" height="34" />
          <span>
            <span class="marca-nombre">${this.t('titulo')}</span>
            <span class="marca-lema">${this.t('lema')}</span>
          </span>
        </a>
        <coop-search></coop-search>
        ${this.languages()}
      </header>
      <main class="cuerpo">
        <coop-map></coop-map>
        <coop-panel id="panel" role="region" tabindex="-1"></coop-panel>
      </main>
    `;
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
