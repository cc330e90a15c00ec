/* The page in a real browser against the real program. Last line: "N passed, N failed".
 * COOPMAP: the program; CHROMIUM: the browser; COOPMAP_SHOTS: a folder for pictures of what failed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser, FLAGS } from './browser.mjs';
import { prepare } from './server.mjs';

/** @typedef {import('./lib.mjs').World} World */

/** Browsers side by side: much of a test is waiting. */
const LANES = 2;

/** The tests of every file in tests/, by name. @returns {Promise<Record<string, (world: World) => Promise<void>>>} */
async function gather() {
  const folder = join(import.meta.dirname, 'tests');
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const parts = await Promise.all(files.sort().map((name) => import(join(folder, name))));
  return Object.assign({}, ...parts.map(({ tests }) => tests));
}

/** One test in a browser of its lane. @param {string} name @param {(world: World) => Promise<void>} test @param {World} world */
async function tried(name, test, world) {
  const start = performance.now();
  let passed = true;
  try {
    await test(world);
  } catch (error) {
    passed = false;
    console.log(`FAILED: ${name}\n${String(error instanceof Error ? error.stack : error).slice(0, 3000)}`);
    const shots = process.env['COOPMAP_SHOTS'];
    const page = world.opened.at(-1)?.pages().at(-1);
    if (shots && page) await page.screenshot({ path: join(shots, `${name.replaceAll(/\W+/g, '-')}.png`) });
  }
  for (const context of world.opened) await context.close();
  console.log(`${((performance.now() - start) / 1000).toFixed(1)} s: ${name}`);
  return passed;
}

async function main() {
  const only = process.argv[2] ?? '';
  const store = await prepare();
  const server = await store.serve();
  const waiting = Object.entries(await gather()).filter(([name]) => name.includes(only));
  let passed = 0;
  let failed = 0;
  const lane = async () => {
    const browser = await chromium.launch({ executablePath: findBrowser(), args: FLAGS });
    try {
      for (let next; (next = waiting.shift());) {
        const [name, test] = next;
        (await tried(name, test, { browser, url: server.url, store, opened: [] })) ? passed++ : failed++;
      }
    } finally {
      await browser.close();
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    server.stop();
    store.remove();
  }
  return { passed, failed };
}

const { passed, failed } = await main().catch((error) => {
  console.log(error);
  return { passed: 0, failed: 1 };
});
console.log(`${passed} passed, ${failed} failed`);
/* Not by its exit code alone: what a failed test left open must not keep the process. */
process.exit(failed === 0 && passed > 0 ? 0 : 1);
