/* The page as a reader goes through it, on every width, in light and dark, in both languages: nothing that axe finds, nothing wider than
 * the screen, nothing said in the words of the program. What is only open after more clicks is tried beside what it belongs to, there in
 * so few combinations that every two of width, colours and language meet. */
import assert from 'node:assert/strict';
import { accessible, heading, open } from '../lib.mjs';

/** @typedef {import('playwright-core').Page} Page */

const WIDTHS = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];
const AREA = 'Zona Suroriental';
const NOT_HERE = Symbol('a state that this width does not have');

/** Texts in sight, or read aloud, that are nobody's words: keys of the dictionaries, places left open, values of the program; and what
 * should have a name but says nothing. @param {Page} page */
const unsaid = (page) =>
  page.evaluate(() => {
    const seen = (/** @type {Element | null} */ one) => one?.checkVisibility({ visibilityProperty: true });
    const odd =
      /(^|[\s«“(])[a-z][a-z-]+(\.[a-z][\w-]*)+(?=$|[\s»”),:;])|\{\w+\}|\b(undefined|null|NaN)\b|\[object/;
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (seen(node.parentElement)) texts.push(node.textContent ?? '');
    for (const one of Array.from(document.querySelectorAll('[aria-label], [title], [placeholder]')))
      for (const name of ['aria-label', 'title', 'placeholder']) texts.push(one.getAttribute(name) ?? '');
    const named = 'h1, h2, h3, h4, a, button, summary, caption, legend, label, option, dt, th';
    const empty = Array.from(document.querySelectorAll(named)).filter(
      (one) => seen(one) && !(one.textContent ?? '').trim() && !one.getAttribute('aria-label'),
    );
    return [
      ...texts.filter((text) => odd.test(text.trim())),
      ...empty.map((one) => one.outerHTML.slice(0, 160)),
    ];
  });

/** @param {Page} page @param {string} where @param {number} width */
async function sound(page, where, width) {
  await accessible(page, where);
  assert.deepEqual(await unsaid(page), [], where);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `${where}: ${wide} pixels wide`);
}

/** The states of the page, one after the other, as they are reached. @type {[string, (page: Page) => Promise<unknown>][]} */
const STATES = [
  [
    'charts, city',
    async (page) => {
      await page.locator('.vistas a').nth(1).click();
      for (const id of ['fuente', 'matriz', 'flujos'])
        await page.locator(`coop-chart:has(#grafico-${id}) .grafico-dibujo`).first().waitFor();
      await page.locator('.cierre').waitFor();
    },
  ],
  [
    'map, area',
    async (page) => {
      await page.locator('.vistas a').first().click();
      await page.locator('coop-overview .areas a', { hasText: AREA }).click();
      await heading(page, AREA);
      await page.locator('coop-holes .nada-aqui').waitFor();
      await page.locator('.leyenda-cuenta').first().waitFor({ state: 'attached' });
    },
  ],
  [
    'table',
    async (page) => {
      await page.locator('.vistas a').nth(2).click();
      await page.locator('.tabla').waitFor();
    },
  ],
  [
    'sheet of the filters',
    async (page) => {
      const sheet = page.locator('.barra-abrir');
      if (!(await sheet.isVisible())) return NOT_HERE; // beside the others, and seen with them
      await sheet.click();
      await page.getByRole('dialog').locator('input').first().waitFor();
      return undefined;
    },
  ],
  [
    'take along',
    async (page) => {
      await page.keyboard.press('Escape'); // out of the sheet
      await page.locator('.llevar-boton').click();
      await page.locator('.llevar-archivos a').first().waitFor();
    },
  ],
];

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = Object.fromEntries(
  WIDTHS.map((viewport) => [
    `matrix: every state at ${viewport.width} pixels, light and dark, in both languages`,
    async (world) => {
      for (const colorScheme of /** @type {const} */ (['light', 'dark']))
        for (const lang of ['es', 'en']) {
          const { page, calm } = await open(world, `/?lang=${lang}`, { viewport, colorScheme });
          for (const [state, reach] of STATES) {
            if ((await reach(page)) === NOT_HERE) continue;
            await sound(page, `${state}, ${viewport.width} px, ${colorScheme}, ${lang}`, viewport.width);
          }
          calm();
          await page.context().close();
        }
    },
  ]),
);
