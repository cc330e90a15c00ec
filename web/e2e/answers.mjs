/* What the API and the Excel say, asked apart from the page. Money is decimal text, compared as minor units. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** @typedef {import('playwright-core').Locator} Locator */

/** An answer of the API whose money keeps every digit. @param {string} url @param {string} path @returns {Promise<any>} */
export async function ask(url, path) {
  const answer = await fetch(url + path);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text.slice(0, 200)}`);
  return JSON.parse(
    text.replace(/("(?:valor|valor_atribuido|valor_directo)":)(-?\d+(?:\.\d+)?)(?=[,}\]])/g, '$1"$2"'),
  );
}

/** Minor units of "12386206436.05"; null stays. @param {string | null | undefined} decimal */
export function cents(decimal) {
  if (decimal === null || decimal === undefined) return null;
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.slice(0, 2).padEnd(2, '0'));
}

/** Minor units of "−$ 1,52"; null where the page says that there is no data. @param {string | null | undefined} text */
export function shown(text) {
  const digits = (text ?? '').replace(/\D/g, '');
  if (digits === '') return null;
  return /[−-]/.test(text ?? '') ? -BigInt(digits) : BigInt(digits);
}

/** "34 proyectos": 34. @param {string | null | undefined} text */
export const whole = (text) => Number((text ?? '').replace(/\D/g, ''));

/** All projects of a filter ("tema=salud"), those without a place as well. @param {string} url @param {string} filter @returns {Promise<any[]>} */
export async function projectsOf(url, filter) {
  const all = [];
  for (const collection of ['proyectos', 'proyectos_sin_lugar']) {
    const answer = await ask(
      url,
      `/collections/${collection}/items?${filter}${filter && '&'}f=json&limit=1000&geometria=no&lang=es`,
    );
    assert.equal(answer.features.length, answer.numberMatched);
    all.push(...answer.features.map((/** @type {any} */ feature) => feature.properties));
  }
  return all;
}

const READ = `
import json, sys, openpyxl
def text(cell):
    return format(cell, '.2f') if isinstance(cell, float) else None if cell is None else str(cell)
book = openpyxl.load_workbook(open(sys.argv[1], 'rb'))
json.dump({sheet.title: [[text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book}, sys.stdout)
`;

/** The sheets of a workbook: rows, by the names in its first. Amounts as decimal text.
 * @param {string} file @returns {Record<string, Record<string, string | null>[]>} */
export function workbook(file) {
  const { status, stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', READ, file], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  assert.equal(status, 0, stderr);
  const sheets = /** @type {Record<string, (string | null)[][]>} */ (JSON.parse(stdout));
  return Object.fromEntries(
    Object.entries(sheets).map(([title, [heads = [], ...rows]]) => [
      title,
      rows.map((row) => Object.fromEntries(row.map((cell, i) => [heads[i] ?? '', cell]))),
    ]),
  );
}

/** What stands in a table, row by row. @param {Locator} table */
export const cellsOf = (table) =>
  table
    .locator('tr')
    .evaluateAll((rows) =>
      rows.map((row) => Array.from(row.children).map((cell) => cell.textContent?.trim() ?? '')),
    );
