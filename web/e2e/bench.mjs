/* How fast the page is, in Debian's Chromium without a GPU: `make bench-page`. Two stores: 5,000 made-up projects over the 211 barrios and
 * villages of geodata/, and a million over 30,000 areas (build/bench/bench.db, made by `make bench`; left out where it is not there).
 * Each figure is the median of RUNS fresh browser contexts, with the server on the same two cores. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { findBrowser, FLAGS } from './browser.mjs';
import { madeUpProjects } from './made-up.mjs';
import { prepare } from './server.mjs';

/** @typedef {import('playwright-core').Page} Page */
const RUNS = 5;
const MILLION = join(import.meta.dirname, '../../build/bench/bench.db');
const SIZE = { width: 1440, height: 900 };

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The map has drawn all that it asked for. @param {Page} page */
const quiet = (page) =>
  page.waitForFunction(() => document.documentElement.dataset['mapa'] === 'quieto', undefined, {
    timeout: 60_000,
  });

/** Milliseconds from the start of the navigation until the map is idle. @param {Page} page @param {string} url */
async function firstIdle(page, url) {
  await page.goto(url);
  await quiet(page);
  return page.evaluate(() => performance.now());
}

/** From a click on the nth box of a facet until its counts, and until the map, say the new filter. @param {Page} page */
async function filterChange(page, facet = 'tema', nth = 0) {
  const box = page.locator(`coop-facets input[type=checkbox][name="${facet}"]`).nth(nth);
  await box.scrollIntoViewIfNeeded();
  return box.evaluate(
    (input) =>
      /** @type {Promise<{ counts: number, map: number }>} */ (
        new Promise((done) => {
          const bar = document.querySelector('coop-filter-bar');
          const before = bar?.textContent;
          const start = performance.now();
          let counts = 0;
          const look = () => {
            if (!counts && bar?.textContent !== before && bar?.getAttribute('aria-busy') !== 'true')
              counts = performance.now() - start;
            if (counts && document.documentElement.dataset['mapa'] === 'quieto')
              done({ counts, map: performance.now() - start });
            else requestAnimationFrame(look);
          };
          /** @type {HTMLInputElement} */ (input).click();
          requestAnimationFrame(look);
        })
      ),
  );
}

/** @param {import('playwright-core').Browser} browser @param {string} url */
async function measure(browser, url) {
  const idle = [];
  const counts = [];
  const map = [];
  for (let i = 0; i < RUNS; i++) {
    const context = await browser.newContext({ viewport: SIZE, reducedMotion: 'reduce' });
    const page = await context.newPage();
    idle.push(await firstIdle(page, url));
    await page.locator('coop-facets input[type=checkbox][name="tema"]').first().waitFor();
    for (let nth = 0; nth < 2; nth++) {
      const change = await filterChange(page, 'tema', nth);
      counts.push(change.counts);
      map.push(change.map);
    }
    await context.close();
  }
  return { idle: median(idle), counts: median(counts), map: median(map) };
}

/** Bytes over the wire until the page is idle: all, and script; and script as gzip alone would have it.
 * @param {import('playwright-core').Browser} browser @param {string} url */
async function weight(browser, url) {
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  let all = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (all += encodedDataLength));
  /** @type {Promise<number>[]} */
  const scripts = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await firstIdle(page, url);
  const script = (await Promise.all(scripts)).reduce((a, b) => a + b, 0);
  await context.close();
  return { all, script };
}

/** @param {string} what @param {number} value @param {number} aim @param {string} unit */
function line(what, value, aim, unit) {
  console.log(
    `${what.padEnd(62)} ${value.toFixed(0).padStart(7)} ${unit.padEnd(3)} aim ${String(aim).padStart(5)}  ${value <= aim ? 'reached' : 'MISSED'}`,
  );
}

const browser = await chromium.launch({ executablePath: findBrowser(), args: FLAGS });
const store = await prepare();
try {
  const server = await store.serve();
  const { all, script } = await weight(browser, server.url);
  line('first view of the city, over the wire', all / 1000, 250, 'kB');
  line('its script, gzip', script / 1000, 150, 'kB');
  server.stop();
  const made = await store.serveProjects?.('made-up', madeUpProjects(5000), { geodata: true });
  if (made) {
    const { idle, counts, map } = await measure(browser, made.url);
    line('5,000 projects: map idle after the start', idle, 1500, 'ms');
    line('5,000 projects: a filter, until the counts are there', counts, 100, 'ms');
    line('5,000 projects: a filter, until the map is idle again', map, 100, 'ms');
    made.stop();
  }
  if (existsSync(MILLION) && store.serveDb) {
    const million = await store.serveDb(MILLION);
    const { idle, counts, map } = await measure(browser, million.url);
    line('1,000,000 projects: map idle after the start', idle, 5000, 'ms');
    line('1,000,000 projects: a filter, until the counts are there', counts, 1000, 'ms');
    line('1,000,000 projects: a filter, until the map is idle again', map, 2000, 'ms');
    million.stop();
  } else console.log('no build/bench/bench.db (make bench): a million projects not measured');
} finally {
  await browser.close();
  store.remove();
}
