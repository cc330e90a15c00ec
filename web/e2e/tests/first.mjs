/* What a person does with the page, one test each. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { createServer } from 'node:http';
import { NELSON_MANDELA, PHONE, accessible, drawn, heading, look, minor, open, param } from '../lib.mjs';
import { oneColourArchive, png } from '../pmtiles.mjs';

/** @type {Record<string, (world: import('../lib.mjs').World) => Promise<void>>} */
export const tests = {
  'opens with the map, the totals and no WebGL': async (world) => {
    const { page, calm } = await open(world, '/');
    await heading(page, 'Toda la ciudad');
    assert.equal(await page.title(), 'Cooperación en Cartagena');
    await drawn(page);
    const webgl = await page.evaluate(() => document.createElement('canvas').getContext('webgl'));
    assert.equal(webgl, null, 'the browser of this test has no WebGL');
    calm();
  },

  'the total closes to the centavo': async (world) => {
    const { page, calm } = await open(world, '/');
    await page.locator('.cierre').waitFor();
    const parts = await page.locator('.cierre tbody .dinero').allTextContents();
    const total = await page.locator('.cierre tfoot .dinero').textContent();
    assert.equal(await page.locator('.cierre tbody tr').count(), 6);
    assert.ok(parts.length > 0, 'a part without any value says so instead');
    assert.equal(
      parts.map(minor).reduce((a, b) => a + b),
      minor(total),
    );
    assert.equal(await page.locator('.cierra').count(), 1);
    calm();
  },

  'search completes without accents and opens the area': async (world) => {
    const { page, calm } = await open(world, '/');
    const box = page.getByRole('combobox', { name: 'Buscar un barrio' });
    await box.fill('republica del libano');
    await page.getByRole('option', { name: 'República del Líbano' }).first().waitFor();
    await box.fill('mandela');
    await page.getByRole('option', { name: 'Nelson Mandela' }).first().waitFor();
    await box.press('ArrowDown');
    await box.press('Enter');
    await heading(page, 'Nelson Mandela');
    assert.equal(param(page, 'area'), 'nelson-mandela');
    calm();
  },

  'a search for nothing says what to try': async (world) => {
    const { page, calm } = await open(world, '/');
    await page.locator('#busqueda').fill('zzzzzz');
    await page.getByText('Pruebe con menos letras').first().waitFor();
    calm();
  },

  'an area shows its two amounts and its projects': async (world) => {
    const { page, calm } = await open(world, '/?area=nelson-mandela');
    await heading(page, 'Nelson Mandela');
    const amounts = await page.locator('.montos .dinero').allTextContents();
    assert.deepEqual(
      amounts.map((text) => text.replace('\u00a0', ' ')),
      ['$ 12.386.206.436,05', '$ 12.386.206.436,05'],
    );
    await page.getByRole('link', { name: 'Alcantarillado Faltante Barrio Nelson Mandela' }).waitFor();
    await page.locator('coop-area').getByText('extensión aproximada').first().waitFor();
    const own = page.locator('section', {
      has: page.getByRole('heading', { name: 'Proyectos en esta área' }),
    });
    assert.equal(await own.locator('.proyecto').count(), 1);
    assert.equal(
      await page.getByRole('link', { name: 'Página del área' }).getAttribute('href'),
      '/area/nelson-mandela?lang=es',
    );
    calm();
  },

  'projects of wider areas stand apart': async (world) => {
    const { page, calm } = await open(world, '/?area=el-pozon');
    await heading(page, 'El Pozón');
    const wider = page.locator('section', {
      has: page.getByRole('heading', { name: 'De áreas más amplias' }),
    });
    await wider.getByRole('link', { name: 'Zona Suroriental', exact: true }).waitFor();
    assert.equal(await wider.getByRole('link', { name: /Conexiones Hidráulico-Sanitarias/ }).count(), 2);
    calm();
  },

  'a click on the map selects the smallest area and lists the others there': async (world) => {
    const { lon, lat } = NELSON_MANDELA;
    const { page, calm } = await open(world, `/#mapa=${lon},${lat},15`);
    await drawn(page);
    const box = await page.locator('.mapa').boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width / 2 + 60, box.y + box.height / 2 + 20);
    await heading(page, 'Nelson Mandela');
    assert.equal(param(page, 'area'), 'nelson-mandela');
    const here = page.getByRole('navigation', { name: 'En este punto' });
    assert.ok((await here.getByRole('link').count()) >= 3, 'barrio, UCG and localidad');
    await here
      .getByRole('link', { name: /Localidad/ })
      .first()
      .click();
    await page.waitForFunction(() => !location.search.includes('area=nelson-mandela'));
    assert.ok(look(page, 'punto'), 'the point stays');
    calm();
  },

  'a click on a project opens it': async (world) => {
    const { page, calm } = await open(world, '/#mapa=-75.4911,10.3569,15');
    await drawn(page);
    const box = await page.locator('.mapa').boundingBox();
    assert.ok(box);
    await page.waitForTimeout(400);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByRole('heading', { level: 1, name: /CAP Arroz Barato/ }).waitFor();
    assert.equal(look(page, 'proyecto'), 'convenio-6');
    await page.getByText('$\u00a0718.566.000,00').first().waitFor();
    calm();
  },

  'a click where several projects share one spot lists them all': async (world) => {
    const { page, calm } = await open(world, '/#proyecto=convenio-4');
    await drawn(page);
    const feature = await page.request.get(`${world.url}/collections/proyectos/items/convenio-4?f=json`);
    const [lon, lat] = (await feature.json()).geometry.coordinates;
    await page.goto(`${world.url}/#mapa=${lon},${lat},14`);
    await drawn(page);
    const box = await page.locator('.mapa').boundingBox();
    assert.ok(box);
    await page.waitForTimeout(400);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByRole('heading', { name: '2 proyectos en este punto' }).waitFor();
    await page
      .getByRole('link', { name: /Conexiones Hidráulico/ })
      .nth(1)
      .waitFor();
    calm();
  },

  'projects without a place are listed beside the map': async (world) => {
    const { page, calm } = await open(world, '/');
    const states = page.locator('.estado');
    await states.first().waitFor();
    assert.equal(await states.count(), 4);
    assert.equal(await states.locator('.estado-valor').count(), 4);
    await states.filter({ hasText: 'Toda la ciudad' }).locator('summary').click();
    await page.getByRole('link', { name: /AIESEC/ }).click();
    await page.getByRole('heading', { level: 1, name: /AIESEC/ }).waitFor();
    await page.getByText('No implica erogación').first().waitFor();
    calm();
  },

  'the language changes everything people read': async (world) => {
    const { page, calm } = await open(world, '/?area=arroz-barato');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByText('Full value', { exact: true }).and(page.locator('dt')).waitFor();
    assert.equal(param(page, 'lang'), 'en');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await page.title(), 'Arroz Barato · Cooperation in Cartagena');
    await page.getByText('COP\u00a0718,566,000.00').first().waitFor();
    await page.reload();
    await page.getByText('Full value', { exact: true }).and(page.locator('dt')).waitFor();
    calm();
  },

  'the address restores the page and back goes back': async (world) => {
    const address = '?area=zona-suroriental&lang=en#capa=ucg&mapa=-75.49,10.41,12.5';
    const { page, calm } = await open(world, `/${address}`);
    await heading(page, 'Zona Suroriental');
    await drawn(page);
    await page.waitForTimeout(500);
    const { search, hash } = new URL(page.url());
    assert.equal(search + hash, address);
    assert.equal(await page.getByLabel('Areas shown').first().inputValue(), 'ucg');
    await page
      .getByRole('link', { name: /Conexiones Hidráulico/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: /Conexiones Hidráulico/ }).waitFor();
    await page.goBack();
    await heading(page, 'Zona Suroriental');
    calm();
  },

  'everything is reached by keyboard alone': async (world) => {
    const { page, calm } = await open(world, '/');
    await heading(page, 'Toda la ciudad');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'salto');
    await page.keyboard.press('Enter');
    await page.keyboard.type('pozon');
    await page
      .locator('#busqueda-lista [role="option"]:first-of-type', { hasText: 'El Pozón' })
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await heading(page, 'El Pozón');
    await page.goto(`${world.url}/#mapa=${NELSON_MANDELA.lon},${NELSON_MANDELA.lat},16`);
    await drawn(page);
    await page.locator('.mapa').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => /mapa=-75\.47[0-6]/.test(location.hash));
    await page.keyboard.press('Enter');
    await heading(page, 'Nelson Mandela');
    calm();
  },

  'every area of a layer is in a list, without the map': async (world) => {
    const { page, calm } = await open(world, '/');
    await page.locator('.todas > summary').focus();
    await page.keyboard.press('Enter');
    const list = page.locator('coop-areas');
    await list.getByRole('link').nth(150).waitFor();
    await list.getByLabel('Filtrar esta lista').fill('boqui');
    await list.getByRole('link', { name: 'La Boquilla' }).first().click();
    await heading(page, 'La Boquilla');
    calm();
  },

  'fits a phone of 360 pixels': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: PHONE, hasTouch: true, isMobile: true });
    await heading(page, 'Toda la ciudad');
    await drawn(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= PHONE.width, `page is ${wide} px wide`);
    const [map, panel] = [
      await page.locator('coop-map').boundingBox(),
      await page.locator('coop-panel').boundingBox(),
    ];
    assert.ok(map && panel && map.y < panel.y && panel.y < PHONE.height, 'map above, list in sight');
    await page.locator('coop-areas, .areas a').first().scrollIntoViewIfNeeded();
    await page
      .getByRole('link', { name: /Arroz Barato/ })
      .first()
      .tap();
    await heading(page, 'Arroz Barato');
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= PHONE.width);
    calm();
  },

  'a server that fails is told, and trying again helps': async (world) => {
    let broken = true;
    const { page, calm } = await open(world, '/', {
      expectErrors: true,
      before: (page) =>
        page.route('**/resumen?**', (route) =>
          broken
            ? route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"title":"x"}' })
            : route.continue(),
        ),
    });
    await page.locator('coop-overview').getByText('El servidor tuvo un problema').first().waitFor();
    broken = false;
    await page.locator('coop-overview').getByRole('button', { name: 'Intentar de nuevo' }).first().click();
    await page.locator('.cierre').waitFor();
    calm();
  },

  'a code that does not exist is told': async (world) => {
    const { page, calm } = await open(world, '/?area=no-existe', { expectErrors: true });
    await page.getByText('no hay un área con ese código').first().waitFor();
    await heading(page, 'Toda la ciudad');
    assert.equal(param(page, 'area'), null);
    calm();
  },

  'a click on projects too many to be named lists them': async (world) => {
    if (!world.store.own) return;
    const rows = ['codigo,titulo,lon,lat'];
    for (let i = 0; i < 1600; i++)
      rows.push(
        `p${i},Proyecto ${i},${(-75.62 + (i % 40) * 0.001).toFixed(4)},${(10.5 + Math.floor(i / 40) * 0.001).toFixed(4)}`,
      );
    const server = await world.store.serveProjects('crowd', rows.join('\n') + '\n');
    try {
      const { page, calm } = await open({ ...world, url: server.url }, '/#mapa=-75.6,10.52,10');
      await drawn(page);
      await page.waitForLoadState('networkidle');
      const box = await page.locator('coop-map .mapa').boundingBox();
      assert.ok(box);
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      const list = page.getByRole('region', { name: /proyectos en este punto/ });
      await list
        .getByRole('link', { name: /Proyecto \d+/ })
        .nth(5)
        .waitFor();
      assert.equal(look(page, 'proyecto'), null);
      calm();
    } finally {
      server.stop();
    }
  },

  'a street basemap stays off until it is chosen': async (world) => {
    if (!world.store.own) return;
    const file = join(world.store.folder, 'calles.pmtiles');
    writeFileSync(file, oneColourArchive([250, 0, 250]));
    const server = await world.store.serve(['--basemap-pmtiles', file, '--basemap-name', 'Calles']);
    try {
      const { page, calm } = await open({ ...world, url: server.url }, '/');
      const asked = /** @type {string[]} */ ([]);
      page.on('request', (request) => asked.push(request.url()));
      await drawn(page);
      assert.equal(asked.filter((url) => url.includes('.pmtiles')).length, 0);
      await page.getByRole('switch', { name: 'Calles' }).click();
      await page.waitForFunction(() =>
        Array.from(document.querySelectorAll('coop-map canvas')).some((element) => {
          const canvas = /** @type {HTMLCanvasElement} */ (element);
          const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          for (let i = 0; i < data.length; i += 4 * 97) {
            if (data[i] === 250 && data[i + 1] === 0 && data[i + 2] === 250) return true;
          }
          return false;
        }),
      );
      assert.equal(look(page, 'fondo'), '1');
      calm();
    } finally {
      server.stop();
    }
  },

  'a street basemap of another origin is let in, and only when chosen': async (world) => {
    if (!world.store.own) return;
    let asked = 0;
    const tile = png(256, [250, 0, 250]);
    const tiles = createServer((_request, answer) => {
      asked++;
      answer.writeHead(200, { 'Content-Type': 'image/png' }).end(tile);
    });
    await new Promise((done) => tiles.listen(0, '127.0.0.1', () => done(null)));
    const address = tiles.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const server = await world.store.serve(['--basemap-url', `${origin}/{z}/{x}/{y}.png`]);
    try {
      const { page, calm } = await open({ ...world, url: server.url }, '/', { origins: [origin] });
      await drawn(page);
      await page.waitForLoadState('networkidle');
      assert.equal(asked, 0);
      await page.getByRole('switch', { name: 'Mapa base' }).click();
      /* The canvas holds a foreign image now and cannot be read: look at the picture of the page. */
      const blank = await page.context().newPage();
      for (let share = 0, tries = 0; share < 0.2; tries++) {
        assert.ok(tries < 50, `${asked} tiles asked for, ${share} of the map is theirs`);
        await page.waitForTimeout(100);
        const shot = await page.locator('coop-map .mapa').screenshot();
        share = await blank.evaluate(
          async (source) => {
            const image = new Image();
            image.src = source;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext('2d');
            context?.drawImage(image, 0, 0);
            const data = context?.getImageData(0, 0, image.width, image.height).data ?? [];
            let theirs = 0;
            for (let i = 0; i < data.length; i += 4) theirs += Number(data[i] === 250 && data[i + 1] === 0);
            return theirs / (data.length / 4);
          },
          `data:image/png;base64,${shot.toString('base64')}`,
        );
      }
      await page.getByRole('switch', { name: 'Mapa base' }).click(); // and off again
      calm();
    } finally {
      server.stop();
      tiles.close();
    }
  },

  'a project chosen in a list is brought into view': async (world) => {
    const { page, calm } = await open(world, '/?area=nelson-mandela#mapa=-75.9,10.1,13'); // over the sea
    await page.locator('a.proyecto-titulo').first().click();
    await page.locator('article h1').waitFor();
    await page.waitForFunction(() => {
      const [lon = 0, lat = 0, z = 0] = (new URLSearchParams(location.hash.slice(1)).get('mapa') ?? '')
        .split(',')
        .map(Number);
      return Math.hypot(lon + 75.477, lat - 10.3659) < 0.01 && z === 13;
    });
    const at = look(page, 'mapa');
    await page.goBack();
    await page.goForward();
    await page.waitForTimeout(200);
    assert.equal(look(page, 'mapa'), at, 'what is in view stays where it is');
    calm();
  },

  'the list of areas asks for no shapes': async (world) => {
    const { page, calm } = await open(world, '/');
    const asked = page.waitForRequest((request) => request.url().includes('/collections/areas/items?'));
    await page.locator('.todas > summary').click();
    assert.equal(new URL((await asked).url()).searchParams.get('geometria'), 'no');
    await page
      .getByRole('link', { name: /Arroz Barato/ })
      .first()
      .waitFor();
    calm();
  },

  'without script there are plain pages': async (world) => {
    const { page } = await open(world, '/', { javaScriptEnabled: false });
    for (const path of ['/areas', '/proyectos']) {
      assert.ok((await page.locator(`a[href="${path}"]`).count()) >= 1, path);
      assert.equal((await page.request.get(world.url + path)).status(), 200);
    }
  },

  'a plain page has a small map, and an area on it leads to its page': async (world) => {
    const { page, calm } = await open(world, '/area/zona-suroriental', { javaScriptEnabled: false });
    const map = page.locator('figure.mapa svg');
    const box = await map.boundingBox();
    assert.ok(box && box.width > 500 && box.height > 200, JSON.stringify(box));
    assert.equal(await map.locator('path.elegida').count(), 1);
    assert.ok((await map.locator('a > path').count()) > 20);
    const shown = await map.screenshot();
    assert.ok(shown.length > 8000, `a picture of ${shown.length} bytes`);
    await map.locator('a[href^="/area/ciudad-bicentenario"] path').click();
    await page.waitForURL(/\/area\/ciudad-bicentenario/);
    await page.goto(`${world.url}/collections/proyectos?f=html`);
    await map.locator('circle').first().waitFor();
    calm();
  },

  'the style is valid': async (world) => {
    const { page } = await open(world, '/areas');
    for (const query of ['', '?lang=en', '?tema=vivienda']) {
      const style = await (await page.request.get(`${world.url}/style.json${query}`)).json();
      assert.ok(style.layers.length > 10);
      assert.deepEqual(
        validateStyleMin(style).map(({ message }) => message),
        [],
      );
    }
  },

  'the first view weighs less than 250 kB': async (world) => {
    let bytes = 0;
    const { page, calm } = await open(world, '/', {
      before: async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send('Network.enable');
        session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      },
    });
    await drawn(page);
    await page.waitForLoadState('networkidle');
    assert.ok(bytes > 50_000 && bytes < 250_000, `${bytes} bytes`);
    calm();
  },

  'no accessibility violation with everything unfolded: city, point and project': async (world) => {
    for (const [colorScheme, lang, filter, view] of /** @type {const} */ ([
      ['light', 'es', '', ''],
      ['dark', 'en', '', ''],
      ['light', 'en', 'area=nelson-mandela&', 'punto=-75.4790,10.3659'],
      ['dark', 'es', 'area=nelson-mandela&', 'punto=-75.4790,10.3659'],
      ['light', 'es', '', 'proyecto=convenio-4'],
      ['dark', 'en', '', 'proyecto=convenio-4'],
    ])) {
      const what = `/?${filter}lang=${lang}#${view}`;
      const { page, calm } = await open(world, what, { colorScheme });
      await page.locator('.cierre, article h1').first().waitFor();
      await drawn(page);
      for (const summary of await page.locator('.estado summary, .todas > summary').all())
        await summary.click();
      await page.waitForLoadState('networkidle');
      await accessible(page, `${colorScheme} ${lang} ${what}`);
      calm();
    }
  },

  'no accessibility violation on a phone, with the search open': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: PHONE });
    await page.locator('#busqueda').fill('la');
    await page.getByRole('option').first().waitFor();
    await accessible(page, 'phone');
    calm();
  },
};
