/* "cooperacion-cartagena-vivienda-2026-11-23.png": what it is, of what, of when; nothing a file system minds. */
import { fold } from '../lib/fold.ts';

const LONGEST = 60;

export function fileName(words: readonly string[], day: string, ending: string): string {
  const plain = words
    .flatMap((word) => fold(word).split(/[^a-z0-9]+/))
    .filter(Boolean)
    .join('-')
    .slice(0, LONGEST)
    .replace(/-$/, '');
  return `cooperacion-cartagena${plain ? `-${plain}` : ''}-${day}.${ending}`;
}
