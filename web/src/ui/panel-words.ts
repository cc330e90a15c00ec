/* The words of coded values, and the names of properties, from the schema of their collection. */
import type { Schema } from '../api/types.ts';

/** The word of a code; the code itself where the list has none. */
export function wordOf(schema: Schema | null, property: string, code: string): string {
  return schema?.properties[property]?.oneOf?.find((one) => one.const === code)?.title ?? code;
}

/** What a property is called. */
export function titleOf(schema: Schema | null, property: string): string {
  return schema?.properties[property]?.title ?? property;
}
