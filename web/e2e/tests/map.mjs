/* The map: what it colours and says of it, and all that is done on it, by mouse and by keyboard. */
import assert from 'node:assert/strict';
import { DESKTOP, NELSON_MANDELA, PHONE, accessible, heading, open, param } from '../lib.mjs';
import { madeUpProjects } from '../made-up.mjs';

/** @typedef {import('../lib.mjs').World} World */
/** @typedef {import('../lib.mjs').Page} Page */

const WIDE = { width: 1440, height: 900 };
const TALL = { width: 1440, height: 1200 };
/* All of the district at once. */
const ALL = 'mapa=-75.7,10.05,10';

/** All that was asked for is drawn. @param {Page} page */
export const quiet = (page) =>
  page.waitForFunction(() => document.documentElement.dataset['mapa'] === 'quieto');

/** A value of the fragment. @param {Page} page @param {string} key */
const look = (page, key) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get(key);

/** @param {Page} page */
async function box(page) {
  const found = await page.locator('coop-map .mapa').boundingBox();
  assert.ok(found);
  return found;
}

/** Where a place is on the screen. @param {Page} page @param {number} lon @param {number} lat */
async function pixel(page, lon, lat) {
  const { x, y } = await box(page);
  const [dx = 0, dy = 0] = await page.evaluate(
    ([lon = 0, lat = 0]) => {
      const map = /** @type {any} */ (document.querySelector('coop-map')).map.map;
      const half = 20037508.342789244;
      const north = (Math.log(Math.tan(((90 + lat) * Math.PI) / 360)) / Math.PI) * half;
      return map.getPixelFromCoordinate([(lon * half) / 180, north]);
    },
    [lon, lat],
  );
  return { x: x + dx, y: y + dy };
}

/** How many areas are drawn in each colour, asked of the drawing's own style and the tiles in sight. @param {Page} page */
const drawnColours = (page) =>
  page.evaluate(() => {
    const city = /** @type {any} */ (document.querySelector('coop-map')).map;
    const layer = city.layers.areas;
    const style = layer.getStyleFunction();
    const extent = city.view.calculateExtent(city.map.getSize());
    const colours = new Map();
    for (const feature of layer.getFeaturesInExtent(extent)) {
      const fill = style(feature, city.view.getResolution())?.[0]?.getFill();
      if (!fill) continue;
      const colour = fill.getColor();
      colours.set(feature.get('codigo'), typeof colour === 'string' ? colour : 'trama');
    }
    /** @type {Record<string, number>} */
    const counts = {};
    for (const colour of colours.values()) counts[colour] = (counts[colour] ?? 0) + 1;
    return counts;
  });

/** What the legend in the page says, by the colour of its swatch. @param {Page} page */
const toldColours = (page) =>
  page.evaluate(() => {
    const css = getComputedStyle(document.documentElement);
    /** @type {Record<string, number>} */
    const counts = {};
    for (const row of Array.from(document.querySelectorAll('.leyenda tbody:not(.leyenda-marcas) tr'))) {
      const swatch = /muestra-([a-z]+(?:-\d)?)/.exec(row.querySelector('i')?.className ?? '')?.[1] ?? '';
      const n = Number((row.querySelector('.leyenda-cuenta')?.textContent ?? '').replace(/\D/g, ''));
      const colour = swatch === 'trama' ? 'trama' : css.getPropertyValue(`--mapa-${swatch}`).trim();
      if (n > 0) counts[colour] = n;
    }
    return counts;
  });

/** @param {Page} page */
async function openLegend(page) {
  const legend = page.locator('.leyenda');
  if ((await legend.getAttribute('open')) === null) await legend.locator('> summary').click();
}

/** @param {(page: Page, url: string, calm: () => void) => Promise<void>} then */
const withCrowd =
  (/** @type {(page: Page, calm: () => void) => Promise<void>} */ then, path = '/', size = WIDE) =>
  /** @param {World} world */
  async (world) => {
    if (!world.store.own) return;
    const server = await world.store.serveProjects('crowd-map', madeUpProjects(5000), { geodata: true });
    try {
      const { page, calm } = await open({ ...world, url: server.url }, path, { viewport: size });
      await quiet(page);
      await then(page, calm);
    } finally {
      server.stop();
    }
  };

/** @type {Record<string, (world: World) => Promise<void>>} */
export const tests = {
  'map: the legend counts what is drawn, in every measure, method and layer': withCrowd(
    async (page, calm) => {
      for (const capa of ['barrio', 'localidad', 'ucg'])
        for (const medida of ['proyectos', 'valor', 'atribuido', 'personas', 'percapita'])
          for (const [metodo, clases] of [
            ['cuantiles', 5],
            ['intervalos', 7],
            ['naturales', 3],
          ]) {
            await page.evaluate(
              (hash) => (location.hash = hash),
              `${ALL}&capa=${capa}&medida=${medida}&metodo=${metodo}&clases=${clases}`.replace(
                'mapa',
                'mapa',
              ),
            );
            await page.waitForTimeout(60);
            await quiet(page);
            const told = await toldColours(page);
            assert.deepEqual(await drawnColours(page), told, `${capa} ${medida} ${metodo}`);
            if (capa === 'barrio')
              assert.equal(
                Object.values(told).reduce((a, b) => a + b),
                211,
              );
          }
      calm();
    },
    `/#${ALL}`,
    TALL,
  ),

  'map: no data is not zero': async (world) => {
    const { page, calm } = await open(world, `/#medida=valor&${ALL}`, { viewport: TALL });
    await quiet(page);
    const counts = await drawnColours(page);
    const none = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--mapa-ninguno').trim(),
    );
    assert.equal(counts['trama'], 1, 'Ciudad Bicentenario has a project without a value');
    assert.equal(counts[none], 208);
    await page.getByRole('row', { name: /Con proyectos, sin dato 1/ }).waitFor();
    await page.getByRole('row', { name: /Sin proyectos 208/ }).waitFor();
    calm();
  },

  'map: measure, layer, method and classes are chosen by keyboard and told': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: WIDE });
    await quiet(page);
    await page.getByLabel('Qué se colorea').focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => location.hash.includes('medida=valor'));
    await page.locator('.leyenda caption', { hasText: 'Valor completo' }).waitFor();
    await page.waitForFunction(() =>
      /colorea valor completo/.test(document.getElementById('anuncios')?.textContent ?? ''),
    );
    await page.locator('.leyenda-ajustes > summary').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Cómo se cortan las clases').selectOption('naturales');
    await page.getByLabel('Número de clases').selectOption('2');
    await page.locator('.leyenda caption', { hasText: 'Cortes naturales (Jenks) · 2 clases' }).waitFor();
    await page.getByLabel('Áreas que se muestran').first().selectOption('localidad');
    await page.waitForFunction(() => location.hash.includes('capa=localidad'));
    assert.equal(look(page, 'metodo'), 'naturales');
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes('capa='));
    calm();
  },

  'map: a filter changes the colours and the points, not the tiles of areas': withCrowd(
    async (page, calm) => {
      const before = JSON.stringify(await drawnColours(page));
      /** @type {string[]} */
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.evaluate(() => {
        const { store } = /** @type {any} */ (document.querySelector('coop-map')).page;
        store.set({ filter: { tema: ['salud'] } });
      });
      await page.waitForTimeout(100);
      await quiet(page);
      assert.notEqual(JSON.stringify(await drawnColours(page)), before);
      assert.deepEqual(await drawnColours(page), await toldColours(page));
      assert.ok(asked.some((url) => url.includes('collections=proyectos&tema=salud')));
      assert.ok(!asked.some((url) => url.includes('collections=areas')), 'outlines stay');
      calm();
    },
    `/#${ALL}`,
    TALL,
  ),

  'map: what the colours do not count is told in figures that filter': async (world) => {
    const { page, calm } = await open(world, '/', { viewport: WIDE });
    await quiet(page);
    const all = await (await page.request.get(`${world.url}/resumen?por=area`)).json();
    for (const { estado, proyectos } of all.sin_lugar) {
      if (proyectos === 0) continue;
      const link = page.locator(`.leyenda-notas a[href*="lugar=${estado}"]`);
      assert.match((await link.textContent()) ?? '', new RegExp(` ${proyectos}$`), estado);
    }
    await page.locator('.leyenda-notas a[href*="lugar=city"]').click();
    await page.waitForFunction(() => location.search === '?lugar=city');
    calm();
  },

  'map: wider areas lie over the barrios as outlines, and a click lists all at the point, smallest first':
    async (world) => {
      const { page, calm } = await open(world, '/#mapa=-75.4807,10.4082,14', { viewport: WIDE });
      await quiet(page);
      const outline = await page.evaluate(() => {
        const city = /** @type {any} */ (document.querySelector('coop-map')).map;
        const style = city.layers.areas.getStyleFunction();
        const found = city.layers.areas
          .getFeaturesInExtent(city.view.calculateExtent(city.map.getSize()))
          .find((/** @type {any} */ feature) => feature.get('codigo') === 'zona-suroriental');
        return (
          found &&
          style(found, 1).map((/** @type {any} */ one) => [
            one.getFill() === null,
            one.getStroke().getWidth(),
          ])
        );
      });
      assert.deepEqual(outline, [
        [true, 6],
        [true, 2.6],
      ]);
      const at = await pixel(page, -75.4807, 10.4082);
      await page.mouse.move(at.x, at.y);
      await page.locator('.mapa-punta', { hasText: 'Zona Suroriental' }).waitFor();
      await page.mouse.click(at.x, at.y);
      const here = page.getByRole('navigation', { name: 'En este punto' });
      await here.getByRole('link').first().waitFor();
      const listed = await here.getByRole('link').allTextContents();
      assert.match(listed[0] ?? '', /Barrio/);
      assert.ok(listed.some((text) => text.includes('Zona Suroriental')));
      await openLegend(page);
      await page.locator('.leyenda-ajustes > summary').click();
      await page.getByRole('switch', { name: 'Contornos de áreas más amplias' }).click();
      await page.waitForFunction(() => location.hash.includes('encima=0'));
      calm();
    },

  'map: the keyboard asks what is at the centre and sees its name': async (world) => {
    const { page, calm } = await open(world, `/#mapa=${NELSON_MANDELA.lon},${NELSON_MANDELA.lat},16`);
    await quiet(page);
    await page.keyboard.press('Tab');
    await page.locator('.mapa').focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('.mapa-punta', { hasText: 'Nelson Mandela' }).waitFor();
    await page.keyboard.press('Enter');
    await heading(page, 'Nelson Mandela');
    await page.waitForFunction(() =>
      /Nelson Mandela/.test(document.getElementById('anuncios')?.textContent ?? ''),
    );
    calm();
  },

  'map: a spot of many opens into the list of exactly its projects': withCrowd(async (page, calm) => {
    const spot = await page.evaluate(() => {
      const city = /** @type {any} */ (document.querySelector('coop-map')).map;
      const spots = city.points.source.getFeatures();
      const [width, height] = city.map.getSize();
      const inside = spots.filter((/** @type {any} */ feature) => {
        const [x, y] = city.map.getPixelFromCoordinate(feature.getGeometry().getCoordinates());
        return x > width * 0.55 && x < width * 0.85 && y > height * 0.4 && y < height * 0.8;
      });
      inside.sort((/** @type {any} */ a, /** @type {any} */ b) => b.get('spot').n - a.get('spot').n);
      const [x, y] = city.map.getPixelFromCoordinate(inside[0].getGeometry().getCoordinates());
      return { n: inside[0].get('spot').n, celda: inside[0].get('spot').celda, x, y };
    });
    assert.ok(spot.n > 40);
    const origin = new URL(page.url()).origin;
    const matched = await (
      await page.request.get(
        `${origin}/collections/proyectos/items?f=json&limit=1&anio=2008&anio=2009&anio=2010&celda=${spot.celda}`,
      )
    ).json();
    assert.equal(matched.numberMatched, spot.n);
    const { x, y } = await box(page);
    await page.mouse.click(x + spot.x, y + spot.y);
    const list = page.getByRole('region', { name: /proyectos en este punto/ });
    await list.locator('.proyectos a').nth(10).waitFor();
    assert.match((await list.locator('h2').textContent()) ?? '', new RegExp(`^${spot.n} `));
    assert.match((await list.textContent()) ?? '', new RegExp(`1 a 20 de ${spot.n}`));
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'mapa-grupo-titulo');
    await list.getByRole('button', { name: 'Siguientes' }).click();
    await list.getByText(`21 a 40 de ${spot.n}`).waitFor();
    await accessible(page, 'the list of a spot');
    await list.locator('.proyectos a').first().click();
    await page.waitForFunction(() => location.hash.includes('proyecto='));
    await page.keyboard.press('Escape');
    calm();
  }, '/?anio=2008&anio=2009&anio=2010'),

  'map: coordinates and scale': async (world) => {
    const { page, calm } = await open(world, '/#mapa=-75.5,10.4,14', { viewport: WIDE });
    await quiet(page);
    const { x, y, width, height } = await box(page);
    const readout = page.locator('.mapa-coordenadas');
    assert.equal((await readout.textContent())?.trim().replaceAll('\u00a0', ' '), '10,40000° N 75,50000° O');
    const wide = (await readout.boundingBox())?.width;
    await page.mouse.move(x + width / 2 + 37, y + height / 2 + 11);
    await page.waitForFunction(
      () => !/10,40000/.test(document.querySelector('.mapa-coordenadas')?.textContent ?? ''),
    );
    assert.equal((await readout.boundingBox())?.width, wide, 'does not jump');
    await page.locator('.mapa-escala', { hasText: /^\s*500 m\s*$/ }).waitFor();
    const bar = await page
      .locator('.mapa-escala path')
      .evaluate((path) => path.getBoundingClientRect().width);
    const metres = (156543.03392804097 * Math.cos((10.4 * Math.PI) / 180)) / 2 ** 14;
    assert.ok(Math.abs(bar - 500 / metres) < 2.5, `${bar} pixels`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await readout.click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '10.40000, -75.50000');
    await page.getByRole('img', { name: 'El norte está arriba' }).waitFor();
    calm();
  },

  'map: a distance is measured by mouse': async (world) => {
    const { page, calm } = await open(world, '/#mapa=-75.5,10.4,13', { viewport: WIDE });
    await quiet(page);
    await page.getByRole('button', { name: 'Medir y dibujar' }).click();
    const tools = page.getByRole('region', { name: 'Medir y dibujar en el mapa' });
    await tools.waitFor();
    for (const [lon, lat] of /** @type {const} */ ([
      [-75.5, 10.37],
      [-75.48, 10.37],
    ])) {
      const at = await pixel(page, lon, lat);
      await page.mouse.click(at.x, at.y);
      await page.waitForTimeout(350);
    }
    const said = /Distancia: ([\d,]+) km/.exec((await tools.textContent()) ?? '')?.[1]?.replace(',', '.');
    const wanted = (0.02 * Math.PI * 6371.0088 * Math.cos((10.37 * Math.PI) / 180)) / 180;
    assert.ok(Math.abs(Number(said) - wanted) < 0.02, `${said} instead of ${wanted}`);
    await accessible(page, 'the tools');
    await page.keyboard.press('Escape');
    await tools.waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).search, '');
    calm();
  },

  'map: a polygon drawn by mouse filters': async (world) => {
    const { page, calm } = await open(world, '/#mapa=-75.48,10.385,13', { viewport: WIDE });
    await quiet(page);
    await page.evaluate(() => document.dispatchEvent(new CustomEvent('coop-dibujar')));
    await page.getByRole('button', { name: 'Filtrar por un polígono', pressed: true }).waitFor();
    const corners = /** @type {const} */ ([
      [-75.49, 10.352],
      [-75.465, 10.352],
      [-75.465, 10.375],
    ]);
    for (const [lon, lat] of corners) {
      const at = await pixel(page, lon, lat);
      await page.mouse.click(at.x, at.y);
      await page.waitForTimeout(350);
    }
    const last = await pixel(page, -75.49, 10.375);
    await page.mouse.dblclick(last.x, last.y);
    await page.waitForFunction(() => new URL(location.href).searchParams.has('dibujo'));
    const wkt = param(page, 'dibujo') ?? '';
    assert.match(wkt, /^POLYGON\(\((-75\.\d{1,5} 10\.\d{1,5}(, )?){5}\)\)$/);
    await quiet(page);
    const answer = await page.request.get(`${world.url}/facetas${new URL(page.url()).search}`);
    const { proyectos } = await answer.json();
    assert.ok(proyectos >= 1 && proyectos < 34);
    const shown = await page.evaluate(
      () => /** @type {any} */ (document.querySelector('coop-map')).map.sources.asked.getFeatures().length,
    );
    assert.equal(shown, 1, 'the drawing stays in sight');
    calm();
  },

  'map: a polygon drawn by keyboard filters; undo and escape': async (world) => {
    const { page, calm } = await open(world, '/#mapa=-75.48,10.365,14', { viewport: WIDE });
    await quiet(page);
    await page.getByRole('button', { name: 'Medir y dibujar' }).press('Enter');
    await page.getByRole('button', { name: 'Filtrar por un polígono' }).press('Enter');
    const map = page.locator('.mapa');
    await page.waitForFunction(() => document.activeElement?.className === 'mapa');
    const step = async (/** @type {string} */ key) => {
      for (let i = 0; i < 2; i++) {
        await map.press(key);
        await page.waitForTimeout(160);
      }
      await quiet(page);
      await map.press('Enter');
    };
    await map.press('Enter');
    await step('ArrowRight');
    await step('ArrowDown');
    await page.getByText('3 puntos').waitFor();
    await map.press('Backspace');
    await page.getByText('2 puntos').waitFor();
    await map.press('Enter');
    await page.getByText('3 puntos').waitFor();
    await map.press('Enter'); // twice at one place: done
    await page.waitForFunction(() => new URL(location.href).searchParams.has('dibujo'));
    assert.match(param(page, 'dibujo') ?? '', /^POLYGON/);
    await page.getByRole('button', { name: 'Medir y dibujar' }).press('Enter');
    await page.getByRole('region', { name: 'Medir y dibujar en el mapa' }).waitFor();
    await map.press('Enter');
    await map.press('Escape');
    await page.getByRole('region', { name: 'Medir y dibujar en el mapa' }).waitFor({ state: 'detached' });
    calm();
  },

  'map: only what is in view follows the map, and lets go of it': async (world) => {
    const { page, calm } = await open(world, '/#mapa=-75.48,10.37,14', { viewport: WIDE });
    await quiet(page);
    const store = (/** @type {object} */ change) =>
      page.evaluate(
        (wanted) => /** @type {any} */ (document.querySelector('coop-map')).page.store.set(wanted),
        change,
      );
    await store({ view: { en_vista: true } });
    await page.waitForFunction(() => new URL(location.href).searchParams.has('bbox'));
    const first = param(page, 'bbox') ?? '';
    const [west = 0, south = 0, east = 0, north = 0] = first.split(',').map(Number);
    assert.ok(west < -75.48 && east > -75.48 && south < 10.37 && north > 10.37, first);
    assert.match(first, /^(-?\d+(\.\d{1,4})?,){3}-?\d+(\.\d{1,4})?$/);
    await page.locator('.mapa').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((old) => new URL(location.href).searchParams.get('bbox') !== old, first);
    const entries = await page.evaluate(() => history.length);
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(700);
    assert.equal(await page.evaluate(() => history.length), entries, 'moving is no step back');
    await store({ view: { en_vista: false }, filter: { bbox: null } });
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(600);
    assert.equal(param(page, 'bbox'), null);
    calm();
  },

  'map: two selected areas are both outlined': async (world) => {
    const { page, calm } = await open(world, '/?area=nelson-mandela&area=arroz-barato', { viewport: WIDE });
    await quiet(page);
    await page.waitForFunction(
      () =>
        /** @type {any} */ (document.querySelector('coop-map')).map.sources.selection.getFeatures().length ===
        2,
    );
    calm();
  },

  'map: a picture of any size holds the map alone': async (world) => {
    const { page, calm } = await open(world, '/#medida=valor', { viewport: WIDE });
    await quiet(page);
    const found = await page.evaluate(async () => {
      const part = /** @type {any} */ (document.querySelector('coop-map'));
      const canvas = await part.picture(900, 700);
      const data = canvas.getContext('2d').getImageData(0, 0, 900, 700).data;
      const colours = new Set();
      for (let i = 0; i < data.length; i += 4) colours.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
      return { width: canvas.width, height: canvas.height, colours: colours.size, legend: part.legend };
    });
    assert.deepEqual([found.width, found.height], [900, 700]);
    assert.ok(found.colours > 20);
    assert.ok(found.legend.classes.some((/** @type {any} */ one) => one.kind === 'sin-dato' && one.hatch));
    assert.equal(found.legend.title, 'Valor completo de los proyectos de cada área');
    calm();
  },

  'map: totals that do not arrive are told, and the map stays': async (world) => {
    const { page, calm } = await open(world, '/', {
      expectErrors: true,
      before: (page) => page.route('**/resumen?**', (route) => route.fulfill({ status: 500, body: '{}' })),
    });
    await page.getByText('Los totales no llegaron').waitFor();
    await page.locator('.mapa').focus();
    await page.keyboard.press('+');
    await page.waitForFunction(() => location.hash.includes('mapa='));
    calm();
  },

  'map: tiles that do not arrive are told': async (world) => {
    const { page, calm } = await open(world, '/', {
      expectErrors: true,
      before: (page) => page.route('**/tiles/**', (route) => route.fulfill({ status: 503, body: '' })),
    });
    await page.getByText('Una parte del mapa no llegó').waitFor();
    calm();
  },

  'map: colours change with the scheme': async (world) => {
    const { page, calm } = await open(world, `/#${ALL}`, { viewport: TALL, colorScheme: 'light' });
    await quiet(page);
    const light = Object.keys(await drawnColours(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(200);
    await quiet(page);
    const dark = Object.keys(await drawnColours(page));
    assert.equal(dark.filter((colour) => light.includes(colour)).length, 0);
    assert.deepEqual(await drawnColours(page), await toldColours(page));
    calm();
  },

  'map: no accessibility violation in its states, and nothing covers the scale on a phone': async (world) => {
    for (const [viewport, colorScheme] of /** @type {const} */ ([
      [PHONE, 'light'],
      [{ width: 768, height: 1024 }, 'dark'],
      [WIDE, 'light'],
      [DESKTOP, 'dark'],
    ])) {
      const { page, calm } = await open(world, '/#medida=valor', { viewport, colorScheme });
      await quiet(page);
      await openLegend(page);
      await page.locator('.leyenda-ajustes > summary').click();
      await accessible(page, `${viewport.width} ${colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= viewport.width, `${wide} pixels wide`);
      const scale = await page.locator('.mapa-escala').boundingBox();
      const legend = await page.locator('.leyenda').boundingBox();
      assert.ok(scale && legend && legend.y + legend.height <= scale.y + 0.5, 'the scale bar is free');
      calm();
    }
  },
};
