/* Which letters of a name a search has matched, blind to accents and case. */
import { fold } from '../lib/fold.ts';

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/* The name folded letter by letter, and for each letter of that the one of the name it comes from. */
function folded(name: string): { text: string; from: number[] } {
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const letter of name) {
    const plain = letter.trim() === '' ? ' ' : fold(letter);
    for (let i = 0; i < plain.length; i++) from.push(at);
    text += plain;
    at += letter.length;
  }
  from.push(at);
  return { text, from };
}

const isLetter = (text: string | undefined) => text !== undefined && /[\p{L}\p{N}]/u.test(text);

/* Where a word begins in the text; at the beginning of one of its words sooner than inside one. */
function find(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!isLetter(text[at - 1])) return at;
  return text.indexOf(word);
}

/** The name in pieces, in order; together they are the name, letter by letter. */
export function marked(name: string, words: string): Piece[] {
  const { text, from } = folded(name);
  const hit = new Array<boolean>(name.length).fill(false);
  for (const word of fold(words).split(/\s+/).filter(Boolean)) {
    const at = find(text, word);
    if (at >= 0) hit.fill(true, from[at], from[at + word.length]);
  }
  const pieces: Piece[] = [];
  let start = 0;
  for (let i = 1; i <= name.length; i++) {
    if (i < name.length && hit[i] === hit[start]) continue;
    pieces.push({ text: name.slice(start, i), hit: hit[start] ?? false });
    start = i;
  }
  return pieces;
}
