/* The figures of the page are those of the API and of the Excel: bar, panel, legend, table and file say the same, whatever is filtered. */
import assert from 'node:assert/strict';
import { ask, cellsOf, cents, shown, whole, workbook } from '../answers.mjs';
import { open } from '../lib.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../lib.mjs').World} World */

/** What each of the three is asked for. Amounts in minor units; null: no data. `sources`: name ('' where nobody is named), projects,
 * amount. `unplaced`: projects by the state of their place.
 * @typedef {object} Said
 * @property {number} projects
 * @property {number} inSum of these, how many the amount covers
 * @property {bigint | null} amount
 * @property {(number | null)[]} people at least, at most
 * @property {[string, number, bigint | null][]} sources
 * @property {Record<string, number>} unplaced */

const FILTERS = {
  'no filter': '',
  'a theme': 'tema=agua-saneamiento',
  'an area of approximate extent': 'area=nelson-mandela',
  'an area over others': 'area=zona-suroriental',
  'a source': 'fuente=fundacion-mamonal',
  'projects without any amount': 'lugar=city&vigente=2011/2011',
};
const NOTHING = 'tema=vivienda&clase=evento';
/* The layer that the map shows when nothing else is chosen. */
const LAYER = ['barrio', 'poblado'];

/** @param {[string, number, bigint | null][]} sources */
const sorted = (sources) => sources.sort(([a], [b]) => (a < b ? -1 : 1));

/** "27.000 a 54.020", "3.140", "sin dato". @param {string} text */
function bounds(text) {
  const [least, most] = text.split(' a ').map((one) => (/\d/.test(one) ? whole(one) : null));
  return [least ?? null, most ?? least ?? null];
}

/** "… 4 de 34 …": 4. @param {string} text */
const firstOfTwo = (text) => Number(/([\d.]+) de [\d.]+/.exec(text)?.[1]?.replaceAll('.', ''));

/** @param {any} places /resumen?por=area @param {any} paid /resumen?por=fuente @returns {Said} */
const apiSays = ({ todo, cobertura, sin_lugar }, paid) => ({
  projects: todo.proyectos,
  inSum: cobertura.en_la_suma,
  amount: cents(todo.valor),
  people: [todo.personas_min, todo.personas_max],
  sources: sorted(
    paid.filas.map((/** @type {any} */ row) => [
      row.sin_dato ? '' : row.nombre,
      row.proyectos,
      cents(row.valor_atribuido),
    ]),
  ),
  unplaced: Object.fromEntries(
    sin_lugar
      .filter((/** @type {any} */ one) => one.proyectos > 0)
      .map((/** @type {any} */ one) => [one.estado, one.proyectos]),
  ),
});

/** @param {ReturnType<typeof workbook>} book @param {any} places whose names of the states the workbook writes @returns {Said} */
function bookSays(book, { sin_lugar }) {
  const [areas, sources] = [book['Por área'] ?? [], book['Por fuente'] ?? []];
  const [total, paid] = [areas.at(-1), sources.at(-1)];
  const states = new Map(sin_lugar.map((/** @type {any} */ one) => [one.etiqueta, one.estado]));
  assert.equal(paid?.['Proyectos'], total?.['Proyectos']);
  assert.deepEqual(cents(paid?.['Aportado']), cents(total?.['Valor completo']));
  assert.equal(book['Proyectos']?.length, Number(total?.['Proyectos']));
  return {
    projects: Number(total?.['Proyectos']),
    inSum: Number(total?.['Proyectos']) - Number(total?.['Sin valor en la suma']),
    amount: cents(total?.['Valor completo']),
    people: ['al menos', 'a lo sumo'].map((end) => {
      const n = total?.[`Personas, ${end}`];
      return n ? Number(n) : null;
    }),
    sources: sorted(
      sources
        .filter((row) => row['Código'] || row['Fuente'] === 'Sin dato')
        .map((row) => [
          row['Código'] ? (row['Fuente'] ?? '') : '',
          Number(row['Proyectos']),
          cents(row['Aportado']),
        ]),
    ),
    unplaced: Object.fromEntries(
      areas.flatMap((row) =>
        states.has(row['Área']) ? [[states.get(row['Área']), Number(row['Proyectos'])]] : [],
      ),
    ),
  };
}

/** @param {Page} page @returns {Promise<Said>} */
async function pageSays(page) {
  const panel = page.locator('coop-panel');
  await panel.locator('.aportantes[aria-busy="false"] .barras').waitFor();
  for (const more of await panel.locator('.aportantes button.enlace').all()) await more.click();
  const rows = await panel
    .locator('.barras li')
    .evaluateAll((all) =>
      all.map((row) =>
        ['a', 'small', '.barra-valor'].map((part) => row.querySelector(part)?.textContent ?? ''),
      ),
    );
  const unplaced = await page
    .locator('.leyenda-notas a[href*="lugar="]')
    .evaluateAll((links) =>
      links.map((a) => [/** @type {HTMLAnchorElement} */ (a).href, a.textContent ?? '']),
    );
  return {
    projects: whole(await panel.locator('.cifra strong').first().innerText()),
    inSum: firstOfTwo(
      await panel.locator('.cifra.ancha span:not(.dinero), .explica summary').first().innerText(),
    ),
    amount: shown(await panel.locator('.cifra.ancha strong, .montos dd').first().innerText()),
    people: bounds(await panel.locator('coop-people strong').innerText()),
    sources: sorted(
      rows.map(([name = '', projects, amount]) => [
        name.trim() === 'No dice quién' ? '' : name.trim(),
        whole(projects),
        shown(amount),
      ]),
    ),
    unplaced: Object.fromEntries(
      unplaced.map(([href = '', text]) => [new URL(href).searchParams.get('lugar'), whole(text)]),
    ),
  };
}

/** The bar says so many, and no older answer. @param {Page} page @param {string} words */
const counted = (page, words) =>
  page
    .locator('.barra-cuenta:not([data-viejo])')
    .filter({ hasText: new RegExp(`^\\s*${words}`) })
    .waitFor();

/** The legend's areas: with projects, without, approximate, wider ones with theirs.
 * @param {Page} page @param {World} world @param {any} places */
async function legendAgrees(page, { url }, places) {
  const { features } = await ask(
    url,
    '/collections/areas/items?properties=codigo,capa,geometria,geometria_aproximada&limit=2000&geometria=no&f=json',
  );
  /* An area without a polygon has no outline; its projects are among those without a place. */
  const outlined = features
    .map((/** @type {any} */ one) => one.properties)
    .filter((/** @type {any} */ one) => one.geometria !== 'none');
  const drawn = outlined.filter((/** @type {any} */ one) => LAYER.includes(one.capa));
  const codes = new Set(outlined.map((/** @type {any} */ one) => one.codigo));
  const busy = places.areas.filter((/** @type {any} */ one) => LAYER.includes(one.capa)).length;
  const legend = page.locator('.leyenda');
  const rows = (await cellsOf(legend.locator('table'))).map((cells) => cells.slice(-2));
  const told = (/** @type {string} */ name) => whole(rows.find(([label]) => label === name)?.[1]);
  assert.equal(told('Sin proyectos'), drawn.length - busy, 'without projects');
  assert.equal(
    told('Extensión aproximada'),
    drawn.filter((/** @type {any} */ one) => one.geometria_aproximada).length,
    'approximate',
  );
  const classes = await legend
    .locator('tr:has(.muestra[class*="rampa"]) .leyenda-cuenta')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));
  assert.equal(
    classes.reduce((a, b) => a + b, 0),
    busy,
    'with projects',
  );
  const wider = await legend
    .locator('.leyenda-notas a[href*="area="]')
    .evaluateAll((links) =>
      links.map((a) => [
        new URL(/** @type {HTMLAnchorElement} */ (a).href).searchParams.get('area'),
        a.textContent,
      ]),
    );
  assert.deepEqual(
    wider.map(([code, text]) => [code, Number(/\d+$/.exec(text ?? '')?.[0])]).sort(),
    places.areas
      .filter(
        (/** @type {any} */ one) =>
          !LAYER.includes(one.capa) && codes.has(one.codigo) && one.proyectos_directos > 0,
      )
      .map((/** @type {any} */ one) => [one.codigo, one.proyectos_directos])
      .sort(),
    'projects of wider areas',
  );
}

/** Every area with all its figures, in the file and in the API. @param {Record<string, string | null>[]} sheet @param {any} places */
function areasAgree(sheet, places) {
  const number = (/** @type {string | null | undefined} */ text) => (text ? Number(text) : null);
  assert.deepEqual(
    sheet
      .filter((row) => row['Código'])
      .map((row) => [
        row['Código'],
        number(row['Proyectos']),
        ...['Valor completo', 'Valor atribuido', 'Valor directo'].map((column) => cents(row[column])),
        ...['Personas, al menos', 'Personas, a lo sumo'].map((column) => number(row[column])),
      ])
      .sort(),
    places.areas
      .map((/** @type {any} */ one) => [
        one.codigo,
        one.proyectos,
        ...[one.valor, one.valor_atribuido, one.valor_directo].map(cents),
        one.personas_min,
        one.personas_max,
      ])
      .sort(),
  );
}

/** What only one of the two cards tells: where the projects are, or what there is of the area. @param {Page} page @param {any} places @param {World} world @param {string} filter */
async function cardAgrees(page, places, { url }, filter) {
  const code = new URLSearchParams(filter).get('area');
  if (!code) {
    const listed = await page
      .locator('coop-overview section > .areas a')
      .evaluateAll((links) =>
        links.map((a) =>
          ['.area-nombre', '.area-cuenta'].map((part) => a.querySelector(part)?.textContent ?? ''),
        ),
      );
    const own = places.areas.filter((/** @type {any} */ one) => one.proyectos_directos > 0);
    assert.deepEqual(
      listed.map(([name, n]) => [name, whole(n)]).sort(),
      own.map((/** @type {any} */ one) => [one.nombre, one.proyectos]).sort(),
    );
    const states = await page.locator('.estado-cuenta').allTextContents();
    assert.deepEqual(
      states.map(whole),
      places.sin_lugar.map((/** @type {any} */ one) => one.proyectos),
    );
    return;
  }
  const card = page.locator('coop-area');
  const own = places.areas.find((/** @type {any} */ one) => one.codigo === code);
  const [, part] = await card.locator('.montos dd:not(.aclara)').allInnerTexts();
  assert.equal(shown(part), cents(own.valor_atribuido), 'its part');
  assert.equal(await card.locator('.titular .marca-aproximada').count(), Number(own.geometria_aproximada));
  const { facetas } = await ask(url, `/facetas?${filter}&lang=es&limit=250`);
  const themes = facetas.find((/** @type {any} */ one) => one.nombre === 'tema').valores;
  assert.deepEqual(
    (await card.locator('.temas li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')).sort(),
    themes
      .filter((/** @type {any} */ one) => one.cuenta > 0)
      .map((/** @type {any} */ one) => `${one.etiqueta} ${one.cuenta}`)
      .sort(),
    'themes',
  );
}

/** @param {Page} page @param {Said} api */
async function tableAgrees(page, api) {
  await page.getByRole('link', { name: 'Tabla', exact: true }).click();
  const table = page.locator('.tabla');
  await table.waitFor();
  assert.equal(await table.locator('tbody tr').count(), api.projects);
  assert.equal(whole(await page.locator('#tabla-titulo').innerText()), api.projects);
  const foot = table.locator('tfoot');
  assert.equal(firstOfTwo(await foot.locator('small').innerText()), api.inSum);
  assert.equal(shown(await foot.locator('.col-valor').innerText()), api.amount);
  assert.deepEqual(bounds(await foot.locator('.col-personas').innerText()), api.people);
}

/** The Excel of what is filtered, by the dialog. @param {Page} page */
async function excel(page) {
  await page.getByRole('button', { name: 'Llevar' }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('link', { name: 'Excel', exact: true }).click();
  return workbook(await (await coming).path());
}

/** @param {string} filter @returns {(world: World) => Promise<void>} */
const agree = (filter) => async (world) => {
  const { page, calm } = await open(world, `/?${filter}`, { viewport: { width: 1440, height: 900 } });
  const places = await ask(world.url, `/resumen?por=area&${filter}&lang=es`);
  const api = apiSays(places, await ask(world.url, `/resumen?por=fuente&${filter}&lang=es`));
  assert.equal(api.projects, (await ask(world.url, `/facetas?${filter}`)).proyectos);
  await counted(page, `${api.projects} proyectos?`);
  await page.locator('.leyenda-cuenta').first().waitFor();
  assert.deepEqual(await pageSays(page), api, 'the panel');
  await legendAgrees(page, world, places);
  await cardAgrees(page, places, world, filter);
  await tableAgrees(page, api);
  const book = await excel(page);
  assert.deepEqual(bookSays(book, places), api, 'the Excel');
  areasAgree(book['Por área'] ?? [], places);
  calm();
};

/** @type {Record<string, (world: World) => Promise<void>>} */
export const tests = {
  ...Object.fromEntries(
    Object.entries(FILTERS).map(([name, filter]) => [
      `agree: panel, bar, legend, table, API and Excel: ${name}`,
      agree(filter),
    ]),
  ),

  'agree: what nothing meets is nothing everywhere': async (world) => {
    const { page, calm } = await open(world, `/?${NOTHING}`, { viewport: { width: 1440, height: 900 } });
    const places = await ask(world.url, `/resumen?por=area&${NOTHING}&lang=es`);
    assert.deepEqual([places.todo.proyectos, places.areas.length], [0, 0]);
    await counted(page, 'Ningún proyecto');
    await page.locator('coop-overview').getByText('Ningún proyecto cumple todo esto').waitFor();
    await page.locator('.leyenda-cuenta').first().waitFor();
    await legendAgrees(page, world, places);
    await page.getByRole('link', { name: 'Tabla', exact: true }).click();
    await page.locator('.tabla-vacia').waitFor();
    await page.getByRole('button', { name: 'Llevar' }).click();
    await page.getByRole('dialog').getByText('El filtro no elige ningún proyecto').waitFor();
    calm();
  },

  'agree: the list of all areas counts what the filter leaves in each': async (world) => {
    const { page, calm } = await open(world, '/?tema=salud');
    await page.locator('.todas > summary').click();
    const list = page.locator('coop-areas .areas a');
    await list.nth(100).waitFor();
    const told = await list.filter({ has: page.locator('.area-cuenta') }).allInnerTexts();
    const { areas } = await ask(world.url, '/resumen?por=area&tema=salud&lang=es');
    assert.deepEqual(
      told.map((text) => text.replace(/\s+\d.*/s, '')),
      areas
        .filter((/** @type {any} */ one) => LAYER.includes(one.capa))
        .map((/** @type {any} */ one) => one.nombre),
    );
    calm();
  },
};
