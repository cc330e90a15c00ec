/* One chart on the page: what it found, the drawing, its table, what it does not cover, and the ways to take it along. */
import { html, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Loader } from '../lib/remote.ts';
import { Part } from '../ui/part.ts';
import type { View } from '../state/view.ts';
import type { Aside, Chart, Question, Reading } from './chart.ts';
import type { Canvas, Drawing, Mark } from './drawing.ts';
import { Roving } from './keys.ts';
import { pictureOf, sample } from './picture.ts';
import { fileName, pngBlob, saveBlob, svgBlob } from './save.ts';
import { drawTable } from './table-view.ts';
import { measured } from './text.ts';
import { Voice } from './voice.ts';

/* What the line beside a printed series takes. */
const ASIDE = 20;

interface Tip {
  readonly of: string;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
}

@customElement('coop-chart')
export class ChartCard extends Part {
  @property({ attribute: false }) chart!: Chart<unknown>;
  /** The filter in words, for pictures. */
  @property({ attribute: false }) filterWords: () => Promise<string> = () => Promise.resolve('');
  @state() private width = 0;
  @state() private tip: Tip | null = null;
  @state() private opened = false;
  private readonly roving = new Roving(this);
  private readonly tips = new Map<string, Mark>();
  private readonly answer = new Loader<unknown>(this, (_, signal) =>
    this.chart.load(this.question(), signal),
  );
  private readonly sizes = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width > 0 && width !== this.width) this.width = width;
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.answer.want(this.chart.key(this.question()), true);
  }

  protected override updated(): void {
    const figure = this.querySelector('.grafico-lienzo');
    if (figure) this.sizes.observe(figure);
    /* A style attribute would need a hole in the Content-Security-Policy. */
    const bubble = this.querySelector<HTMLElement>('.grafico-globo');
    if (bubble && this.tip) [bubble.style.left, bubble.style.top] = [`${this.tip.x}px`, `${this.tip.y}px`];
  }

  private question(): Question {
    const { filter, view } = this;
    const [currency = 'COP'] = filter.otros.filter(([key]) => key === 'moneda').map(([, value]) => value);
    return { filter, view, client: this.page.client, voice: new Voice(this.language, currency) };
  }

  protected override render() {
    const { id } = this.chart;
    const question = this.question();
    return html`<article class="grafico" aria-labelledby=${`grafico-${id}-titulo`}>
      <div class="grafico-alto">
        <p class="grafico-rotulo" id=${`grafico-${id}`} tabindex="-1">${this.t(`graficos.nombre.${id}`)}</p>
        ${this.chart.controls?.(question, (view: Partial<View>) => this.page.store.set({ view })) ?? nothing}
      </div>
      ${this.remote(this.answer, (data) => this.reading(this.chart.read(data, question), question))}
      ${this.answer.seen === null ? html`<h3 id=${`grafico-${id}-titulo`} class="oculto">${this.t(`graficos.nombre.${id}`)}</h3>` : nothing}
    </article>`;
  }

  private reading(reading: Reading, question: Question) {
    const { id } = this.chart;
    return html`<h3 id=${`grafico-${id}-titulo`}>${reading.title}</h3>
      <p class="grafico-frase">${reading.sentence}</p>
      <div class=${reading.asides.length > 0 ? 'grafico-pareja' : ''}>
        ${
          reading.empty
            ? html`<p class="grafico-vacio">${reading.empty}</p>`
            : html`<div>
                ${this.figure((canvas) => reading.draw(canvas), 'propio', question.voice, true)}
              </div>`
        }
        ${reading.asides.map((aside, i) => this.aside(aside, i, question.voice))}
      </div>
      <details class="grafico-detalle" .open=${this.opened} @toggle=${this.toggled}>
        <summary>${this.t('graficos.ver-tabla')}</summary>
        ${this.opened ? drawTable(reading.table) : nothing}
      </details>
      <div class="grafico-notas">
        <p>
          ${reading.closes ? html`<span class=${reading.closes.ok ? 'grafico-cierra' : 'grafico-no-cierra'}>${reading.closes.text}</span>` : nothing}
          ${reading.coverage.texto}
        </p>
        ${reading.notes.map((note) => html`<p>${note}</p>`)}
      </div>
      ${this.take(reading, question)}`;
  }

  private readonly toggled = (event: Event): void => {
    this.opened = (event.target as HTMLDetailsElement).open;
  };

  private figure(draw: (canvas: Canvas) => Drawing, name: string, voice: Voice, own: boolean) {
    const { store } = this.page;
    const canvas: Canvas = {
      width: own ? this.width : this.width - ASIDE,
      measure: measured,
      voice,
      id: `${this.chart.id}-${name}`,
      wiring: {
        href: (mark) => store.link({ filter: mark.change ?? {} }),
        tab: (mark) => (own ? this.roving.tab(mark) : 0),
        pick: (mark, event) => this.follow({ filter: mark.change ?? {} })(event),
      },
    };
    const drawing = this.width > 0 ? draw(canvas) : null;
    if (own) this.roving.hold(drawing?.marks ?? []);
    for (const mark of drawing?.marks ?? []) this.tips.set(mark.key, mark);
    const width = drawing?.width ?? canvas.width;
    const wide = width > this.width;
    return html`<div
        class="grafico-figura"
        data-figura=${name}
        @pointerover=${this.showTip}
        @pointerout=${this.hideTip}
        @focusin=${this.showTip}
        @focusout=${this.hideTip}
      >
        <div class=${wide ? 'grafico-lienzo desliza' : 'grafico-lienzo'}>
          ${
            drawing
              ? svg`<svg class="grafico-dibujo" role="group" aria-label=${`${drawing.name}. ${this.t('graficos.teclas')}`}
                width=${width} height=${drawing.height} viewBox=${`0 0 ${width} ${drawing.height}`}
                @keydown=${this.pressed} @focusin=${this.roving.focused}>${drawing.body()}</svg>`
              : nothing
          }
        </div>
        ${this.bubble(name)}
      </div>
      ${this.legend(drawing)}`;
  }

  private bubble(name: string) {
    if (this.tip?.of !== name) return nothing;
    const { lines } = this.tip;
    return html`<div class="grafico-globo" aria-hidden="true">
      <strong>${lines[0]}</strong>${lines.slice(1).map((line) => html`<span>${line}</span>`)}
    </div>`;
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.tip = null;
    else this.roving.pressed(event);
  };

  private readonly showTip = (event: Event): void => {
    const mark = (event.target as Element).closest('[data-marca]');
    const figure = mark?.closest('.grafico-figura');
    const told = this.tips.get(mark?.getAttribute('data-marca') ?? '');
    if (!mark || !figure || !told) return;
    const [box, frame] = [mark.getBoundingClientRect(), figure.getBoundingClientRect()];
    const middle = 'clientX' in event ? (event as PointerEvent).clientX : box.x + box.width / 2;
    const half = Math.min(140, frame.width / 2);
    this.tip = {
      of: figure.getAttribute('data-figura') ?? '',
      lines: told.tip,
      x: Math.max(half, Math.min(frame.width - half, middle - frame.x)),
      y: box.y - frame.y,
    };
  };

  private readonly hideTip = (): void => {
    this.tip = null;
  };

  private legend(drawing: Drawing | null) {
    if (!drawing || drawing.legend.length === 0) return nothing;
    const { legend } = drawing;
    return html`<ul class="grafico-leyenda" aria-label=${this.t('leyenda.titulo')}>
      ${legend.map(
        ({ kind, text }, i) =>
          html`<li>
            <svg width="20" height="16" aria-hidden="true">
              ${sample(kind, { id: `${this.chart.id}-l${i}` })}</svg
            >${text}
          </li>`,
      )}
    </ul>`;
  }

  private aside(aside: Aside, i: number, voice: Voice) {
    return html`<div class="grafico-aparte" role="group" aria-label=${this.t('graficos.impreso.titulo')}>
      <p class="grafico-aparte-rotulo">${this.t('graficos.impreso.titulo')}</p>
      <p class="grafico-aparte-titulo">${aside.title}</p>
      ${aside.draw ? this.figure(aside.draw, `aparte${i}`, voice, false) : nothing}
      <p class="grafico-aparte-nota">
        ${aside.source} ${aside.note ?? ''} ${this.t('graficos.impreso.aparte')}
      </p>
      ${
        aside.table
          ? html`<details class="grafico-detalle">
              <summary>${this.t('graficos.ver-impreso')}</summary>
              ${drawTable(aside.table)}
            </details>`
          : nothing
      }
    </div>`;
  }

  private take(reading: Reading, question: Question) {
    const name = this.t(`graficos.nombre.${this.chart.id}`);
    const button = (kind: 'png' | 'svg') =>
      html`<button
        type="button"
        class="grafico-bajar"
        aria-label=${`${kind.toUpperCase()}: ${name}`}
        @click=${() => this.save(kind, reading, question)}
      >
        ${kind.toUpperCase()}
      </button>`;
    return html`<p class="grafico-llevar">
      <span>${this.t('graficos.llevar')}</span>
      ${button('png')} ${button('svg')}
      <a
        class="grafico-bajar"
        href=${reading.csv}
        download=${fileName(this.chart.id, 'csv')}
        aria-label=${`CSV: ${name}`}
        >CSV</a
      >
      <span class="grafico-fuente">${this.t('graficos.fuente')}</span>
    </p>`;
  }

  private async save(kind: 'png' | 'svg', reading: Reading, { voice }: Question): Promise<void> {
    const caption = {
      kicker: `${this.t('titulo')} · ${this.t(`graficos.nombre.${this.chart.id}`)}`,
      filter: await this.filterWords(),
      source: this.t('graficos.fuente-fecha', {
        fecha: new Intl.DateTimeFormat(this.language, { dateStyle: 'long' }).format(new Date()),
        sitio: location.origin + location.pathname + location.search,
      }),
    };
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const file = fileName(this.chart.id, kind);
    try {
      const picture = pictureOf(reading, caption, voice, dark);
      saveBlob(kind === 'svg' ? svgBlob(picture.svg) : await pngBlob(picture), file);
      this.page.announce(this.t('graficos.guardado', { archivo: file }));
    } catch {
      this.page.announce(this.t('graficos.fallo-guardar'));
    }
  }
}
