/* "/" brings to the search from anywhere. Who dictates or brushes keys can turn it off (WCAG 2.1.4), for good on this device. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const KEPT = 'coopmap-tecla';
const TYPED_IN = 'input, textarea, select, [contenteditable], dialog[open] *';

/* Storage can be forbidden; the key is on then. */
function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'no';
  } catch {
    return true;
  }
}

export class Shortcut implements ReactiveController {
  on = kept();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly field: () => HTMLElement | null,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.pressed);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.pressed);
  }

  turn(on: boolean): void {
    this.on = on;
    try {
      localStorage.setItem(KEPT, on ? 'si' : 'no');
    } catch {
      /* for this visit only */
    }
    this.host.requestUpdate();
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (!this.on || key !== '/' || ctrlKey || metaKey || altKey || event.defaultPrevented) return;
    if (target instanceof Element && target.matches(TYPED_IN)) return;
    if (document.querySelector('dialog:modal')) return;
    event.preventDefault();
    this.field()?.focus();
  };
}
