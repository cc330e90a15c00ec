/* One organisation: who it is, what it pays for and what it carries out under the filter, and the ways to narrow everything to that. */
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ApiError } from '../api/errors.ts';
import { coversNothing } from '../api/summary.ts';
import type { GroupRow } from '../api/totals.ts';
import type { ActorProperties, Feature, Schema } from '../api/types.ts';
import { listOf } from '../lib/fold.ts';
import { Loader } from '../lib/remote.ts';
import { formatFilter, type Filter } from '../state/filter.ts';
import { wordOf } from './panel-words.ts';
import { entitle } from './panel-title.ts';
import { NOTHING_SELECTED, Part } from './part.ts';
import './projects.ts';

type Role = 'fuente' | 'ejecutor';
const ROLES: readonly Role[] = ['fuente', 'ejecutor'];

interface Known {
  actor: ActorProperties;
  schema: Schema;
  /** Its row in the totals by source and by executor, under the filter; null: none. */
  roles: Readonly<Record<Role, GroupRow | null>>;
  currency: string;
}

@customElement('coop-actor')
export class ActorCard extends Part {
  private readonly known = new Loader<Known>(this, async (key, signal) => {
    const [code = ''] = key.split('\n');
    const { client } = this.page;
    const [actor, schema, source, executor] = await Promise.all([
      client.actor(code, signal),
      client.schema('actores', signal),
      this.row('fuente', code, signal),
      this.row('ejecutor', code, signal),
    ]);
    this.page.announce((actor as Feature<ActorProperties>).properties.nombre);
    return {
      actor: actor.properties,
      schema,
      roles: { fuente: source?.row ?? null, ejecutor: executor?.row ?? null },
      currency: source?.currency ?? executor?.currency ?? 'COP',
    };
  });

  /* A code that nobody pays or carries out under is refused by a filter: that is no row. */
  private async row(role: Role, code: string, signal: AbortSignal) {
    try {
      const groups = await this.page.client.groups(role, this.narrowed(role, code), signal);
      return { row: groups.filas.find(({ codigo }) => codigo === code) ?? null, currency: groups.moneda };
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'input') return null;
      throw error;
    }
  }

  private narrowed(role: Role, code: string): Filter {
    return { ...this.filter, [role]: [code] };
  }

  protected override willUpdate(): void {
    const { actor } = this.view;
    this.known.want(
      actor ? `${actor}\n${this.language}\n${formatFilter(this.filter)}` : null,
      this.known.seen?.actor.codigo === actor,
    );
  }

  protected override updated(): void {
    if (this.view.actor && this.known.seen) entitle(this, this.known.seen.actor.nombre);
  }

  protected override render() {
    return this.remote(this.known, (known) => this.card(known), 10);
  }

  private card({ actor, schema, roles, currency }: Known) {
    const facts = [
      actor.tipo ? wordOf(schema, 'tipo', actor.tipo) : '',
      actor.pais ? this.country(actor.pais) : '',
      ...listOf(actor.alias),
    ].filter(Boolean);
    const filtered = formatFilter(this.filter) !== '';
    const some = ROLES.filter((role) => (roles[role]?.proyectos ?? 0) > 0);
    return html`<article aria-busy=${this.known.answer.phase === 'loading'}>
      <header class="titular">
        <p class="sobre">${this.t('tipo.actor')}</p>
        <h1>${actor.nombre}</h1>
        ${facts.length > 0 ? html`<p class="hechos">${facts.join(' · ')}</p>` : nothing}
      </header>
      ${filtered ? html`<p class="tenue">${this.t('actor.bajo-filtro')}</p>` : nothing}
      ${some.map((role) => this.does(role, actor, roles[role] as GroupRow, currency))}
      ${
        some.length === 0
          ? html`<section>
              <h2>${this.t('actor.proyectos')}</h2>
              <coop-projects .query=${{ q: actor.nombre }} .empty=${this.t('actor.ninguno')}></coop-projects>
            </section>`
          : nothing
      }
      <p class="pie-ficha">
        <a href="/actor/${actor.codigo}?lang=${this.language}">${this.t('actor.pagina')}</a>
      </p>
    </article>`;
  }

  private country(code: string): string {
    try {
      return new Intl.DisplayNames([this.language], { type: 'region' }).of(code) ?? code;
    } catch {
      return code;
    }
  }

  private does(role: Role, actor: ActorProperties, row: GroupRow, currency: string) {
    const amount = role === 'fuente' ? row.valor_atribuido : row.valor;
    return html`<section>
      <h2>${this.t(`actor.${role}`)}</h2>
      <div class="cifras">
        <p class="cifra">
          <strong>${this.number(row.proyectos)}</strong>
          <span>${this.count('resumen.proyectos', row.proyectos)}</span>
        </p>
        <p class="cifra">
          <strong>${this.money(coversNothing(row) ? null : amount, currency)}</strong>
          <span>${this.t(`actor.${role}-valor`)}</span>
        </p>
      </div>
      <p class="acciones">
        ${this.stateLink(
          { filter: { [role]: [actor.codigo] }, view: NOTHING_SELECTED },
          this.t(`actor.filtrar-${role}`),
          'boton',
        )}
      </p>
      <coop-projects
        .filters=${this.narrowed(role, actor.codigo)}
        .empty=${this.t('actor.ninguno')}
      ></coop-projects>
    </section>`;
  }
}
