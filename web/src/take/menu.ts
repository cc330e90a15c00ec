/* What the dialog "take along" holds: files of the present filter, pictures and sheets, links, and addresses for other programs. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Key } from '../i18n/index.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, isFiltered } from '../state/filter.ts';
import { chipsOf } from '../ui/filter-chips.ts';
import { Names } from '../ui/filter-names.ts';
import { Part } from '../ui/part.ts';
import {
  apiAddress,
  areaSheet,
  embedCode,
  exportOf,
  PLACED_FORMATS,
  projectSheet,
  qgisFile,
  SPLIT_FORMATS,
  tilesAddress,
} from './addresses.ts';
import { copyText } from './copy.ts';
import { FORMS, type Form } from './forms.ts';

interface Counts {
  /** Null: the server did not count. */
  placed: number | null;
  unplaced: number | null;
}

interface Sheet {
  name: string;
  href: string;
}

/* More selected areas than this are a list to read on the page, not sheets to print. */
const MOST_SHEETS = 6;

@customElement('coop-take-menu')
export class TakeMenu extends Part {
  @state() private copied = '';
  @state() private making: Form | null = null;
  @state() private failed = false;
  private readonly counts = new Loader<Counts>(this, async (_key, signal) => {
    const count = async (collection: 'proyectos' | 'proyectos_sin_lugar') =>
      (await this.page.client.projects(collection, { limit: 1 }, signal, this.filter)).numberMatched ?? null;
    const [placed, unplaced] = await Promise.all([count('proyectos'), count('proyectos_sin_lugar')]);
    return { placed, unplaced };
  });
  private readonly names = new Names(this, () => this.page.client);
  private readonly sheets = new Loader<Sheet[]>(this, (_key, signal) => this.listSheets(signal));

  protected override willUpdate(): void {
    this.counts.want(formatFilter(this.filter), true);
    this.names.complete(this.language, this.filter);
    const { proyecto } = this.view;
    const areas = this.filter.area.slice(0, MOST_SHEETS);
    this.sheets.want(
      proyecto || areas.length > 0
        ? JSON.stringify([this.language, proyecto, areas, formatFilter(this.filter)])
        : null,
      true,
    );
  }

  protected override render() {
    return html`<div class="llevar-cuerpo">
      <div>
        ${this.section(
          'archivos',
          'llevar.archivos',
          this.remote(this.counts, (counts) => this.files(counts)),
        )}
        ${this.section('imagen', 'llevar.imagen', [this.pictures(), this.sheetLinks()])}
      </div>
      <div>
        ${this.section('compartir', 'llevar.compartir', this.sharing())}
        ${this.section('qgis', 'llevar.qgis', this.programs())}
      </div>
    </div>`;
  }

  private section(id: string, title: Key, content: unknown) {
    return html`<section aria-labelledby="llevar-${id}">
      <h3 id="llevar-${id}">${this.t(title)}</h3>
      ${content}
    </section>`;
  }

  private files({ placed, unplaced }: Counts) {
    const all = placed === null || unplaced === null ? null : placed + unplaced;
    if (all === 0) return html`<p class="llevar-nota">${this.t('llevar.ninguno')}</p>`;
    const key = isFiltered(this.filter) ? 'llevar.filtrados' : 'llevar.todos';
    return html`${all === null ? nothing : html`<p class="llevar-cuantos">${this.count(key, all)}</p>`}
      <ul class="llevar-archivos">
        ${this.wholeFile('Excel', 'proyectos.xlsx', 'llevar.excel-nota')}
        ${SPLIT_FORMATS.map(({ ending, name }) => this.splitFile(name, ending, placed, unplaced))}
      </ul>
      <details class="llevar-mas">
        <summary>${this.t('llevar.mas')}</summary>
        <ul class="llevar-archivos">
          ${this.wholeFile('IATI 2.03 (XML)', 'actividades.xml', 'llevar.xml-nota')}
          ${PLACED_FORMATS.map(({ ending, name }) => this.splitFile(name, ending, placed, null))}
        </ul>
      </details>
      <p class="llevar-nota">${this.t('llevar.sin-lugar-nota')}</p>`;
  }

  private wholeFile(name: string, file: string, note: Key) {
    return html`<li>
      <a href=${exportOf(file, this.filter, this.language)} download>${name}</a>
      <span class="tenue">${this.t(note)}</span>
    </li>`;
  }

  /* Two files: what has a place, and what has none. */
  private splitFile(name: string, ending: string, placed: number | null, unplaced: number | null) {
    const part = (collection: string, n: number | null, short: Key, whole: Key) =>
      n === 0 || (n === null && collection !== 'proyectos')
        ? nothing
        : html`<a
            href=${exportOf(`${collection}.${ending}`, this.filter, this.language)}
            aria-label=${n === null ? name : this.t(whole, { formato: name, n: n === 1 ? 1 : this.number(n) })}
            download
            >${n === null ? name : this.t(short, { n: this.number(n) })}</a
          >`;
    return html`<li>
      <span class="llevar-formato">${name}</span>
      <span class="llevar-partes">
        ${part('proyectos', placed, 'llevar.con-lugar', 'llevar.con-lugar-de')}
        ${part('proyectos_sin_lugar', unplaced, 'llevar.sin-lugar', 'llevar.sin-lugar-de')}
      </span>
    </li>`;
  }

  private sharing() {
    const link = this.page.store.link({});
    const address = location.origin + link;
    const title = this.t('incrustado.titulo', { titulo: this.t('titulo') });
    return html`${this.copyField('enlace', 'llevar.enlace', address)}
    ${
      'share' in navigator
        ? html`<button type="button" class="boton" @click=${() => void this.send(address)}>
            ${this.t('llevar.enviar')}
          </button>`
        : nothing
    }
    ${this.copyField('codigo', 'llevar.codigo', embedCode(location.origin, link, this.language, title))}`;
  }

  private programs() {
    return html`<p class="llevar-enlaces">
        <a href=${qgisFile('coopmap.qgz', this.language)} download>${this.t('llevar.qgis-proyecto')}</a>
        <a href=${qgisFile('coopmap.qlr', this.language)} download>${this.t('llevar.qgis-capas')}</a>
      </p>
      <p class="llevar-nota">${this.t('llevar.qgis-nota')}</p>
      ${this.copyField('ogc', 'llevar.ogc', `${location.origin}/`)}
      ${this.copyField('teselas', 'llevar.teselas', tilesAddress(location.origin, this.filter))}
      ${this.copyField('api', 'llevar.api', apiAddress(location.origin, this.filter))}`;
  }

  private copyField(id: string, name: Key, value: string): TemplateResult {
    const field = `llevar-campo-${id}`;
    const done = this.copied === id;
    return html`<div class="llevar-campo">
      <label for=${field}>${this.t(name)}</label>
      <input
        id=${field}
        readonly
        .value=${live(value)}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
      />
      <button
        type="button"
        class="boton"
        aria-label=${this.t('llevar.copiar-que', { que: this.t(name) })}
        @click=${() => void this.copy(id)}
      >
        ${this.t(done ? 'llevar.copiado' : 'llevar.copiar')}
      </button>
    </div>`;
  }

  private async copy(id: string): Promise<void> {
    const field = this.querySelector<HTMLInputElement>(`#llevar-campo-${id}`);
    if (!field) return;
    const done = await copyText(field);
    this.copied = done ? id : '';
    this.page.announce(this.t(done ? 'llevar.copiado' : 'llevar.no-copiado'));
  }

  private async send(url: string): Promise<void> {
    await navigator.share({ title: document.title, url }).catch(() => {}); // the reader changed their mind
  }

  private pictures() {
    const keys: Readonly<Record<Form, Key>> = {
      pantalla: 'llevar.imagen-pantalla',
      a4: 'llevar.imagen-a4',
    };
    if (this.view.vista !== 'mapa')
      return html`<p class="llevar-nota">${this.t('llevar.imagen-nota')}</p>
        <p class="llevar-enlaces">
          ${this.stateLink({ view: { vista: 'mapa' } }, this.t('llevar.imagen-mapa'))}
        </p>`;
    return html`<p class="llevar-nota">${this.t('llevar.imagen-nota')}</p>
      <p class="llevar-enlaces">
        ${(Object.keys(FORMS) as Form[]).map(
          (form) =>
            html`<button
              type="button"
              class="boton"
              ?disabled=${this.making !== null}
              @click=${() => void this.picture(form)}
            >
              ${this.t(this.making === form ? 'llevar.imagen-haciendo' : keys[form])}
            </button>`,
        )}
      </p>
      ${this.failed ? html`<p class="llevar-fallo" role="alert">${this.t('llevar.imagen-fallo')}</p>` : nothing}`;
  }

  private async picture(form: Form): Promise<void> {
    this.making = form;
    this.failed = false;
    try {
      const { savePicture } = await import('./picture.ts');
      await savePicture(this, form, { words: this.filterWords(), counted: this.counted() });
      this.page.announce(this.t('llevar.imagen-lista'));
    } catch {
      this.failed = true;
    }
    this.making = null;
  }

  private filterWords(): string[] {
    const chips = chipsOf(this.filter, {
      lang: this.language,
      name: this.names.of(this.language),
      currency: this.filter.otros.find(([key]) => key === 'moneda')?.[1] ?? 'COP',
      inView: this.view.en_vista,
    });
    return chips.map(({ title, text }) => (title ? `${title}: ${text}` : text));
  }

  /* "34 proyectos, 9 en el mapa, 25 sin lugar" */
  private counted(): string {
    const { placed, unplaced } = this.counts.seen ?? { placed: null, unplaced: null };
    if (placed === null || unplaced === null) return '';
    const all = this.count('imagen.proyectos', placed + unplaced);
    return `${all}: ${this.t('imagen.en-mapa', { n: this.number(placed), m: this.number(unplaced) })}`;
  }

  private sheetLinks() {
    return html`<h4>${this.t('llevar.hojas')}</h4>
      ${
        this.sheets.answer.phase === 'idle'
          ? html`<p class="llevar-nota">${this.t('llevar.hojas-nada')}</p>`
          : this.remote(
              this.sheets,
              (sheets) =>
                html`<ul class="llevar-hojas">
                  ${sheets.map(({ name, href }) => html`<li><a href=${href} target="_blank">${name}</a></li>`)}
                </ul>`,
            )
      }`;
  }

  private async listSheets(signal: AbortSignal): Promise<Sheet[]> {
    const { proyecto } = this.view;
    const areas = this.filter.area.slice(0, MOST_SHEETS).map(async (code) => {
      const { properties } = await this.page.client.area(code, signal);
      return {
        name: this.t('llevar.hoja-area', { nombre: properties.nombre }),
        href: areaSheet(code, this.filter, this.language),
      };
    });
    const own = proyecto ? [this.projectSheet(proyecto, signal)] : [];
    return Promise.all([...own, ...areas]);
  }

  private async projectSheet(code: string, signal: AbortSignal): Promise<Sheet> {
    const { properties } = await this.page.client.project(code, signal);
    return {
      name: this.t('llevar.hoja-proyecto', { nombre: properties.titulo }),
      href: projectSheet(code, this.language),
    };
  }
}
