/* The picture of the map, asked for where the map is not in sight. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { drawn, look, open } from '../lib.mjs';

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'beside the charts the picture of the map is asked for by showing it': async (world) => {
    const { page, calm } = await open(world, '/#vista=graficos', { acceptDownloads: true });
    await page.getByRole('button', { name: 'Llevar' }).click();
    const show = page.getByRole('link', { name: 'Mostrar el mapa, para hacer su imagen' });
    await show.waitFor();
    assert.equal(await page.getByRole('button', { name: 'Para pantalla' }).count(), 0);
    await show.press('Enter');
    await page.waitForFunction(() => !location.hash.includes('vista=graficos'));
    assert.equal(look(page, 'vista'), null);
    await drawn(page);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Para pantalla' }).click();
    const bytes = readFileSync(await (await coming).path());
    assert.ok(bytes.length > 150_000, `${bytes.length} bytes: a map, not its empty frame`);
    calm();
  },
};
