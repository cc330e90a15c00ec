/* A part of the page that is loaded when it is wanted, and does not come. */
import { accessible, heading, open } from '../lib.mjs';

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'a part that does not come is told of, and reloading brings it where the reader is': async (world) => {
    const { page, calm } = await open(world, '/?tema=agua-saneamiento', { expectErrors: true });
    await heading(page, 'Agua y saneamiento');
    const parts = /\/assets\/(charts|table|menu)-.*\.js$/;
    await page.route(parts, (route) => route.fulfill({ status: 404, body: '' }));
    const notice = page.locator('coop-notices').getByText('Una parte de la página no llegó');
    await page.getByRole('button', { name: 'Llevar' }).click();
    await notice.waitFor();
    await page.locator('dialog.llevar').waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Gráficos' }).click();
    await accessible(page, 'a part is missing');
    const reload = page.getByRole('button', { name: 'Recargar' });

    await page.route('**/salud', (route) => route.abort());
    await reload.click();
    await page.getByText('No hay conexión con el servidor').waitFor();

    await page.unroute('**/salud');
    await page.unroute(parts);
    await reload.click();
    await page.locator('coop-charts h2').first().waitFor();
    await heading(page, 'Agua y saneamiento');
    await notice.waitFor({ state: 'hidden' });
    calm();
  },
};
