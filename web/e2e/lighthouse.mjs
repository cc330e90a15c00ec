/* Google's Lighthouse on the page and on the plain pages, as a phone and as a desktop sees them, over a store of geodata/. Prints the
 * scores and what cost some; ends with 0 only if accessibility, best practices and SEO are 100 and performance is 95 or more.
 * Usage: scripts/lighthouse [PATH…]. LIGHTHOUSE: the folder that it is installed in. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser, FLAGS } from './browser.mjs';
import { freePort, prepare } from './server.mjs';

const HOME = process.env['LIGHTHOUSE'] ?? join(import.meta.dirname, '../../build/lighthouse');
const PAGES = [
  '/',
  '/?area=zona-suroriental#vista=graficos',
  '/area/zona-suroriental',
  '/proyecto/convenio-3',
  '/estadisticas',
];
const AIMS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
/** Of each page and form; the one of median speed counts. */
const RUNS = 3;
const FORMS = /** @type {const} */ (['mobile', 'desktop']);

/** @param {string} name */
const part = (name) => import(pathToFileURL(join(HOME, 'node_modules/lighthouse', name)).href);

/** What a category lost points for. @param {any} lhr @param {string} category */
function losses(lhr, category) {
  return lhr.categories[category].auditRefs
    .filter((/** @type {any} */ { id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
    .map((/** @type {any} */ { id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim())
    .join(', ');
}

async function main() {
  const { default: lighthouse } = await part('core/index.js');
  const { default: desktop } = await part('core/config/desktop-config.js');
  const port = await freePort();
  const store = await prepare();
  const server = await store.serve();
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...FLAGS, `--remote-debugging-port=${port}`],
  });
  const reports = join(HOME, 'reports');
  mkdirSync(reports, { recursive: true });
  let missed = 0;
  const asked = process.argv.slice(2);
  try {
    for (const path of asked.length > 0 ? asked : PAGES) {
      for (const form of FORMS) {
        const runs = [];
        for (let i = 0; i < RUNS; i++)
          runs.push(
            await lighthouse(
              server.url + path,
              { port, output: 'html', logLevel: 'error', onlyCategories: Object.keys(AIMS) },
              form === 'desktop' ? desktop : undefined,
            ),
          );
        const speed = (/** @type {any} */ run) => run.lhr.categories.performance.score;
        const { lhr, report } = runs.sort((one, other) => speed(one) - speed(other))[RUNS >> 1];
        writeFileSync(join(reports, `${form}${path.replaceAll(/\W+/g, '-')}.html`), report);
        const scores = Object.entries(AIMS).map(([category, aim]) => {
          const score = Math.round(lhr.categories[category].score * 100);
          if (score >= aim) return `${category} ${score}`;
          missed++;
          return `${category} ${score} (aim ${aim}: ${losses(lhr, category)})`;
        });
        console.log(`${path} ${form}: ${scores.join(', ')}`);
      }
    }
  } finally {
    await browser.close();
    server.stop();
    store.remove();
  }
  return missed;
}

const missed = await main();
console.log(missed === 0 ? 'all aims reached' : `${missed} aims missed; the reports are in ${HOME}/reports`);
process.exitCode = missed === 0 ? 0 : 1;
