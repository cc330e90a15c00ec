/* The filter: facets, chips, ranges, places and the search, by clicks and by keyboard. */
import assert from 'node:assert/strict';
import { PHONE, accessible, heading, open, param } from '../lib.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../lib.mjs').World} World */

const WIDE = { width: 1440, height: 900 };
const TABLET = { width: 768, height: 1024 };
const FACETS = ['tema', 'clase', 'area', 'lugar', 'fuente', 'ejecutor', 'anio', 'tipo'];

/** How many projects the bar says, once the answer is there. @param {Page} page */
async function counted(page) {
  await page.locator('.barra-cuenta:not([data-viejo])').waitFor();
  const text = (await page.locator('.barra-cuenta').textContent()) ?? '';
  return /^\s*(Ning|No )/.test(text) ? 0 : Number((text.match(/[\d.,]+/)?.[0] ?? '').replace(/\D/g, ''));
}

/** What the API says of the page's own query. @param {World} world @param {Page} page */
async function asked(world, page) {
  const { search } = new URL(page.url());
  const question = `${world.url}/facetas${search ? `${search}&` : '?'}capa=barrio&capa=poblado&limit=250&lang=es`;
  return /** @type {Promise<import('../../src/api/totals.ts').Facets>} */ (
    (await page.request.get(question)).json()
  );
}

/** Open a facet, if it is not. @param {Page} page @param {string} name */
async function unfold(page, name) {
  const box = page.locator(`coop-facets input[name="${name}"]`);
  if ((await box.count()) > 0) return;
  const titles = {
    clase: 'Clase',
    lugar: 'Qué se sabe del lugar',
    ejecutor: 'Ejecutor',
    anio: 'Año',
  };
  const title = /** @type {Record<string, string>} */ ({ ...titles, tipo: 'Tipo de cooperación' })[name];
  await page.locator('coop-facet summary', { hasText: title ?? name }).click();
  await box.first().waitFor();
}

/** Label and count of every row of a facet that is in sight. @param {Page} page @param {string} name */
const rows = (page, name) =>
  page.locator(`coop-facets .valor:has(input[name="${name}"])`).evaluateAll((labels) =>
    labels.map((row) => ({
      text: row.querySelector('.valor-nombre')?.textContent?.replace(/,$/, '').trim() ?? '',
      count: Number(row.querySelector('.valor-cuenta')?.textContent?.replace(/\D/g, '')),
      zero: row.hasAttribute('data-cero'),
    })),
  );

/** Everything that can be opened. @param {Page} page */
async function unfoldAll(page) {
  for (const summary of await page.locator('coop-facets summary').all())
    if (!(await summary.evaluate((one) => /** @type {HTMLDetailsElement} */ (one.parentElement).open)))
      await summary.click();
  for (const more of await page.locator('coop-facets .faceta-pie button[aria-expanded="false"]').all())
    await more.click();
}

/** @type {Record<string, (world: World) => Promise<void>>} */
export const tests = {
  'filter: a click in any facet narrows the count, the address and every other facet, as the API counts':
    async (world) => {
      const { page, calm } = await open(world, '/', { viewport: WIDE });
      const all = await counted(page);
      assert.equal(all, (await asked(world, page)).proyectos);
      for (const name of FACETS) {
        await unfold(page, name);
        const box = page.locator(`coop-facets input[name="${name}"]`).first();
        await box.check();
        await page.waitForFunction((key) => new URLSearchParams(location.search).has(key), name);
        await page.locator('.barra-cuenta', { hasText: 'de' }).waitFor();
        const answer = await asked(world, page);
        assert.equal(await counted(page), answer.proyectos, name);
        assert.ok(answer.proyectos > 0 && answer.proyectos <= all, name);
        for (const facet of answer.facetas) {
          const counts = new Map(facet.valores.map(({ etiqueta, cuenta }) => [etiqueta, cuenta]));
          for (const row of await rows(page, facet.nombre)) {
            assert.equal(row.count, counts.get(row.text) ?? 0, `${name}: ${facet.nombre}: ${row.text}`);
            assert.equal(row.zero, row.count === 0, 'what has none is grey');
          }
        }
        await page.locator('.ficha').click();
        await page.waitForFunction(
          (n) => document.querySelector('.barra-cuenta')?.textContent?.includes(n),
          `${all}`,
        );
        assert.equal(new URL(page.url()).search, '');
        assert.equal(await box.isChecked(), false, 'the chip unticks the box');
      }
      calm();
    },

  'filter: what has no project left stays, grey, and "sin dato" is the last': async (world) => {
    const { page, calm } = await open(world, '/?fuente=gobierno-espanol', { viewport: WIDE });
    await counted(page);
    const themes = await rows(page, 'tema');
    assert.ok(themes.some(({ count }) => count === 0));
    assert.match(themes.at(-1)?.text ?? '', /^Sin dato/);
    const sources = await rows(page, 'fuente');
    assert.ok(
      sources.every(({ count }) => count > 0),
      'its own choice does not take the other values of a facet away',
    );
    calm();
  },

  'filter: values of a facet add up, facets narrow, and back and forward follow': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: WIDE });
    const all = await counted(page);
    const says = async (/** @type {string} */ what) =>
      page.waitForFunction(
        (text) => document.querySelector('.barra-cuenta')?.textContent?.trim().startsWith(text),
        what,
      );
    await page.getByRole('checkbox', { name: /^Agua y saneamiento/ }).check();
    await says('5 proyectos de');
    await page
      .getByRole('checkbox', { name: /^Sin dato/ })
      .first()
      .check();
    await says('14 proyectos de');
    assert.deepEqual(new URL(page.url()).searchParams.getAll('tema'), ['agua-saneamiento', 'sin-dato']);
    await page.getByRole('checkbox', { name: /^Nelson Mandela/ }).check();
    await says('1 proyecto de');
    await heading(page, 'Nelson Mandela');
    await page.goBack();
    await says('14 proyectos de');
    await page.goBack();
    await says('5 proyectos de');
    assert.equal(await page.getByRole('checkbox', { name: /^Agua y saneamiento/ }).isChecked(), true);
    await page.goForward();
    await says('14 proyectos de');
    await page.getByRole('button', { name: 'Quitar todo' }).click();
    await says(`${all} proyectos`);
    assert.equal(new URL(page.url()).search, '');
    calm();
  },

  'filter: a chip says names, never codes, and its removal keeps the focus': async (world) => {
    const { page, calm } = await open(
      world,
      '/?tema=agua-saneamiento&area=zona-suroriental&fuente=gobierno-espanol&vigente=2008/2011&monto_min=1000000&cerca=-75.477,10.3659,1000',
      { viewport: WIDE },
    );
    await page.locator('.ficha', { hasText: 'a 1 km de un punto en' }).waitFor();
    const texts = await page
      .locator('.ficha')
      .evaluateAll((all) => all.map((one) => one.getAttribute('title')));
    assert.deepEqual(
      texts.map((text) => text?.replace('\u00a0', ' ').replace(/un punto en .*/, 'X')),
      [
        'Área: Zona Suroriental',
        'Tema: Agua y saneamiento',
        'Fuente de los recursos: Gobierno español',
        'desde 2008 hasta 2011',
        '≥ $ 1.000.000',
        'a 1 km de X',
      ],
    );
    await page.getByRole('button', { name: 'Quitar el filtro Tema: Agua y saneamiento' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !location.search.includes('tema='));
    await page.waitForFunction(() => document.activeElement?.getAttribute('title')?.startsWith('Fuente'));
    for (let i = 0; i < 5; i++) {
      await page.keyboard.press('Enter');
      await page.waitForTimeout(50);
    }
    assert.equal(new URL(page.url()).search, '', 'Enter takes one after another');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'filtros');
    calm();
  },

  'filter: long lists are cut, opened and searched without accents': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: WIDE });
    await counted(page);
    const theme = page.locator('coop-facet').first();
    const before = await rows(page, 'tema');
    assert.equal(before.length, 9, 'eight and "sin dato"');
    const more = theme.getByRole('button', { name: /^Ver toda la lista/ });
    await more.click();
    assert.ok((await rows(page, 'tema')).length > before.length);
    await theme.getByRole('searchbox').fill('genero');
    assert.deepEqual(
      (await rows(page, 'tema')).map(({ text }) => text),
      ['Género'],
    );
    await theme.getByRole('searchbox').fill('zzz');
    await theme.getByText('Nada con «zzz»').waitFor();
    calm();
  },

  'filter: amounts are read as people write them, and what is none is told at the field': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: WIDE });
    await page.locator('coop-range-amount summary').click();
    await page.getByText(/de 34 proyectos no tienen un valor conocido/).waitFor();
    const least = page.getByRole('textbox', { name: 'Mínimo COP' });
    const most = page.getByRole('textbox', { name: 'Máximo COP' });
    await least.fill('mucho');
    await least.press('Enter');
    await page.getByText('«mucho» no es un monto').waitFor();
    assert.equal(await least.getAttribute('aria-invalid'), 'true');
    assert.equal(param(page, 'monto_min'), null);
    await least.fill('1,5 millones');
    await least.press('Enter');
    await page.waitForFunction(() => location.search === '?monto_min=1500000');
    await page.waitForFunction(
      () =>
        /** @type {HTMLInputElement} */ (document.querySelector('coop-range-amount input')).value ===
        '1.500.000',
    );
    assert.equal(await counted(page), (await asked(world, page)).proyectos);
    await most.fill('1.000');
    await most.press('Tab');
    await page.getByText('El mínimo es mayor que el máximo').waitFor();
    await most.fill('2 mil millones');
    await most.press('Tab');
    await page.waitForFunction(() => location.search === '?monto_min=1500000&monto_max=2000000000');
    await page.getByRole('button', { name: 'Quitar el valor' }).click();
    await page.waitForFunction(() => location.search === '');
    assert.equal(await least.inputValue(), '');
    calm();
  },

  'filter: a period by its two fields and by the bars of its years': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: WIDE });
    await counted(page);
    const drawing = page.getByRole('img', { name: /^Proyectos por año: / });
    const { facetas } = await asked(world, page);
    const years = facetas.find(({ nombre }) => nombre === 'anio')?.valores ?? [];
    for (const { valor, cuenta } of years.filter(({ valor }) => valor !== 'sin-dato'))
      assert.ok((await drawing.getAttribute('aria-label'))?.includes(`${valor}: ${cuenta}`), valor);
    const unknown = years.find(({ valor }) => valor === 'sin-dato')?.cuenta;
    await page.getByText(`${unknown} proyectos no dicen el año`).waitFor();
    const from = page.getByRole('textbox', { name: 'Desde' });
    const to = page.getByRole('textbox', { name: 'Hasta' });
    await from.fill('ayer');
    await from.press('Enter');
    await page.getByText('«ayer» no es un año').waitFor();
    await from.fill('2008');
    await from.press('Enter');
    await page.waitForFunction(() => location.search === '?vigente=2008/..');
    await to.fill('2007');
    await to.press('Enter');
    await page.getByText('El final (2007) va antes').waitFor();
    await to.fill('2011');
    await to.press('Enter');
    await page.waitForFunction(() => location.search === '?vigente=2008/2011');
    await page.getByRole('button', { name: /desde 2008 hasta 2011/ }).waitFor();
    await page.waitForFunction((n) => document.querySelectorAll('.anio-fuera').length === n, 2);
    await page.locator('.anio').last().click();
    await page.waitForFunction(() => location.search === '?vigente=2011');
    calm();
  },

  'filter: near me, near the centre of the map, and what to do without permission': async (world) => {
    const me = { longitude: -75.477, latitude: 10.3659 };
    const { page, calm } = await open(world, '/', {
      viewport: WIDE,
      geolocation: me,
      permissions: ['geolocation'],
    });
    await counted(page);
    await page.getByRole('button', { name: 'Cerca de mí' }).click();
    await page.waitForFunction(() => location.search === '?cerca=-75.477,10.3659,1000');
    await page.getByRole('radio', { name: '2 km' }).check();
    await page.waitForFunction(() => location.search === '?cerca=-75.477,10.3659,2000');
    assert.equal(await counted(page), (await asked(world, page)).proyectos);
    await page.getByRole('button', { name: 'Quitar la distancia' }).click();
    await page.waitForFunction(() => location.search === '');
    calm();

    const other = await open(world, '/#mapa=-75.5,10.4,14', { viewport: WIDE });
    await counted(other.page);
    await other.page.getByRole('button', { name: 'Cerca de mí' }).click();
    await other.page.getByText('El navegador no dio permiso').waitFor();
    await other.page.getByRole('button', { name: 'Del centro del mapa' }).click();
    await other.page.waitForFunction(
      () => location.search === '?cerca=-75.5,10.4,2000' || location.search === '?cerca=-75.5,10.4,1000',
    );
    assert.equal(await other.page.getByText('El navegador no dio permiso').count(), 0);
    other.calm();
  },

  'filter: only what is in view, and a drawing that is asked for and taken away': async (world) => {
    const drawn = encodeURIComponent('POLYGON((-75.6 10.3,-75.4 10.3,-75.4 10.5,-75.6 10.5,-75.6 10.3))');
    const { page, calm } = await open(world, `/?dibujo=${drawn}`, { viewport: WIDE });
    await counted(page);
    await page.getByText('Solo dentro del dibujo').waitFor();
    await page.getByRole('button', { name: 'Quitar el dibujo' }).click();
    await page.waitForFunction(() => location.search === '');
    await page.evaluate(() =>
      document.addEventListener('coop-dibujar', () => (document.documentElement.dataset['dibuja'] = 'si')),
    );
    await page.getByRole('button', { name: 'Dibujar un área' }).click();
    await page.waitForFunction(() => document.documentElement.dataset['dibuja'] === 'si');
    await page.getByRole('switch', { name: 'Solo lo que se ve en el mapa' }).check();
    await page.waitForFunction(
      () => location.hash.includes('en_vista=1') && location.search.includes('bbox='),
    );
    await page.getByRole('button', { name: 'Quitar el filtro solo lo que se ve' }).click();
    await page.waitForFunction(() => !location.hash.includes('en_vista') && location.search === '');
    calm();
  },

  'filter: the whole way by keyboard alone': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: WIDE });
    await counted(page);
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'busqueda');
    await page.keyboard.type('mandela');
    await page.getByRole('option', { name: /^Nelson Mandela/ }).waitFor();
    assert.equal(new URL(page.url()).search, '', 'what is typed is no state yet');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await heading(page, 'Nelson Mandela');
    await page.keyboard.press('/');
    await page.keyboard.type('alcantarillado');
    await page.getByRole('option', { name: 'Buscar «alcantarillado» en todos los proyectos' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => new URLSearchParams(location.search).get('q') === 'alcantarillado');
    assert.equal(await counted(page), (await asked(world, page)).proyectos);
    await page.locator('coop-facets summary').first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.waitForFunction(() => location.search.includes('tema='));
    assert.equal(
      await page.evaluate(() => document.activeElement?.getAttribute('name')),
      'tema',
      'the focus stays where it was',
    );
    await page.keyboard.press('Space');
    await page.waitForFunction(() => !location.search.includes('tema='));
    calm();
  },

  'search: groups, matched letters, and the key can be turned off': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: WIDE });
    await page.locator('#busqueda').click();
    await page.getByRole('button', { name: 'Desactivarla' }).click();
    await page.locator('h1').first().click();
    await page.keyboard.press('/');
    assert.notEqual(await page.evaluate(() => document.activeElement?.id), 'busqueda');
    await page.locator('#busqueda').fill('MANDELA');
    await page.getByRole('group', { name: 'Áreas' }).waitFor();
    assert.equal(await page.locator('.hallado mark').first().textContent(), 'Mandela');
    await accessible(page, 'search open');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('listbox').isVisible(), false);
    calm();
  },

  'filter: a sheet on narrow screens, with the focus kept and given back': async (world) => {
    for (const viewport of [PHONE, TABLET]) {
      const { page, calm } = await open(world, '/', { viewport, hasTouch: true });
      await counted(page);
      assert.equal(await page.locator('coop-facets input').count(), 0);
      const opener = page.getByRole('button', { name: 'Filtros', exact: true });
      await opener.focus();
      await page.keyboard.press('Enter');
      const sheet = page.getByRole('dialog', { name: 'Filtros' });
      await sheet.waitFor();
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        const where = await page.evaluate(() => {
          const here = document.activeElement;
          return here === document.body || here?.closest('dialog') !== null;
        });
        assert.ok(where, 'the focus stays in the sheet');
      }
      await sheet.getByRole('checkbox', { name: /^Agua y saneamiento/ }).check();
      await sheet.getByRole('button', { name: 'Ver 5 proyectos' }).waitFor();
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'hidden' });
      const again = page.getByRole('button', { name: 'Filtros: 1 puesto' });
      assert.equal(await again.evaluate((one) => one === document.activeElement), true);
      await again.click();
      await sheet.getByRole('button', { name: 'Ver 5 proyectos' }).click();
      await sheet.waitFor({ state: 'hidden' });
      assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
        'nothing pushes the page sideways',
      );
      calm();
    }
  },

  'filter: no violation with everything open, in both languages and colours, on three widths': async (
    world,
  ) => {
    for (const [viewport, colorScheme, lang] of /** @type {const} */ ([
      [WIDE, 'light', 'es'],
      [WIDE, 'dark', 'en'],
      [TABLET, 'light', 'en'],
      [TABLET, 'dark', 'es'],
      [PHONE, 'light', 'es'],
      [PHONE, 'dark', 'en'],
    ])) {
      const { page, calm } = await open(
        world,
        `/?lang=${lang}&tema=agua-saneamiento&tema=sin-dato&vigente=2008/2011&cerca=-75.477,10.3659,5000`,
        { viewport, colorScheme },
      );
      await counted(page);
      if (viewport !== WIDE) await page.locator('.barra-abrir').click();
      await page.locator('coop-facets summary').first().waitFor();
      await unfoldAll(page);
      await page.getByRole('textbox', { name: lang === 'es' ? 'Desde' : 'From' }).fill('x');
      await page.keyboard.press('Enter');
      await page.locator('.rango-mal').waitFor();
      await accessible(page, `${viewport.width} ${colorScheme} ${lang}`);
      calm();
      await page.context().close();
    }
  },

  'filter: what the server refuses leaves the filter, and the rest stays': async (world) => {
    const { page } = await open(world, '/?tema=no-hay-tal&area=nelson-mandela', {
      viewport: WIDE,
      expectErrors: true,
    });
    await page.waitForFunction(() => location.search === '?area=nelson-mandela');
    await page.locator('.ficha').first().waitFor();
    assert.equal(await page.locator('.ficha').count(), 1);
    assert.equal(await counted(page), 1);
    await page.getByText('no-hay-tal').first().waitFor();
  },

  'filter: a cell of the map counts as for the API, goes along to a sheet, and is removed': async (world) => {
    const { page, calm } = await open(world, '/?celda=11/594/964&area=zona-suroriental', { viewport: WIDE });
    assert.equal(await counted(page), (await asked(world, page)).proyectos);
    assert.equal(
      await page.locator('coop-area .pie-ficha a[href*="/hoja"]').getAttribute('href'),
      '/area/zona-suroriental/hoja?celda=11/594/964&lang=es',
    );
    await page.locator('.ficha', { hasText: 'Celda del mapa: 11/594/964' }).click();
    await page.waitForFunction(() => location.search === '?area=zona-suroriental');
    assert.equal(await counted(page), (await asked(world, page)).proyectos);
    calm();
  },

  'filter: text of the data stays text': async (world) => {
    if (!world.store.own) return;
    const bad = '<b onclick=alert(1)>Banco</b><img src=x onerror=alert(2)>';
    const server = await world.store.serveProjects(
      'markup',
      `codigo,titulo,ambito,aporte_1_entidad,aporte_1_valor,aporte_1_moneda\np-1,"${bad}",ciudad,"${bad}",1000,COP\n`,
    );
    try {
      const { page, calm } = await open({ ...world, url: server.url }, '/', { viewport: WIDE });
      await page.locator('.valor-nombre', { hasText: '<b onclick' }).waitFor();
      await page.locator('.valor:has(input[name="fuente"])').first().click();
      await page.locator('.ficha-texto', { hasText: '<img' }).waitFor();
      await page.locator('#busqueda').fill('banco');
      await page.getByRole('option').first().waitFor();
      assert.equal(
        await page.locator('coop-facets b, coop-filter-bar b, coop-search b, coop-search img').count(),
        0,
      );
      calm();
    } finally {
      server.stop();
    }
  },
};
