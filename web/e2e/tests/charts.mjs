/* The charts: what they say is what the API says; they filter by click and by key, can be read without seeing them, and taken along. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PHONE, accessible, minor, open, param } from '../lib.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../lib.mjs').World} World */

const WIDE = { width: 1440, height: 900 };
const TABLET = { width: 768, height: 1024 };
const CHARTS = ['fuente', 'tema', 'clase', 'anio', 'forma', 'matriz', 'flujos'];

/** @param {Page} page @param {string} id */
const card = (page, id) => page.locator(`coop-chart:has(#grafico-${id})`);

/** Every chart has drawn itself. @param {Page} page */
async function charted(page) {
  for (const id of CHARTS) await card(page, id).locator('.grafico-dibujo, .grafico-vacio').first().waitFor();
}

/** The cells of a chart's table, row by row. @param {Page} page @param {string} id */
async function table(page, id) {
  await card(page, id).locator('.grafico-detalle > summary').last().click();
  const own = card(page, id).locator('.grafico-tabla').last();
  await own.waitFor();
  return own
    .locator('tr')
    .evaluateAll((rows) =>
      rows.map((row) => Array.from(row.children).map((cell) => cell.textContent?.trim() ?? '')),
    );
}

/** @param {World} world @param {Page} page @param {string} path @returns {Promise<any>} */
const api = async (world, page, path) => (await page.request.get(`${world.url}${path}`)).json();

/** Minor units of the API's number; null stays. @param {number | null} value */
const minorOf = (value) => (value === null ? null : BigInt(Math.round(value * 100)));
/** @param {string | undefined} text */
const amount = (text) =>
  text === 'sin dato' ? null : minor((text ?? '').replace('−', '-').replace(/[^\d-]/g, ''));
/** @param {string | undefined} text */
const number = (text) => Number((text ?? '').replace(/\D/g, ''));

/** @type {Record<string, (world: World) => Promise<void>>} */
export const tests = {
  'charts: every table says what the API says, to the centavo, and closes': async (world) => {
    const { page, calm } = await open(world, '/#vista=graficos', { viewport: WIDE });
    await charted(page);
    for (const id of ['fuente', 'tema', 'clase', 'anio']) {
      const answer = await api(world, page, `/resumen?por=${id}&lang=es`);
      const rows = await table(page, id);
      const cells = new Map(rows.slice(1, -1).map(([name, ...rest]) => [name, rest]));
      for (const row of answer.filas) {
        const told = cells.get(row.nombre);
        assert.ok(told, `${id}: ${row.nombre}`);
        assert.equal(number(told[0]), row.proyectos, row.nombre);
        assert.equal(amount(told[2]), minorOf(row.valor_atribuido), row.nombre);
      }
      const [, projects, , total] = rows.at(-1) ?? [];
      assert.equal(number(projects), answer.todo.proyectos);
      assert.equal(amount(total), minorOf(answer.todo.valor));
      const sum = rows.slice(1, -1).reduce((all, row) => all + (amount(row[3]) ?? 0n), 0n);
      assert.equal(sum, minorOf(answer.todo.valor), `${id} closes`);
      assert.equal(await card(page, id).locator('.grafico-cierra').count(), 1);
    }
    calm();
  },

  'charts: the flows and the matrix say what the API says': async (world) => {
    const { page, calm } = await open(world, '/#vista=graficos', { viewport: WIDE });
    await charted(page);
    const flows = await api(world, page, '/flujos?capa=localidad&limit=12&lang=es');
    const rows = await table(page, 'flujos');
    assert.equal(rows.length, flows.flujos.length + 2);
    flows.flujos.forEach((/** @type {any} */ flow, /** @type {number} */ i) => {
      const [from, to, projects, , value] = rows[i + 1] ?? [];
      assert.deepEqual([from, to], [flows.fuentes[flow.de].nombre, flows.areas[flow.a].nombre]);
      assert.equal(number(projects), flow.proyectos);
      assert.equal(amount(value), minorOf(flow.valor));
    });
    const sum = rows.slice(1, -1).reduce((all, row) => all + (amount(row[4]) ?? 0n), 0n);
    assert.equal(sum, minorOf(flows.todo.valor));
    const ribbons = await card(page, 'flujos').locator('.g-cinta').count();
    assert.equal(ribbons, flows.flujos.length);
    const matrix = await api(world, page, '/matriz?filas=localidad&columnas=tema&lang=es');
    const own = card(page, 'matriz');
    assert.equal(await own.locator('.g-casilla').count(), (matrix.filas.length + 1) * matrix.columnas.length);
    const holes = [...matrix.filas, matrix.sin_area]
      .flatMap(({ celdas }) => celdas)
      .filter(({ proyectos }) => proyectos === 0).length;
    assert.equal(
      (await own.locator('.g-hueco').count()) - (await own.locator('.grafico-leyenda .g-hueco').count()),
      holes,
    );
    assert.match(
      (await own.locator('h3').textContent()) ?? '',
      new RegExp(`${matrix.celdas_vacias} de ${matrix.celdas}`),
    );
    calm();
  },

  'charts: a click filters, what is chosen stands out, and a second click takes it back': async (world) => {
    const { page, calm } = await open(world, '/#vista=graficos', { viewport: WIDE });
    await charted(page);
    const bars = card(page, 'tema').locator('.g-fila');
    const before = await bars.count();
    await bars.filter({ hasText: 'Salud' }).click();
    await page.waitForFunction(() => new URLSearchParams(location.search).get('tema') === 'salud');
    await card(page, 'tema').locator('.g-elegida', { hasText: 'Salud' }).waitFor();
    assert.equal(await bars.count(), before, 'the others stay to be compared with');
    assert.equal(await card(page, 'tema').locator('a[aria-current="true"]').count(), 1);
    await card(page, 'fuente').getByText('Las filas suman $\u00a0718.566.000,00').waitFor();
    await card(page, 'tema').locator('.g-elegida').click();
    await page.waitForFunction(() => !location.search.includes('tema'));
    await page.goBack();
    await page.waitForFunction(() => location.search.includes('tema=salud'));
    calm();
  },

  'charts: by keyboard alone: one stop for each drawing, arrows inside, Enter filters, Escape hides what is told':
    async (world) => {
      const { page, calm } = await open(world, '/#vista=graficos', { viewport: WIDE });
      await charted(page);
      for (const id of CHARTS) {
        const stops = await card(page, id)
          .locator('.grafico-dibujo')
          .first()
          .locator('[tabindex="0"]')
          .count();
        assert.equal(stops, 1, id);
      }
      const first = card(page, 'tema').locator('.g-fila').first();
      await first.focus();
      assert.match(
        (await first.getAttribute('aria-label')) ?? '',
        /28\.243\.328\.490,69.*5 proyectos.*Entrar para filtrar/,
      );
      await card(page, 'tema').locator('.grafico-globo').waitFor();
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('.grafico-globo').count(), 0);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => new URLSearchParams(location.search).get('tema') === 'salud');
      assert.match(
        await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''),
        /Salud/,
        'focus stays',
      );
      await page.goBack();
      const cell = card(page, 'matriz').locator('.g-casilla').first();
      await cell.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      assert.match(name, /Localidad \d.* × .*: /);
      await page.keyboard.press('Enter');
      await page.waitForFunction(
        () => /area=localidad-\d/.test(location.search) && /tema=/.test(location.search),
      );
      calm();
    },

  'charts: what is counted and how areas are parted is in the address': async (world) => {
    const { page, calm } = await open(world, '/#vista=graficos', { viewport: TABLET });
    await charted(page);
    await page.getByRole('radio', { name: 'Contar proyectos' }).check();
    await page.waitForFunction(() => location.hash.includes('barras=proyectos'));
    await card(page, 'clase').locator('h3', { hasText: 'Proyecto abarca 8 de 34' }).waitFor();
    await card(page, 'clase').getByRole('combobox').selectOption('tipo');
    await card(page, 'clase').locator('h3', { hasText: 'Cooperación técnica' }).waitFor();
    await card(page, 'matriz').getByRole('combobox').selectOption('barrio');
    await card(page, 'matriz').locator('.g-nombre', { hasText: 'Nelson Mandela' }).waitFor();
    await page.reload();
    await card(page, 'matriz').locator('.g-nombre', { hasText: 'Nelson Mandela' }).waitFor();
    assert.equal(param(page, 'barras'), null, 'the query stays the filter');
    calm();
  },

  'charts: printed figures stand apart, to the letter, with their source': async (world) => {
    const { page, calm } = await open(world, '/#vista=graficos', { viewport: WIDE });
    await charted(page);
    const aside = card(page, 'forma').locator('.grafico-aparte');
    await aside.locator('summary').click();
    for (const text of ['43.923.300.135', 'renglón 63', 'no se suman con ellas'])
      assert.ok(((await aside.textContent()) ?? '').includes(text), text);
    assert.equal(await aside.locator('a').count(), 0, 'nothing of it filters');
    await card(page, 'fuente').getByText('sin cifras que se puedan leer').waitFor();
    calm();
  },

  'charts: pictures and figures to take along are valid files that say what they are': async (world) => {
    const { page, calm } = await open(world, '/?tema=agua-saneamiento#vista=graficos', { viewport: WIDE });
    await charted(page);
    /** @param {string} id @param {string} kind */
    const saved = async (id, kind) => {
      await page.waitForTimeout(100); // Chromium starts no more than ten downloads of a page in a second
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        card(page, id).locator('.grafico-bajar', { hasText: kind }).click(),
      ]);
      assert.match(
        download.suggestedFilename(),
        new RegExp(`^coopmap-${id}-\\d{4}-\\d\\d-\\d\\d\\.${kind.toLowerCase()}$`),
      );
      return readFileSync(await download.path());
    };
    for (const id of CHARTS) {
      const svg = (await saved(id, 'SVG')).toString('utf8');
      const told = await page.evaluate((text) => {
        const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
        const styled = root.querySelectorAll('[class], [style], [href], script, style, foreignObject').length;
        return {
          name: root.localName,
          styled,
          text: root.textContent ?? '',
          shapes: root.querySelectorAll('rect, path, circle').length,
        };
      }, svg);
      assert.deepEqual([told.name, told.styled], ['svg', 0], id);
      assert.ok(!svg.includes('var(') && told.shapes > 2, `${id} stands alone`);
      assert.match(told.text.replace(/\s+/g, ' '), /Filtro: .*Agua y saneamiento.*descargado el \d/, id);
      const png = await saved(id, 'PNG');
      assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
      const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      assert.deepEqual(
        [png.readUInt32BE(16), png.readUInt32BE(20)],
        [Number(width) * 2, Number(height) * 2],
        id,
      );
      assert.ok(png.length > 20_000, `${id}: ${png.length} bytes`);
      const csv = (await saved(id, 'CSV')).toString('utf8');
      const lines = csv.trimEnd().split('\r\n');
      assert.ok(csv.startsWith('\ufeff') && lines.length > 1, `${id}: ${csv.slice(0, 80)}`);
      /** @param {string} line */
      const cells = (line) => line.replace(/"(?:[^"]|"")*"/g, 'x').split(';').length;
      assert.equal(new Set(lines.map(cells)).size, 1, `${id}: as many cells in each line`);
    }
    calm();
  },

  'charts: text of the data stays text, also in pictures': async (world) => {
    if (!world.store.own) return;
    const evil = '<script>alert(1)</script><b>x</b>';
    const server = await world.store.serveProjects(
      'evil',
      `codigo,titulo,ambito,anio,valor_total,moneda,aporte_1_entidad,aporte_1_valor,aporte_1_moneda,aporte_1_forma\np1,T,ciudad,2011,1000000.50,COP,${evil},1000000.50,COP,efectivo\n`,
    );
    try {
      const { page, calm } = await open({ ...world, url: server.url }, '/#vista=graficos', {
        viewport: WIDE,
      });
      await card(page, 'fuente').locator('.g-fila').first().waitFor();
      assert.ok(((await card(page, 'fuente').locator('h3').textContent()) ?? '').includes(evil));
      assert.equal(await page.locator('coop-charts script, coop-charts b').count(), 0);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        card(page, 'fuente').locator('.grafico-bajar', { hasText: 'SVG' }).click(),
      ]);
      const svg = readFileSync(await download.path(), 'utf8');
      assert.ok(svg.includes('&lt;script&gt;') && !svg.includes('<script'));
      calm();
    } finally {
      server.stop();
    }
  },

  'charts: an empty selection says so instead of drawing nothing': async (world) => {
    const { page, calm } = await open(world, '/?tema=vivienda&fuente=ese-cartagena#vista=graficos', {
      viewport: TABLET,
    });
    await card(page, 'clase').locator('.grafico-vacio').waitFor();
    await card(page, 'flujos').locator('.grafico-vacio, .grafico-dibujo').first().waitFor();
    await accessible(page, 'nothing selected');
    calm();
  },

  'charts: fit from 360 to 1440 pixels without scrolling sideways': async (world) => {
    for (const viewport of [PHONE, TABLET, WIDE]) {
      const { page, calm } = await open(world, '/#vista=graficos', { viewport });
      await charted(page);
      const wide = await page.evaluate(() => {
        const charts = document.querySelector('coop-charts');
        return {
          page: document.documentElement.scrollWidth,
          charts: (charts?.scrollWidth ?? 0) - (charts?.clientWidth ?? 0),
        };
      });
      assert.ok(
        wide.page <= viewport.width && wide.charts <= 0,
        `${viewport.width}: ${JSON.stringify(wide)}`,
      );
      const outside = await page.locator('.grafico-dibujo').evaluateAll((drawings) =>
        drawings.flatMap((drawing) => {
          const frame = drawing.getBoundingClientRect();
          return Array.from(drawing.querySelectorAll('text'))
            .filter((text) => {
              const box = text.getBoundingClientRect();
              return box.width > 0 && (box.left < frame.left - 3 || box.right > frame.right + 3);
            })
            .map((text) => text.textContent?.trim());
        }),
      );
      assert.deepEqual(outside, [], `${viewport.width}: names within the drawing`);
      calm();
    }
  },

  'charts: no accessibility violation with every table open': async (world) => {
    for (const [viewport, colorScheme, lang, bars] of /** @type {const} */ ([
      [WIDE, 'light', 'es', 'valor'],
      [TABLET, 'dark', 'es', 'proyectos'],
      [PHONE, 'dark', 'en', 'valor'],
    ])) {
      const address = `/?tema=agua-saneamiento&lang=${lang}#vista=graficos&barras=${bars}`;
      const { page, calm } = await open(world, address, { viewport, colorScheme });
      await charted(page);
      for (const id of CHARTS) await table(page, id);
      await accessible(page, `${viewport.width} ${colorScheme} ${lang} ${bars}`);
      calm();
    }
  },
};
