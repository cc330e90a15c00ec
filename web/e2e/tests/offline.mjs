/* The page without its server: after a first visit, in mid-session, and when it comes back. */
import assert from 'node:assert/strict';
import { gate } from '../gate.mjs';
import { accessible, drawn, heading, open, PHONE } from '../lib.mjs';

/** @typedef {import('playwright-core').Page} Page */

const ALLOW = /** @type {const} */ ({ serviceWorkers: 'allow', expectErrors: true });

/** The worker has taken over, and has kept what the page had loaded before it. @param {Page} page */
async function keeps(page) {
  const ready = () =>
    page.evaluate(async () => {
      if (!navigator.serviceWorker.controller) return false;
      const count = async (/** @type {string} */ name) => (await (await caches.open(name)).keys()).length;
      return (await count('coopmap-datos')) >= 2 && (await count('coopmap-teselas')) >= 4;
    });
  for (let i = 0; i < 100 && !(await ready()); i++) await page.waitForTimeout(200);
  assert.ok(await ready(), 'the service worker kept nothing');
  await page.waitForTimeout(500);
}

/** @param {Page} page */
const notice = (page) => page.locator('.nota-perdida');

/** @param {Page} page */
const figures = (page) => page.locator('coop-panel .dinero').allTextContents();

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'after one visit the page opens without its server: figures, map, and of when they are': async (world) => {
    const way = await gate(world.url);
    for (const viewport of [PHONE, { width: 1440, height: 900 }]) {
      const { page, calm } = await open({ ...world, url: way.url }, '/', { ...ALLOW, viewport });
      await drawn(page);
      await keeps(page);
      const before = await figures(page);
      assert.ok(before.length > 3);
      await way.shut();
      await page.reload();
      await drawn(page);
      await notice(page).waitFor();
      await page.locator('.cierre').waitFor({ state: 'attached' });
      assert.deepEqual(await figures(page), before);
      const said = (await notice(page).textContent()) ?? '';
      assert.match(said, /El servidor no responde/);
      const today = new Date().toLocaleDateString('es-CO', { dateStyle: 'long' });
      assert.ok(said.includes(`Lo que se ve es del ${today}`), said);
      await accessible(page, 'without the server');
      await way.open();
      await notice(page).waitFor({ state: 'detached', timeout: 20_000 });
      assert.deepEqual(await figures(page), before);
      calm();
      await page.context().close();
      world.opened.pop();
    }
    await way.shut();
  },

  'a server lost in mid-session leaves the last data in sight, tells what is not there, and is asked again':
    async (world) => {
      const way = await gate(world.url);
      const { page, calm } = await open({ ...world, url: way.url }, '/?tema=vivienda', {
        expectErrors: true,
      });
      await drawn(page);
      await page.locator('coop-panel .dinero').first().waitFor({ state: 'attached' });
      await page.evaluate(() =>
        document
          .querySelector('a.marca')
          ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
      );
      await page.waitForFunction(() => !location.search.includes('tema'));
      await page.waitForLoadState('networkidle');
      const all = await figures(page);
      await way.shut();
      await page.goBack(); // asked before: from memory
      await notice(page).waitFor();
      assert.match((await notice(page).textContent()) ?? '', /Lo que se ve es del \d+ de \w+ de \d{4}/);
      assert.notDeepEqual(await figures(page), all);
      await page.goto(`${page.url()}&estado=implementation`.replace(/^/, '')).catch(() => {});
      await way.open();
      await page.goto(`${way.url}/`);
      await drawn(page);
      await way.shut();
      await page.evaluate(() => {
        history.pushState(null, '', '/?q=agua');
        dispatchEvent(new PopStateEvent('popstate'));
      });
      await notice(page).waitFor();
      await accessible(page, 'lost');
      await way.open();
      await notice(page).getByRole('button').focus();
      await page.keyboard.press('Enter');
      await notice(page).waitFor({ state: 'detached' });
      await page.locator('.cierre').first().waitFor({ state: 'attached' });
      await way.shut();
      calm();
    },

  'a server that hangs is a lost one after four seconds, for what was seen before': async (world) => {
    const way = await gate(world.url);
    const { page } = await open({ ...world, url: way.url }, '/', ALLOW);
    await drawn(page);
    await keeps(page);
    way.hang(true);
    const from = Date.now();
    await page.reload();
    await notice(page).waitFor({ timeout: 20_000 });
    await page.locator('.cierre').waitFor({ state: 'attached' });
    assert.ok(Date.now() - from < 12_000, `${Date.now() - from} ms`);
    way.hang(false);
    await notice(page).waitFor({ state: 'detached', timeout: 30_000 });
    await way.shut();
  },

  'plain pages that were read open without the server, dated; others say so': async (world) => {
    const way = await gate(world.url);
    const { page } = await open({ ...world, url: way.url }, '/', ALLOW);
    await drawn(page);
    await keeps(page);
    await page.goto(`${way.url}/area/nelson-mandela?lang=es`);
    await page.waitForTimeout(500);
    await way.shut();
    await page.reload();
    await heading(page, 'Nelson Mandela');
    assert.match((await page.locator('.aviso').first().textContent()) ?? '', /guardada el \d+ de/);
    await accessible(page, 'a kept page');
    await page.goto(`${way.url}/area/el-pozon?lang=en`);
    await heading(page, 'No connection');
    await page.getByText('had not been opened before').waitFor();
    await accessible(page, 'a page that is not there');
    await page.getByRole('link', { name: 'Back to the map' }).click();
    await page.locator('.marca').waitFor();
  },

  'nothing is kept that should not be: exports, errors, parts of files': async (world) => {
    const way = await gate(world.url);
    const { page } = await open({ ...world, url: way.url }, '/', ALLOW);
    await drawn(page);
    await keeps(page);
    const kept = await page.evaluate(async () => {
      for (const address of [
        '/exportar/proyectos.csv',
        '/resumen?por=nada',
        '/salud',
        '/collections/proyectos/items?f=csv',
        '/buscar?q=agua&lang=es',
      ])
        await fetch(address).then((answer) => answer.text());
      await fetch('/pagina.css', { headers: { Range: 'bytes=0-9' } });
      await new Promise((done) => setTimeout(done, 1500)); // it keeps answers when nobody asks for more
      const names = await caches.keys();
      const stores = await Promise.all(
        names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
      );
      return stores.flat();
    });
    assert.ok(kept.some((url) => url.includes('/buscar?q=agua')));
    assert.ok(kept.some((url) => url.endsWith('/pagina.css')));
    assert.deepEqual(
      kept.filter((url) => /exportar|por=nada|salud|f=csv/.test(url)),
      [],
    );
    await way.shut();
  },

  'a new version of the page waits until the reader takes it': async (world) => {
    const way = await gate(world.url);
    const { page, calm } = await open({ ...world, url: way.url }, '/', ALLOW);
    await drawn(page);
    await keeps(page);
    assert.equal(await page.getByText('Hay una versión nueva').count(), 0);
    const versions = () =>
      page.evaluate(async () =>
        (await caches.keys()).flatMap((name) => name.split('coopmap-pagina-')[1] ?? []),
      );
    const [version = ''] = await versions();
    way.changed.set('/sw.js', (body) => {
      assert.ok(version && body.includes(version));
      return body.replaceAll(version, 'later');
    });
    await page.reload();
    await page.getByText('Hay una versión nueva').waitFor({ timeout: 20_000 });
    await accessible(page, 'a new version');
    await page.getByRole('button', { name: 'Recargar' }).focus();
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('Enter');
    await loaded;
    await drawn(page);
    assert.deepEqual(await versions(), ['later'], 'the files of the version before are gone');
    assert.equal(await page.getByText('Hay una versión nueva').count(), 0);
    calm();
    await way.shut();
  },
};
