/* The panel and the table: the figures that they show are the API's, they close, and they are reached by clicks and by keys. */
import assert from 'node:assert/strict';
import { PHONE, accessible, heading, look, minor, open, param } from '../lib.mjs';

/** Money as the server writes it, digit by digit. @param {import('playwright-core').Page} page @param {string} url */
async function asWritten(page, url) {
  const text = await (await page.request.get(url)).text();
  return JSON.parse(text.replace(/("(?:valor|valor_atribuido|suma|total)":)(-?\d+\.\d+)/g, '$1"$2"'));
}

/** @param {string | null} decimal */
const cents = (decimal) => BigInt((decimal ?? '0').replace('.', ''));

/** "−$ 1,52" is less than nothing. @param {string} text */
const signed = (text) => (text.includes('−') ? -minor(text.replace('−', '')) : minor(text));

/** @param {import('playwright-core').Page} page */
const titles = (page) => page.locator('.tabla tbody .col-titulo').allInnerTexts();

/** Every project of both collections, as the API gives them. @param {import('playwright-core').Page} page @param {string} url @param {string} query */
async function projects(page, url, query) {
  const all = [];
  for (const collection of ['proyectos', 'proyectos_sin_lugar']) {
    const answer = await page.request.get(`${url}/collections/${collection}/items?f=json&limit=1000${query}`);
    all.push((await answer.json()).features.map((/** @type {any} */ feature) => feature.properties));
  }
  return all;
}

const WIDTHS = [PHONE, { width: 768, height: 1024 }, { width: 1440, height: 900 }];

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'the area answers in its card: who pays, how much, how many people, where is nothing': async (world) => {
    const { page, calm } = await open(world, '/?area=zona-suroriental', {
      viewport: { width: 1440, height: 900 },
    });
    await heading(page, 'Zona Suroriental');
    const api = await asWritten(page, `${world.url}/resumen?por=fuente&area=zona-suroriental`);
    const card = page.locator('coop-area');
    await card.locator('.barras li').first().waitFor();
    const amounts = await card.locator('.montos .dinero').allTextContents();
    assert.equal(minor(amounts[0] ?? ''), cents(api.todo.valor));
    const rows = await card.locator('.barras li').allInnerTexts();
    assert.equal(rows.length, api.filas.length);
    for (const one of api.filas)
      assert.ok(
        rows.some((row) => row.includes(one.nombre)),
        one.nombre,
      );
    const paid = (await card.locator('.barras .dinero').allTextContents()).map(signed);
    const rest = (await card.locator('.aportantes > .aclara .dinero').allTextContents()).map(signed);
    assert.equal(
      [...paid, ...rest].reduce((a, b) => a + b, 0n),
      cents(api.todo.valor),
      'the rows and what closes them are the total',
    );
    await card.getByText('13.510 a 27.020').waitFor();
    await card.getByText('según 2 de 2 proyectos').waitFor();
    const matrix = await asWritten(
      page,
      `${world.url}/matriz?filas=barrio&columnas=tema&area=zona-suroriental`,
    );
    const empty = matrix.filas.filter((/** @type {any} */ row) => row.proyectos === 0).length;
    await card.getByText(`${empty} de sus ${matrix.filas.length} barrios`).waitFor();
    const nothing = await card.getByRole('heading', { name: 'Donde no hay nada' }).boundingBox();
    assert.ok(nothing && nothing.y + nothing.height < 900, 'all of it in one screen');
    assert.equal(await page.title(), 'Zona Suroriental · Cooperación en Cartagena');
    calm();
  },

  'the totals of a selection are the API’s and close': async (world) => {
    const { page, calm } = await open(world, '/?tema=agua-saneamiento');
    const query = 'tema=agua-saneamiento';
    const api = await asWritten(page, `${world.url}/resumen?por=area&${query}`);
    await heading(page, 'Agua y saneamiento');
    await page.locator('.cierre').waitFor();
    assert.equal(await page.title(), 'Agua y saneamiento · Cooperación en Cartagena');
    assert.equal(
      (await page.locator('coop-overview .cifra strong').first().innerText()).trim(),
      String(api.todo.proyectos),
    );
    const total = await page.locator('.cierre tfoot .dinero').textContent();
    assert.equal(minor(total), cents(api.todo.valor));
    const parts = await page.locator('.cierre tbody .dinero').allTextContents();
    assert.equal(
      parts.map(signed).reduce((a, b) => a + b, 0n),
      cents(api.todo.valor),
    );
    const { en_la_suma: n, proyectos } = api.cobertura;
    await page.getByText(`lo suman ${n} de ${proyectos} proyectos`).first().waitFor();
    calm();
  },

  'a selection of nothing says what to remove': async (world) => {
    const { page, calm } = await open(world, '/?tema=vivienda&clase=evento');
    const panel = page.locator('coop-overview');
    await panel.getByText('Ningún proyecto cumple todo esto').waitFor();
    await accessible(page, 'nothing');
    await panel.getByRole('link', { name: /Evento/ }).click();
    await page.waitForFunction(() => !location.search.includes('clase='));
    assert.equal(param(page, 'tema'), 'vivienda');
    calm();
  },

  'an organisation tells what it pays for, and everything narrows to it': async (world) => {
    const { page, calm } = await open(world, '/#actor=gobierno-espanol');
    await heading(page, 'Gobierno español');
    const api = await asWritten(page, `${world.url}/resumen?por=fuente&fuente=gobierno-espanol`);
    const row = api.filas.find((/** @type {any} */ one) => one.codigo === 'gobierno-espanol');
    const card = page.locator('coop-actor');
    assert.equal(minor(await card.locator('.cifra .dinero').textContent()), cents(row.valor_atribuido));
    await accessible(page, 'actor');
    await card.getByRole('link', { name: 'Filtrar por lo que aporta' }).click();
    await heading(page, 'Gobierno español');
    assert.equal(param(page, 'fuente'), 'gobierno-espanol');
    assert.equal(look(page, 'actor'), null);
    calm();
  },

  'who pays in an area is told, by a click or by the search, and the way back leads to the area': async (
    world,
  ) => {
    const { page, calm } = await open(world, '/?area=zona-suroriental');
    const source = page.locator('coop-area .barras').getByRole('link', { name: 'Gobierno español' });
    await source.click();
    await page.locator('coop-actor').getByRole('heading', { level: 1, name: 'Gobierno español' }).waitFor();
    assert.equal(param(page, 'area'), 'zona-suroriental');
    await page.locator('.volver a').click();
    await heading(page, 'Zona Suroriental');
    await page.locator('#busqueda').fill('mamonal');
    await page.getByRole('option', { name: /^Fundación Mamonal/ }).click();
    await page.locator('coop-actor').getByRole('heading', { level: 1, name: 'Fundación Mamonal' }).waitFor();
    calm();
  },

  'a project tells its contributions, its places and where it is written': async (world) => {
    const { page, calm } = await open(world, '/#proyecto=convenio-4');
    await page.getByRole('heading', { level: 1, name: /Conexiones Hidráulico/ }).waitFor();
    const card = page.locator('coop-project');
    const paid = await card.locator('dd:has(.aportes) .dinero').allTextContents();
    assert.deepEqual(paid.slice(0, 2).map(minor), [396428051404n, 396428051404n]);
    await card.getByText('renglón 193').first().waitFor();
    await card.getByText('por otro nombre suyo').first().waitFor();
    await card.getByRole('link', { name: 'Hoja de una página' }).waitFor();
    await card.getByRole('link', { name: 'Fondo Español de Agua y Saneamiento' }).click();
    await heading(page, 'Fondo Español de Agua y Saneamiento');
    calm();
  },

  'the table has every project, in the API’s order, with its total': async (world) => {
    const { page, calm } = await open(world, '/#vista=tabla', { viewport: { width: 1440, height: 900 } });
    await page.locator('.tabla').waitFor();
    const api = await asWritten(page, `${world.url}/resumen?por=clase`);
    assert.equal((await titles(page)).length, api.todo.proyectos);
    assert.equal(minor(await page.locator('.tabla tfoot .dinero').textContent()), cents(api.todo.valor));
    for (const [name, key] of [
      ['Valor', '-valor'],
      ['Título', 'titulo'],
      ['Personas', '-personas'],
      ['Año', '-anio'],
      ['Clase', 'clase'],
    ]) {
      await page
        .getByRole('columnheader', { name: name ?? '' })
        .getByRole('button')
        .click();
      await page.waitForFunction((order) => location.hash.includes(`orden=${order}`), key);
      await page.locator('.tabla-marco[aria-busy="false"]').waitFor();
      const shown = await titles(page);
      assert.equal(shown.length, api.todo.proyectos);
      /* Each collection's order is the server's, and the two are woven together without changing either. */
      for (const all of await projects(page, world.url, `&sortby=${encodeURIComponent(key ?? '')}`)) {
        let at = 0;
        for (const { titulo } of all) {
          at = shown.indexOf(titulo, at);
          assert.ok(at >= 0, `${key}: ${titulo} is out of order`);
          at++;
        }
      }
    }
    const sorted = page.locator('th[aria-sort="ascending"], th[aria-sort="descending"]');
    assert.equal(await sorted.count(), 1);
    calm();
  },

  'what the table leaves unsaid is said to be so': async (world) => {
    const { page, calm } = await open(world, '/?tema=agua-saneamiento#vista=tabla', {
      viewport: { width: 1440, height: 900 },
    });
    await page.locator('.tabla').waitFor();
    const all = (await projects(page, world.url, '&tema=agua-saneamiento')).flat();
    const silent = all.filter(({ valor, sin_erogacion }) => valor === null && !sin_erogacion).length;
    assert.equal(await page.locator('tbody .col-valor .sin-dato').count(), silent);
    assert.equal(await page.locator('tbody .col-valor').count(), all.length);
    calm();
  },

  'a row of the table opens its project, and "back" is where the reader was': async (world) => {
    const { page, calm } = await open(world, '/#vista=tabla', { viewport: { width: 1440, height: 900 } });
    const last = page.locator('.tabla tbody .col-titulo a').last();
    await last.scrollIntoViewIfNeeded();
    const top = await page.locator('coop-table').evaluate((table) => table.scrollTop);
    const title = await last.innerText();
    await last.click();
    await page.locator('coop-project h1').waitFor();
    assert.equal(await page.locator('coop-project h1').innerText(), title);
    assert.equal(await page.locator('.tabla tr.elegida').count(), 1);
    await page.goBack();
    await heading(page, 'Toda la ciudad');
    assert.equal(await page.locator('coop-table').evaluate((table) => table.scrollTop), top);
    calm();
  },

  'a long way down the panel is found again by "back"': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: { width: 1440, height: 900 } });
    const link = page.locator('coop-overview .areas a').last();
    await link.scrollIntoViewIfNeeded();
    const name = await link.locator('.area-nombre').innerText();
    const top = await page.locator('coop-panel').evaluate((panel) => panel.scrollTop);
    assert.ok(top > 0);
    await link.focus();
    await page.keyboard.press('Enter');
    await heading(page, name);
    assert.equal(await page.locator('coop-panel').evaluate((panel) => panel.scrollTop), 0);
    await page.goBack();
    await heading(page, 'Toda la ciudad');
    await page.waitForFunction(
      (before) => Math.abs((document.querySelector('coop-panel')?.scrollTop ?? 0) - before) < 2,
      top,
    );
    await page.waitForFunction((words) => document.activeElement?.textContent?.includes(words), name);
    calm();
  },

  'the table by keyboard alone, on three widths': async (world) => {
    for (const viewport of WIDTHS) {
      const { page, calm } = await open(world, '/?tema=agua-saneamiento#vista=tabla', { viewport });
      await page.locator('.tabla').waitFor();
      const cards = await page.locator('.tabla-orden').isVisible();
      if (cards) {
        await page.locator('.tabla-orden select').selectOption('valor');
      } else {
        await page.getByRole('columnheader', { name: 'Valor' }).getByRole('button').focus();
        await page.keyboard.press('Enter');
      }
      await page.waitForFunction(() => location.hash.includes('orden=-valor'));
      await page.locator('.tabla-marco[aria-busy="false"]').waitFor();
      const first = page.locator('.tabla tbody .col-titulo a').first();
      const title = await first.innerText();
      await first.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      const panel = await page.locator('coop-panel').boundingBox();
      assert.ok(panel && panel.y < viewport.height * 0.7, 'the project is in sight');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= viewport.width, `${wide} px on ${viewport.width}`);
      calm();
    }
  },

  'a sorting that the table does not know is told': async (world) => {
    const { page, calm } = await open(world, '/#vista=tabla&orden=-humo');
    await page.getByText('La tabla no se puede ordenar por «-humo»').waitFor();
    assert.ok((await titles(page)).length > 0);
    calm();
  },

  'no accessibility violation in actor, project and a filtered table': async (world) => {
    for (const [colorScheme, address, there] of /** @type {const} */ ([
      ['light', '/?area=zona-suroriental&lang=es#actor=gobierno-espanol', 'coop-actor h1'],
      ['dark', '/?area=zona-suroriental&lang=en#actor=gobierno-espanol', 'coop-actor h1'],
      ['dark', '/?lang=es#proyecto=convenio-6', 'coop-project h1'],
      ['light', '/?tema=agua-saneamiento&lang=en#vista=tabla', '.tabla'],
    ])) {
      const { page, calm } = await open(world, address, { colorScheme });
      await page.locator(there).waitFor();
      await page.waitForLoadState('networkidle');
      await accessible(page, `${colorScheme} ${address}`);
      calm();
    }
  },
};
