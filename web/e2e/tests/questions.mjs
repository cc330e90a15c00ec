/* Five questions that a planner asks. Each is a path: its steps in words, and what is done on the page at each. No path has more than
 * five steps; every question is answered by mouse and by keyboard alone; and the answer is what the API says when it is asked apart. */
import assert from 'node:assert/strict';
import { ask, cellsOf, cents, projectsOf, shown, whole, workbook } from '../answers.mjs';
import { heading, open } from '../lib.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {import('../lib.mjs').World} World */
/** @typedef {readonly [words: string, act: () => Promise<unknown>]} Step */

const MOST_STEPS = 5;
const MOST_SECONDS = 60;
const WIDE = { width: 1440, height: 900 };
const HOWS = /** @type {const} */ (['mouse', 'keyboard']);

/** Walks a path, and says how long it was. @param {string} question @param {string} how @param {readonly Step[]} steps */
async function walk(question, how, steps) {
  assert.ok(steps.length <= MOST_STEPS, `${question}: ${steps.length} steps`);
  const start = performance.now();
  for (const [i, [words, act]] of steps.entries())
    await act().catch((error) => {
      throw new Error(`${question} ${how}, step ${i + 1}, “${words}”: ${error.stack ?? error}`);
    });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `  ${question} ${how}: ${steps.length} steps, ${seconds.toFixed(1)} s: ${steps.map(([words]) => words).join(' · ')}`,
  );
  assert.ok(seconds < MOST_SECONDS, `${question}: ${seconds} s`);
}

/** Goes to something with the Tab key alone, as often as it takes. @param {Page} page @param {Locator} to @param {'Tab' | 'Shift+Tab'} [key] */
async function tabTo(page, to, key = 'Tab') {
  await to.first().waitFor();
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press(key);
    if (await to.first().evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error('the Tab key does not lead there');
}

/** Goes from cell to cell with the arrows, first along one side, then along the other. @param {Page} page @param {(label: string) => boolean} there */
async function arrowsTo(page, there) {
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft'])
    for (let before = '', now = '-'; now !== before; await page.keyboard.press(key)) {
      before = now;
      now = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      if (there(now)) return;
    }
  throw new Error('the arrows do not lead there');
}

/** Presses it, the one way or the other. @param {Page} page @param {string} how */
const presser =
  (page, how) =>
  async (/** @type {Locator} */ to, key = 'Enter') => {
    if (how === 'mouse') return to.first().click();
    await tabTo(page, to);
    await page.keyboard.press(key);
  };

/** Finds it by name, the one way or the other. @param {Page} page @param {string} how @param {string} words @param {RegExp} name */
async function find(page, how, words, name) {
  if (how === 'mouse') await page.locator('#busqueda').click();
  else await page.keyboard.press('/');
  await page.keyboard.type(words);
  const hit = page.getByRole('option', { name }).first();
  await hit.waitFor();
  if (how === 'mouse') return hit.click();
  for (let i = 0; i < 20 && (await hit.getAttribute('aria-selected')) !== 'true'; i++)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

/** @param {Page} page @param {string} what */
const says = (page, what) =>
  page.waitForFunction(
    (text) => document.querySelector('.barra-cuenta:not([data-viejo])')?.textContent?.trim().startsWith(text),
    what,
  );

/** @param {Page} page @param {string} name */
const sight = (page, name) =>
  page.getByRole('navigation', { name: 'Cómo verlo' }).getByRole('link', { name });

/** @param {Page} page @param {string} id */
const chart = (page, id) => page.locator(`coop-chart:has(#grafico-${id})`);

/** Every question by mouse and by keyboard. @param {(page: Page, how: string, world: World) => Promise<void>} answer */
const both = (answer) => async (/** @type {World} */ world) => {
  for (const how of HOWS) {
    const { page, calm } = await open(world, '/', {
      viewport: WIDE,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.locator('.barra-cuenta:not([data-viejo])', { hasText: 'proyectos' }).waitFor();
    await answer(page, how, world);
    calm();
  }
};

/** @type {Record<string, (world: World) => Promise<void>>} */
export const tests = {
  'question 1: what cooperation happens in the Zona Suroriental, paid by whom, for how much, for how many people, and where is nothing?':
    both(async (page, how, { url }) => {
      const press = presser(page, how);
      const card = page.locator('coop-area');
      const nothing = card.locator('.nada-aqui');
      await walk('1', how, [
        ['find «suroriental»', () => find(page, how, 'suroriental', /^Zona Suroriental/)],
        [
          'see all barrios without anything',
          () => press(nothing.getByRole('button', { name: /^y \d+ más/ })),
        ],
      ]);
      await heading(page, 'Zona Suroriental');
      const total = await ask(url, '/resumen?por=area&area=zona-suroriental&lang=es');
      const projects = await projectsOf(url, 'area=zona-suroriental');
      assert.ok(projects.length > 0);
      const titles = await card.locator('coop-projects a.proyecto-titulo').allInnerTexts();
      assert.deepEqual([...titles].sort(), projects.map(({ titulo }) => titulo).sort(), 'what');
      const paid = await ask(url, '/resumen?por=fuente&area=zona-suroriental&lang=es');
      const rows = await card.locator('.barras li').allInnerTexts();
      for (const { nombre, valor_atribuido } of paid.filas) {
        const row = rows.find((text) => text.startsWith(nombre));
        assert.equal(shown(row?.split('\n')[1]), cents(valor_atribuido), `paid by ${nombre}`);
      }
      assert.equal(rows.length, paid.filas.length);
      const [full, part] = await card.locator('.montos .dinero').allInnerTexts();
      const own = total.areas.find((/** @type {any} */ area) => area.codigo === 'zona-suroriental');
      assert.equal(shown(full), cents(total.todo.valor), 'for how much');
      assert.equal(shown(part), cents(own.valor_atribuido), 'for how much of it');
      const people = await card.locator('coop-people strong').innerText();
      const { personas_min: least, personas_max: most } = total.todo;
      assert.deepEqual(people.split(' a ').map(whole), [least, most], 'for how many people');
      const matrix = await ask(url, '/matriz?filas=barrio&columnas=tema&area=zona-suroriental&lang=es');
      const empty = matrix.filas.filter((/** @type {any} */ row) => row.proyectos === 0);
      const names = await nothing.locator('.seguidos a').allInnerTexts();
      assert.ok(names.length > 8);
      assert.deepEqual(names.sort(), empty.map((/** @type {any} */ row) => row.nombre).sort(), 'nothing');
    }),

  'question 2: which projects does the Gobierno español pay, where, and can I have them in Excel?': both(
    async (page, how, { url }) => {
      const press = presser(page, how);
      const filter = 'fuente=gobierno-espanol';
      let file = '';
      await walk('2', how, [
        ['find «gobierno español»', () => find(page, how, 'gobierno espanol', /^Gobierno español/)],
        [
          'filter by what it pays',
          () => press(page.getByRole('link', { name: 'Filtrar por lo que aporta' })),
        ],
        ['look at the table', () => press(sight(page, 'Tabla'))],
        [
          'take it in Excel',
          async () => {
            const excel = page.getByRole('link', { name: 'Esta tabla en Excel' });
            const download = page.waitForEvent('download');
            await press(excel);
            assert.match((await download).suggestedFilename(), /\.xlsx$/);
            file = await (await download).path();
          },
        ],
      ]);
      assert.equal(new URL(page.url()).search, `?${filter}`);
      const projects = await projectsOf(url, filter);
      const table = page.locator('.tabla tbody tr');
      assert.equal(await table.count(), projects.length);
      assert.equal(whole(await page.locator('#tabla-titulo').innerText()), projects.length);
      for (const { titulo, areas_nombres, fuentes, valor } of projects) {
        const found = await table
          .filter({ hasText: titulo })
          .evaluateAll(
            (rows, [where, who]) =>
              rows
                .filter(
                  (row) =>
                    row.querySelector('.col-areas_nombres')?.textContent?.includes(where ?? '') &&
                    row.textContent?.includes(who ?? ''),
                )
                .map((row) => row.querySelector('.col-valor')?.textContent ?? ''),
            [areas_nombres, fuentes.split('; ').join(', ')],
          );
        assert.ok(found.map(shown).includes(cents(valor)), titulo);
      }
      const sheets = workbook(file);
      assert.equal(sheets['Proyectos']?.length, projects.length, 'as many rows as the page says projects');
      assert.deepEqual(
        sheets['Proyectos']?.map(({ codigo }) => codigo).sort(),
        projects.map(({ codigo }) => codigo).sort(),
      );
      const paid = sheets['Por fuente']?.find((row) => row['Código'] === 'gobierno-espanol')?.['Aportado'];
      const api = await ask(url, `/resumen?por=fuente&${filter}`);
      const own = api.filas.find((/** @type {any} */ row) => row.codigo === 'gobierno-espanol');
      assert.equal(cents(paid), cents(own.valor_atribuido));
    },
  ),

  'question 3: where is nothing for water and sanitation?': both(async (page, how, { url }) => {
    const press = presser(page, how);
    const theme = 'agua-saneamiento';
    const matrix = await ask(url, `/matriz?filas=localidad&columnas=tema&lang=es`);
    const column = matrix.columnas.findIndex((/** @type {any} */ one) => one.codigo === theme);
    const hole = matrix.filas.find((/** @type {any} */ row) => row.celdas[column].proyectos === 0);
    assert.ok(hole, 'a locality without any');
    const own = chart(page, 'matriz');
    const name = `${hole.nombre} × Agua y saneamiento: `;
    const cell = own.locator('a[aria-label]').and(page.locator(`[aria-label^="${name}"]`));
    await walk('3', how, [
      ['choose the theme', () => press(page.getByRole('checkbox', { name: /^Agua y saneamiento/ }), 'Space')],
      ['read the legend of the map', () => page.getByRole('row', { name: /^Sin proyectos/ }).waitFor()],
      ['look at the charts', () => press(sight(page, 'Gráficos'))],
      [
        'press a hole of the matrix',
        async () => {
          if (how === 'mouse') return press(cell);
          await tabTo(page, own.locator('.grafico-dibujo [tabindex="0"]'));
          await arrowsTo(page, (label) => label.includes(' × Agua y saneamiento: '));
          await arrowsTo(page, (label) => label.startsWith(name));
          return page.keyboard.press('Enter');
        },
      ],
    ]);
    await heading(page, hole.nombre);
    await page.getByText(`Ningún proyecto en ${hole.nombre} cumple el resto del filtro.`).waitFor();
    const search = new URL(page.url()).searchParams;
    assert.deepEqual([search.get('tema'), search.get('area')], [theme, hole.codigo]);
    const marked = await own
      .locator('.g-casilla:has(.g-hueco)')
      .evaluateAll((all) => all.map((one) => one.closest('[aria-label]')?.getAttribute('aria-label') ?? ''));
    const told = marked
      .filter((label) => label.includes(' × Agua y saneamiento: '))
      .map((label) => label.split(' × ')[0]);
    const wanted = matrix.filas.filter((/** @type {any} */ row) => row.celdas[column].proyectos === 0);
    assert.deepEqual(told.sort(), wanted.map((/** @type {any} */ row) => row.nombre).sort());
    /* And on the map: of all barrios and villages with an outline, those that have none. */
    await page.goBack();
    await page.goBack();
    await says(page, '5 proyectos');
    const areas = await ask(
      url,
      '/collections/areas/items?capa=barrio&capa=poblado&limit=2000&geometria=no&f=json',
    );
    const drawn = new Set(
      areas.features
        .filter((/** @type {any} */ one) => one.properties.geometria !== 'none')
        .map((/** @type {any} */ one) => one.properties.codigo),
    );
    const totals = await ask(url, `/resumen?por=area&tema=${theme}`);
    const busy = totals.areas.filter((/** @type {any} */ one) => drawn.has(one.codigo)).length;
    const row = page.getByRole('row', { name: /^Sin proyectos/ });
    assert.equal(whole(await row.innerText()), drawn.size - busy);
  }),

  'question 4: how much came in cash and how much in kind, by period, and what did the report print?': both(
    async (page, how, { url }) => {
      const press = presser(page, how);
      const own = chart(page, 'forma');
      await walk('4', how, [
        ['look at the charts', () => press(sight(page, 'Gráficos'))],
        [
          'go to cash and kind',
          () =>
            press(
              page
                .getByRole('navigation', { name: 'Ir a un gráfico' })
                .getByRole('link', { name: 'Efectivo y especie por periodo' }),
            ),
        ],
        ['open what is printed', () => press(own.locator('.grafico-aparte summary'))],
        [
          'open its table',
          () => press(own.locator('.grafico-detalle > summary', { hasText: 'tabla' }).last()),
        ],
      ]);
      const table = own.locator(':scope .grafico-detalle:not(.grafico-aparte *) .grafico-tabla');
      await table.waitFor(); // it is made when it is opened
      const rows = (await cellsOf(table)).slice(1);
      const periods = [...new Set(rows.map(([period]) => period ?? ''))].filter((one) =>
        /^\d{4}–\d{4}$/.test(one),
      );
      assert.ok(periods.length >= 2, rows.join('\n'));
      const asked = periods.map((one) => `periodo=${one.replace('–', '-')}`).join('&');
      const api = await ask(url, `/resumen?por=forma&${asked}&lang=es`);
      for (const row of api.filas)
        for (const [i, { nombre }] of api.periodos.entries()) {
          const { proyectos, valor_atribuido } = row.periodos[i];
          const told = rows.find(
            ([period, form]) => period === nombre.replace('-', '–') && form === row.nombre,
          );
          if (!told) assert.equal(proyectos, 0, `${nombre} ${row.nombre} is not told`);
          else
            assert.deepEqual([whole(told[2]), shown(told[3])], [proyectos, cents(valor_atribuido)], nombre);
        }
      const [, , projects, sum] = rows.at(-1) ?? [];
      assert.deepEqual([whole(projects), shown(sum)], [api.todo.proyectos, cents(api.todo.valor)]);
      const letters = (await cellsOf(own.locator('.grafico-aparte .grafico-tabla'))).slice(1);
      const series = api.impreso.filter((/** @type {any} */ one) => one.valores.length > 0);
      assert.deepEqual(
        letters.map(([what, period, value]) => [what, period, value]),
        series.flatMap((/** @type {any} */ one) =>
          one.valores.map((/** @type {any} */ value) => [value.etiqueta, value.periodo, value.valor_texto]),
        ),
        'to the letter',
      );
      assert.ok(letters.length >= 4);
    },
  ),

  'question 5: can I send a colleague the link to what of 2011 is of the whole city and has no place on the map?':
    both(async (page, how, world) => {
      const press = presser(page, how);
      const copy = page.getByRole('button', { name: /^Copiar: Enlace/ });
      await walk('5', how, [
        [
          'give the year',
          async () => {
            if (how === 'mouse') return page.locator('.anio').last().click();
            await tabTo(page, page.getByRole('textbox', { name: 'Desde' }));
            await page.keyboard.type('2011');
            await page.keyboard.press('Tab');
            await page.keyboard.type('2011');
            return page.keyboard.press('Enter');
          },
        ],
        [
          'open what is known of the place',
          () => press(page.locator('coop-facet summary', { hasText: 'Qué se sabe del lugar' })),
        ],
        [
          'choose the whole city',
          () => press(page.getByRole('checkbox', { name: /^Toda la ciudad/ }), 'Space'),
        ],
        ['take along', () => press(page.getByRole('button', { name: 'Llevar' }))],
        ['copy the link', () => press(copy)],
      ]);
      await copy.filter({ hasText: 'Copiado' }).waitFor();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(link, page.url());
      assert.ok(link.length < 120 && link.startsWith(world.url), link);
      const filter = new URL(link).search.slice(1);
      const total = await ask(world.url, `/resumen?por=area&${filter}`);
      assert.ok(total.todo.proyectos > 0 && total.todo.proyectos < 34);
      const other = await open(world, link.slice(world.url.length), { viewport: WIDE });
      await page.keyboard.press('Escape');
      for (const one of [page, other.page]) {
        await says(one, `${total.todo.proyectos} proyectos de`);
        assert.equal(await one.locator('.ficha').count(), 2);
        const sum = await one.locator('.cierre tfoot td').innerText();
        assert.equal(shown(sum), cents(total.todo.valor), sum);
      }
      const texts = async (/** @type {Page} */ one) => (await one.locator('coop-panel').innerText()).trim();
      assert.equal(await texts(other.page), await texts(page), 'the colleague sees the same');
      other.calm();
    }),
};
