/* What is taken along: the bytes of every file, the picture, the link, the frame in another page; and what a broken link says. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { accessible, drawn, open, PHONE } from '../lib.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
async function openMenu(page) {
  await page.locator('.llevar-boton').focus();
  await page.keyboard.press('Enter');
  await page.locator('.llevar-cuantos').waitFor();
}

/** Rows of the projects' sheet, but its head. @param {Buffer} bytes */
function workbookRows(bytes) {
  const code =
    'import io,openpyxl,sys;print(openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))["Proyectos"].max_row-1)';
  return Number(spawnSync('/usr/bin/python3', ['-c', code], { input: bytes, encoding: 'utf8' }).stdout);
}

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'every file of the menu opens and holds the projects that the page counts': async (world) => {
    const { page, calm } = await open(world, '/?tema=agua-saneamiento');
    await drawn(page);
    await openMenu(page);
    await page.locator('.llevar-mas summary').press('Enter');
    const told = Number(
      /^\d+/.exec((await page.locator('.llevar-cuantos').textContent())?.trim() ?? '')?.[0],
    );
    const links = await page.locator('.llevar-archivos a').evaluateAll((all) =>
      all.map((a) => ({
        href: /** @type {HTMLAnchorElement} */ (a).href,
        n: Number.parseInt(a.textContent ?? '', 10),
      })),
    );
    assert.ok(links.length >= 8, `${links.length} files`);
    for (const { href, n } of links) {
      const answer = await page.request.get(href);
      assert.equal(answer.status(), 200, href);
      assert.ok(href.includes('tema=agua-saneamiento'), href);
      const bytes = await answer.body();
      if (href.includes('.xlsx')) assert.equal(workbookRows(bytes), told);
      if (href.includes('.geojson')) assert.equal(JSON.parse(bytes.toString()).features.length, n, href);
      if (href.includes('.xml')) assert.equal(bytes.toString().split('<iati-activity ').length - 1, told);
    }
    await accessible(page, 'the menu');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'boton llevar-boton');
    calm();
  },

  'the picture has the map, and what explains it burned in': async (world) => {
    const { page, calm } = await open(world, '/', { acceptDownloads: true, colorScheme: 'dark' });
    await drawn(page);
    await openMenu(page);
    for (const [name, width, height] of /** @type {const} */ ([
      ['Para pantalla', 1600, 1000],
      ['Para imprimir, A4', 2339, 1654],
    ])) {
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name }).press('Enter');
      const bytes = readFileSync(await (await coming).path());
      assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [width, height]);
      assert.ok(bytes.length > 60_000, `${bytes.length} bytes`);
    }
    calm();
  },

  'the link opens the same page elsewhere, and a frame of it stands in a page of another origin': async (
    world,
  ) => {
    const { page, calm } = await open(world, '/?tema=vivienda#medida=atribuido', { viewport: PHONE });
    await openMenu(page);
    const link = await page.locator('#llevar-campo-enlace').inputValue();
    const code = await page.locator('#llevar-campo-codigo').inputValue();
    await accessible(page, 'the menu on a phone');
    const other = await open(world, link.slice(world.url.length));
    await other.page.locator('.barra-cuenta').waitFor();
    assert.equal(other.page.url(), link);
    const host = createServer((_, answer) => {
      answer.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><title>x</title>${code}`);
    });
    await new Promise((done) => host.listen(0, '127.0.0.1', () => done(undefined)));
    const address = host.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    await other.page.goto(origin, { waitUntil: 'domcontentloaded' });
    const frame = other.page.frameLocator('iframe');
    await frame.locator('coop-map canvas').first().waitFor({ state: 'attached' });
    assert.equal(await frame.locator('.cabecera').isVisible(), false);
    host.closeAllConnections();
    host.close();
    calm();
  },

  'a broken link says what was not understood, as text, and goes when that is read': async (world) => {
    for (const [lang, said, button] of /** @type {const} */ ([
      ['es', 'De este enlace no se entendió una parte', 'Entendido'],
      ['en', 'A part of this link was not understood', 'Understood'],
    ])) {
      const { page, calm } = await open(
        world,
        `/?lang=${lang}&xyz=${encodeURIComponent('<img src=x onerror=alert(1)>')}#mapa=abc`,
      );
      await page.getByText(said).waitFor();
      await page.getByText('xyz=<img src=x onerror=alert(1)>').waitFor();
      await page.getByText('mapa=abc').waitFor();
      assert.equal(await page.locator('.nota img').count(), 0);
      await accessible(page, lang);
      await page.getByRole('button', { name: button }).press('Enter');
      await page.getByText(said).waitFor({ state: 'detached' });
      calm();
    }
  },
};
