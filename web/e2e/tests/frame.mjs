/* The frame: three columns, two, or one; tabs where the thumb is; the map alive behind the others; nothing that jumps. */
import assert from 'node:assert/strict';
import { PHONE, drawn, heading, look, open } from '../lib.mjs';

/** @param {import('playwright-core').Page} page @param {string} selector */
async function box(page, selector) {
  const found = await page.locator(selector).first().boundingBox();
  assert.ok(found, `${selector} is not there`);
  return found;
}

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'three columns on a desk, two on a tablet, one on a phone': async (world) => {
    for (const { width, height, columns } of [
      { width: 1440, height: 900, columns: 3 },
      { width: 1024, height: 768, columns: 2 },
      { width: 768, height: 1024, columns: 2 },
      { width: 360, height: 740, columns: 1 },
    ]) {
      const { page, calm } = await open(world, '/', { viewport: { width, height } });
      await heading(page, 'Toda la ciudad');
      const [sight, panel] = [await box(page, '.vista'), await box(page, 'coop-panel')];
      if (columns === 1) assert.ok(panel.y > sight.y && panel.y < height, 'a sheet, its edge in sight');
      else assert.ok(panel.x >= sight.x + sight.width - 1 && panel.y + panel.height <= height + 1);
      if (columns === 3) assert.ok((await box(page, '#filtros')).x < sight.x);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} px on ${width}`);
      calm();
    }
  },

  'the tabs of a phone are under the thumb, and large enough': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: PHONE, hasTouch: true, isMobile: true });
    for (const name of ['Tabla', 'Gráficos', 'Mapa']) {
      const tab = page.getByRole('navigation', { name: 'Cómo verlo' }).getByRole('link', { name });
      const at = await tab.boundingBox();
      assert.ok(at && at.height >= 44 && at.width >= 44 && at.y > PHONE.height - 70, JSON.stringify(at));
      await tab.tap();
      await page.waitForFunction(
        (words) => document.querySelector('.vistas [aria-current="page"]')?.textContent?.trim() === words,
        name,
      );
    }
    calm();
  },

  'the map stays alive behind the other sights': async (world) => {
    const { page, calm } = await open(world, '/');
    await drawn(page);
    await page
      .locator('coop-map canvas')
      .first()
      .evaluate((canvas) => canvas.setAttribute('data-here', ''));
    await page.getByRole('link', { name: 'Tabla', exact: true }).click();
    await page.locator('.tabla').waitFor();
    assert.equal(look(page, 'vista'), 'tabla');
    await page.getByRole('link', { name: 'Mapa', exact: true }).click();
    assert.equal(await page.locator('coop-map canvas[data-here]').count(), 1);
    assert.ok(await page.locator('coop-map').isVisible());
    await page.goBack();
    await page.locator('.tabla').waitFor();
    calm();
  },

  'one selection in all sights': async (world) => {
    const { page, calm } = await open(world, '/#vista=tabla', { viewport: { width: 1440, height: 900 } });
    await page.locator('.tabla').waitFor();
    await page.locator('.tabla td.col-tema a', { hasText: 'Salud' }).first().click();
    await page.waitForFunction(() => location.search === '?tema=salud');
    await heading(page, 'Salud');
    await page.locator('.tabla-marco[aria-busy="false"]').waitFor();
    const rows = await page.locator('.tabla tbody tr').count();
    const api = await (await page.request.get(`${world.url}/facetas?tema=salud`)).json();
    assert.equal(rows, api.proyectos);
    assert.equal(await page.locator('coop-overview .cifra strong').first().innerText(), String(rows));
    await page.goBack();
    await heading(page, 'Toda la ciudad');
    calm();
  },

  'nothing jumps while it loads': async (world) => {
    for (const viewport of [PHONE, { width: 1440, height: 900 }])
      for (const path of ['/', '/?area=zona-suroriental', '/#vista=tabla']) {
        const { page, calm } = await open(world, path, {
          viewport,
          before: (page) =>
            page.addInitScript(() => {
              const seen = { sum: 0, what: /** @type {string[]} */ ([]) };
              Object.assign(globalThis, { seen });
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) {
                  const shift = /** @type {any} */ (entry);
                  if (shift.hadRecentInput) continue;
                  seen.sum += shift.value;
                  for (const { node } of shift.sources)
                    seen.what.push(
                      `${shift.value.toFixed(3)} ${node?.parentElement?.localName} > ${node?.nodeName} ${node?.className}`,
                    );
                }
              }).observe({ type: 'layout-shift', buffered: true });
            }),
        });
        await page.waitForLoadState('networkidle');
        await page.waitForTimeout(300);
        const { sum, what } = await page.evaluate(() => /** @type {any} */ (globalThis).seen);
        assert.ok(sum < 0.05, `${path} on ${viewport.width}: ${sum}\n${what.join('\n')}`);
        calm();
      }
  },

  'printing leaves what is read': async (world) => {
    const { page, calm } = await open(world, '/?area=zona-suroriental');
    await heading(page, 'Zona Suroriental');
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['coop-search', 'coop-take', '.vistas', '.volver'])
      assert.equal(await page.locator(gone).first().isVisible(), false, gone);
    assert.ok(await page.locator('coop-area h1').isVisible());
    assert.ok(await page.locator('coop-map').isVisible());
    calm();
  },
};
