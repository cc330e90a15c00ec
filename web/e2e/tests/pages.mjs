/* What is read without script: the pages, the sheets of paper, and what stands in the explorer's place until it runs. */
import assert from 'node:assert/strict';
import { accessible, open, DESKTOP, PHONE } from '../lib.mjs';

const PAGES = [
  '/?area=nelson-mandela&tema=nada',
  '/incrustar?area=nelson-mandela',
  '/areas',
  '/proyectos?area=nelson-mandela',
  '/actores',
  '/redes',
  '/estadisticas?area=zona-suroriental',
  '/inconsistencias',
  '/metas',
  '/novedades',
  '/area/nelson-mandela',
  '/area/bolivar',
  '/proyecto/convenio-3',
  '/proyecto/fondo-espanol-agua-saneamiento',
  '/actor/gobierno-espanol',
  '/area/zona-suroriental/hoja',
  '/proyecto/convenio-3/hoja',
  '/collections?f=html',
  '/collections/proyectos/items?f=html',
  '/conformance?f=html',
  '/api.html',
];

/** @param {import('../lib.mjs').World} world @param {import('playwright-core').BrowserContextOptions} look @param {string} lang */
async function readAll(world, look, lang) {
  /* Not switched off altogether: axe is a script. */
  const before = (/** @type {import('../lib.mjs').Page} */ page) =>
    page.route('**/*.js', (route) => route.abort());
  const { page, calm } = await open(world, '/salud', { before, expectErrors: true, ...look });
  for (const path of PAGES) {
    const at = `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`;
    await page.goto(world.url + at);
    await accessible(page, `${at} ${look.colorScheme}`);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(beyond <= 0, `${at} is not wider than the screen`);
    calm();
  }
}

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'pages without script have no accessibility violation on a phone': (world) =>
    readAll(world, { viewport: PHONE, colorScheme: 'light' }, 'es'),

  'pages without script have no accessibility violation on a desk, dark, in English': (world) =>
    readAll(world, { viewport: DESKTOP, colorScheme: 'dark' }, 'en'),

  'without script the filter is narrowed by links and by a form': async (world) => {
    const { page, calm } = await open(world, '/', { javaScriptEnabled: false });
    await page.locator('main').getByRole('link', { name: 'Nelson Mandela', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Cooperación en Nelson Mandela' }).waitFor();
    await page.getByText('1 proyecto, $ 12.386.206.436,05 COP').first().waitFor();
    await page.getByRole('link', { name: /fuentes/ }).click();
    await page.getByLabel('Área', { exact: true }).selectOption({ label: 'cualquiera' });
    await page.getByLabel('Tema', { exact: true }).selectOption('agua-saneamiento');
    await page.getByRole('button', { name: 'Filtrar' }).click();
    const asked = new URL(page.url()).searchParams;
    assert.equal(asked.get('tema'), 'agua-saneamiento');
    assert.ok(!asked.get('area'));
    await page.getByText('Tema: Agua y saneamiento').waitFor();
    calm();
  },
};
