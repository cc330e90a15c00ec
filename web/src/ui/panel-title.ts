/* What the window is called: what is looked at, then whose page it is. */
import type { Part } from './part.ts';

export function entitle(part: Part, what: string | null): void {
  const site = part.t('titulo');
  const title = what ? `${what} · ${site}` : site;
  if (document.title !== title) document.title = title;
}
