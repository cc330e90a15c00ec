/* The page in a real browser against the real program. Last line: "N passed, N failed".
 * COOPMAP: the program; CHROMIUM: the browser; COOPMAP_SHOTS: a folder for pictures of what failed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser, FLAGS } from './browser.mjs';
import { prepare } from './server.mjs';

/** The tests of every file in tests/, by name. @returns {Promise<Record<string, (world: import('./lib.mjs').World) => Promise<void>>>} */
async function gather() {
  const folder = join(import.meta.dirname, 'tests');
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const parts = await Promise.all(files.sort().map((name) => import(join(folder, name))));
  return Object.assign({}, ...parts.map(({ tests }) => tests));
}

async function main() {
  const only = process.argv[2] ?? '';
  const store = await prepare();
  const server = await store.serve();
  const browser = await chromium.launch({ executablePath: findBrowser(), args: FLAGS });
  let passed = 0;
  let failed = 0;
  try {
    for (const [name, test] of Object.entries(await gather())) {
      if (!name.includes(only)) continue;
      const opened = /** @type {import('playwright-core').BrowserContext[]} */ ([]);
      const world = { browser, url: server.url, store, opened };
      try {
        await test(world);
        passed++;
      } catch (error) {
        failed++;
        console.log(
          `FAILED: ${name}\n${String(error instanceof Error ? error.stack : error).slice(0, 3000)}`,
        );
        const shots = process.env['COOPMAP_SHOTS'];
        const page = opened.at(-1)?.pages().at(-1);
        if (shots && page)
          await page.screenshot({ path: join(shots, `${name.replaceAll(/\W+/g, '-')}.png`) });
      }
      for (const context of opened) await context.close();
    }
  } finally {
    await browser.close();
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
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
