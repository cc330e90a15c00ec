/* What the page has to say about itself: what of the address was ignored, that the server is lost, that a new version waits. */
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Outage } from '../api/transport.ts';
import { isKey } from '../i18n/index.ts';
import { askAgain } from '../lib/remote.ts';
import { formatWhen } from '../lib/when.ts';
import { Pulse } from '../offline/pulse.ts';
import { registerOffline } from '../offline/register.ts';
import { FACETS, SINGLES, type Ignored } from '../state/filter.ts';
import { isViewKey } from '../state/view.ts';
import { EMBED_PATH } from '../take/addresses.ts';
import { Part } from './part.ts';

const MOST_LISTED = 6;
const LONGEST_VALUE = 80;
const KNOWN: ReadonlySet<string> = new Set([...FACETS, ...SINGLES, 'lang']);

/* "tema=x: no es un valor de esta lista; los valores son …": the pair stands before it already, and the list is long. */
const gist = (reason: string, { key, value }: Ignored) =>
  [`${key}=${value}: `, `${key}: `]
    .reduce((rest, start) => (rest.startsWith(start) ? rest.slice(start.length) : rest), reason)
    .split(';')[0] ?? '';
const shortened = (text: string) => (text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text);

@customElement('coop-notices')
export class Notices extends Part {
  @state() private load: (() => void) | null = null;
  @state() private offline = !navigator.onLine;
  /* An outage lasts for the reader until everything in sight was asked for again. */
  @state() private outage: Outage | null = null;
  private answers = false;
  /* A part that is imported when it is wanted did not come; what to say of it. */
  @state() private missing: 'avisos.falta' | 'fallo.network' | null = null;
  private readonly pulse = new Pulse(document, {
    check: async () => (await fetch('/salud', { cache: 'no-store' })).ok,
    back: () => {
      this.answers = true;
      askAgain();
      this.requestUpdate();
    },
  });

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('online', this.connection);
    window.addEventListener('offline', this.connection);
    window.addEventListener('vite:preloadError', this.lacking); // of every import() there is
    if (location.pathname === EMBED_PATH) return;
    registerOffline({
      waiting: (load) => (this.load = load),
      tilesChanged: () => document.dispatchEvent(new Event('teselas-nuevas')),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.connection);
    window.removeEventListener('offline', this.connection);
    window.removeEventListener('vite:preloadError', this.lacking);
    this.pulse.stop();
  }

  private readonly connection = () => {
    this.offline = !navigator.onLine;
    if (!this.offline && this.outage) void this.pulse.ask();
  };

  private readonly lacking = (event: Event) => {
    event.preventDefault(); // it is told here
    this.missing = 'avisos.falta';
  };

  protected override willUpdate(): void {
    const { outage } = this.page.store;
    if (outage) {
      this.answers &&= this.outage !== null;
      this.outage = outage;
      this.pulse.start();
    } else if (this.outage && this.answers) {
      this.outage = null;
      this.pulse.stop();
      this.page.announce(this.t('avisos.volvio'));
    }
  }

  protected override render() {
    return html`<div class="avisos" role="status">
      ${this.lost()} ${this.lacks()} ${this.ignored(this.state.ignored)} ${this.newVersion()}
    </div>`;
  }

  private lost() {
    if (!this.outage && !this.offline) return nothing;
    const of = this.outage?.of;
    return html`<div class="nota nota-perdida">
      <p>
        <strong>${this.t(this.offline ? 'avisos.sin-red' : 'avisos.sin-servidor')}</strong>
        ${of ? this.t('avisos.de', { fecha: formatWhen(of, this.language) }) : nothing}
        ${this.t(this.outage && !of ? 'avisos.nada' : 'avisos.lo-abierto')}
      </p>
      <button type="button" class="boton" @click=${() => this.retry()}>${this.t('reintentar')}</button>
    </div>`;
  }

  private retry(): void {
    this.page.announce(this.t('avisos.preguntando'));
    if (this.outage) void this.pulse.ask();
    else askAgain();
  }

  private lacks() {
    if (!this.missing) return nothing;
    return html`<div class="nota">
      <p>${this.t(this.missing)}</p>
      <button type="button" class="boton" @click=${() => void this.reload()}>
        ${this.t('avisos.recargar')}
      </button>
    </div>`;
  }

  /* The address holds all that is seen; but without the server the page that is here would be gone. */
  private async reload(): Promise<void> {
    const there = await fetch('/salud', { cache: 'no-store' }).catch(() => null);
    if (there?.ok) location.reload();
    else this.missing = 'fallo.network';
  }

  private ignored(list: readonly Ignored[]) {
    if (list.length === 0) return nothing;
    const more = list.length - MOST_LISTED;
    return html`<div class="nota">
      <div>
        <p><strong>${this.t('avisos.ignorado')}</strong> ${this.t('avisos.ignorado-resto')}</p>
        <ul>
          ${list.slice(0, MOST_LISTED).map(
            (one) =>
              html`<li>
                <code>${shortened(`${one.key}=${one.value}`)}</code>
                <span>${one.reason ? gist(one.reason, one) : this.reason(one.key)}</span>
              </li>`,
          )}
          ${more > 0 ? html`<li>${this.count('avisos.y-mas', more)}</li>` : nothing}
        </ul>
      </div>
      <button type="button" class="boton" @click=${() => this.page.store.acknowledge()}>
        ${this.t('avisos.entendido')}
      </button>
    </div>`;
  }

  /* What was expected there, where the page can tell. */
  private reason(key: string): string {
    const expected = `avisos.espera.${key}`;
    if (isKey(expected)) return this.t(expected);
    return this.t(KNOWN.has(key) || isViewKey(key) ? 'avisos.no-se-lee' : 'avisos.no-se-conoce');
  }

  private newVersion() {
    const { load } = this;
    if (!load) return nothing;
    return html`<div class="nota">
      <p>${this.t('avisos.version')}</p>
      <span class="nota-botones">
        <button type="button" class="boton" @click=${load}>${this.t('avisos.recargar')}</button>
        <button type="button" class="boton boton-tenue" @click=${() => (this.load = null)}>
          ${this.t('avisos.luego')}
        </button>
      </span>
    </div>`;
  }
}
