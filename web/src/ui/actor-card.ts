/* One organisation and the projects that name it. */
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { ActorProperties, Feature } from '../api/types.ts';
import { Loader } from '../lib/remote.ts';
import { Part } from './part.ts';
import './projects.ts';

@customElement('coop-actor')
export class ActorCard extends Part {
  private readonly actor = new Loader<Feature<ActorProperties>>(this, async (key, signal) => {
    const [code = ''] = key.split('\n');
    const actor = await this.page.client.actor(code, signal);
    this.page.announce(actor.properties.nombre);
    return actor;
  });

  protected override willUpdate(): void {
    const { actor } = this.view;
    this.actor.want(actor ? `${actor}\n${this.language}` : null);
  }

  protected override render() {
    return this.remote(
      this.actor,
      ({ properties: { nombre, tipo } }) =>
        html`<article>
          <header class="titular">
            <p class="sobre">${tipo ?? this.t('tipo.actor')}</p>
            <h1>${nombre}</h1>
          </header>
          <section>
            <h2>${this.t('actor.proyectos')}</h2>
            <coop-projects .query=${{ q: nombre }} .empty=${this.t('actor.ninguno')}></coop-projects>
          </section>
        </article>`,
    );
  }
}
