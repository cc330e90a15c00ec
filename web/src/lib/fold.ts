/** Lower case without accents, as the server folds names: "Líbano" and "LIBANO" are the same word, so are Ñ and N. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** A cell that holds a list: "a; b". */
export function listOf(cell: string | null | undefined): string[] {
  return (cell ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
