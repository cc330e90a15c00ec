/* Made-up projects over the real areas of geodata/, the same for the same number: some say everything, most leave something out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const AREAS = join(import.meta.dirname, '../../geodata/areas.csv');
const THEMES =
  'agua-saneamiento ambiente cultura educacion genero juventud paz salud turismo vivienda generacion-ingresos'.split(
    ' ',
  );
const FUNDERS = [
  'Ayuntamiento de Málaga',
  'Agencia de Cooperación del Caribe',
  'Fundación Puerto',
  'Unión Interamericana',
  'Cámara de Industria',
  'Ciudad de Burdeos',
  'Empresa Portuaria',
  'Diputación de Sevilla',
];
const COLUMNS =
  'codigo,titulo,clase,estado,tema,anio,lugar,ambito,reparto,ejecutor,personas,aporte_1_entidad,aporte_1_valor,aporte_1_moneda,aporte_1_forma,aporte_2_entidad,aporte_2_valor,aporte_2_moneda,aporte_2_forma';

/* Park and Miller's minimal standard generator with the multiplier of 1993 (Communications of the ACM 36(7), page 108). */
/** @param {number} seed */
function random(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** The codes of barrios and villages. */
function areas() {
  return readFileSync(AREAS, 'utf8')
    .split('\n')
    .map((line) => /^([a-z0-9-]+),(?:"[^"]*"|[^,]*),(barrio|poblado),/.exec(line)?.[1] ?? '')
    .filter(Boolean);
}

/** A CSV for `ingest projects`. @param {number} n @param {number} [seed] */
export function madeUpProjects(n, seed = 20120101) {
  const next = random(seed);
  /** @template T @param {readonly T[]} list @returns {T} */
  const one = (list) => /** @type {T} */ (list[Math.floor(next() * list.length)]);
  const often = (/** @type {number} */ share) => next() < share;
  const places = areas();
  const rows = [COLUMNS];
  for (let i = 1; i <= n; i++) {
    const where = often(0.85) ? [one(places), ...(often(0.2) ? [one(places)] : [])] : [];
    const amount = () =>
      `${Math.floor(10 ** (6 + 3.5 * next()))}.${String(Math.floor(next() * 100)).padStart(2, '0')}`;
    const theme = often(0.9) ? one(THEMES) : '';
    rows.push(
      [
        `mu-${i}`,
        `Proyecto ${i} de ${theme || 'cooperación'}`,
        often(0.7) ? 'proyecto' : one(['convenio', 'evento', 'gestion']),
        often(0.5) ? one(['1', '2', '4']) : '',
        theme,
        often(0.8) ? String(2005 + Math.floor(next() * 8)) : '',
        [...new Set(where)].join(';'),
        where.length > 0 ? '' : often(0.6) ? 'ciudad' : 'desconocido',
        where.length > 1 ? 'igual' : '',
        often(0.3) ? one(FUNDERS) : '',
        often(0.4) ? String(10 + Math.floor(next() * 5000)) : '',
        ...(often(0.6)
          ? [one(FUNDERS), amount(), 'COP', often(0.8) ? one(['efectivo', 'especie']) : '']
          : ['', '', '', '']),
        ...(often(0.15) ? [one(FUNDERS), amount(), 'COP', 'especie'] : ['', '', '', '']),
      ].join(','),
    );
  }
  return `${rows.join('\n')}\n`;
}
