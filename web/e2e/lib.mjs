/* What the browser tests share: open a page and watch it, wait for its map, read its address, look for axe's violations. Every test
 * also fails on a request that leaves the origin, a violated Content-Security-Policy, or an error in the console. */
import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';

/** @typedef {{ browser: import('playwright-core').Browser, url: string, store: any, opened: import('playwright-core').BrowserContext[] }} World */
/** @typedef {import('playwright-core').Page} Page */

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };
export const NELSON_MANDELA = { lon: -75.477, lat: 10.3659 };

/**
 * @param {World} world
 * @param {string} path
 * @param {import('playwright-core').BrowserContextOptions & { expectErrors?: boolean, origins?: string[], before?: (page: Page) => Promise<unknown> }} [options]
 */
export async function open(world, path, { expectErrors = false, origins = [], before, ...options } = {}) {
  const context = await world.browser.newContext({
    viewport: DESKTOP,
    locale: 'es-CO',
    reducedMotion: 'reduce',
    serviceWorkers: 'block', // the tests of it allow it
    ...options,
  });
  world.opened.push(context);
  const page = await context.newPage();
  /** @type {string[]} */
  const wrong = [];
  page.on('request', (request) => {
    const url = request.url();
    if (![world.url, 'blob:', ...origins].some((start) => url.startsWith(start)))
      wrong.push(`request to ${url}`);
  });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && (!expectErrors || /Content Security/.test(text))) wrong.push(text);
  });
  if (before) await before(page);
  await page.goto(world.url + path);
  return { page, calm: () => assert.deepEqual(wrong, []) };
}

/** The map has drawn something: more than one colour. @param {Page} page */
export async function drawn(page) {
  await page.waitForFunction(() => {
    const colours = new Set();
    for (const canvas of Array.from(document.querySelectorAll('coop-map canvas'))) {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const context = /** @type {HTMLCanvasElement} */ (canvas).getContext('2d');
      if (!context || !width || !height) continue;
      const { data } = context.getImageData(0, 0, width, height);
      for (let i = 0; i < data.length; i += 4 * 997)
        colours.add(`${data[i]},${data[i + 1]},${data[i + 2]},${data[i + 3]}`);
    }
    return colours.size > 4;
  });
}

/** Of the filter. @param {Page} page @param {string} key */
export const param = (page, key) => new URL(page.url()).searchParams.get(key);

/** Of the view, behind the "#". @param {Page} page @param {string} key */
export const look = (page, key) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get(key);

/** @param {Page} page @param {string} title */
export const heading = (page, title) =>
  page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();

/** Minor units of "$ 12.386.206.436,05". @param {string | null} text */
export const minor = (text) => BigInt((text ?? '').replace(/[^\d-]/g, ''));

/** @param {Page} page @param {string} where */
export async function accessible(page, where) {
  /* Both settings are for speed: no lists of what passed, and no second page for frames of other origins, of which there are none. */
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  const { violations } = await axe.analyze();
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  assert.deepEqual(told, [], where);
}
