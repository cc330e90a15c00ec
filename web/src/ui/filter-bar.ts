/* What is filtered, one chip each, and how many projects that leaves. */
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from './part.ts';

@customElement('coop-filter-bar')
export class FilterBar extends Part {
  protected override render() {
    return html``;
  }
}
