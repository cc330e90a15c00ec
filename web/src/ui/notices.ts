/* What the page has to say about itself: what of the address was ignored, and that the server is lost. */
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from './part.ts';

@customElement('coop-notices')
export class Notices extends Part {
  protected override render() {
    return html``;
  }
}
