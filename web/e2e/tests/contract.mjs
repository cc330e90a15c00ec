/* The client's types are what the API says of itself, today. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { apiTypes, FILE } from '../../build/api-types.mjs';

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'the typed client is made from this API': async ({ url }) => {
    const made = await apiTypes(url);
    assert.ok(made.includes('"/facetas"') || made.includes("'/facetas'"));
    assert.equal(readFileSync(FILE, 'utf8'), made, 'run `npm run api` against this server');
  },
};
