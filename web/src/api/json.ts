/* JSON whose money keeps every digit. */

/** The keys of the API that hold amounts. */
export const MONEY_KEYS = ['valor', 'valor_atribuido', 'valor_directo'] as const;

/* A quotation mark inside a JSON string is always escaped, so `"valor":` can only be a key. */
const MONEY = new RegExp(`("(?:${MONEY_KEYS.join('|')})"\\s*:\\s*)(-?\\d+(?:\\.\\d+)?)(?=\\s*[,}\\]])`, 'g');

export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(MONEY, '$1"$2"'));
}
