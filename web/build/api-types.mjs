/* The types of the client, from the API itself: `/api` (OpenAPI) for addresses, parameters and answers, and the JSON Schema of each
 * collection for the properties of its features. `npm run api -- http://127.0.0.1:8080` writes src/api/schema.d.ts; the browser
 * tests fail where it is not what the server says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import * as prettier from 'prettier';
import ts from 'typescript';

export const FILE = join(import.meta.dirname, '../src/api/schema.d.ts');
const HEAD = `/* Made by \`npm run api\` from the API (build/api-types.mjs): what it answers, as it says itself. Not written by hand. */
import type { Decimal } from '../lib/money.ts';

`;
/* What the page asks. */
const PATHS = [
  '/facetas',
  '/resumen',
  '/matriz',
  '/flujos',
  '/lugar',
  '/buscar',
  '/configuracion.json',
  '/collections/{id}/items',
  '/collections/{id}/items/{codigo}',
];
/* Collections by the name that their features' properties get. */
const FEATURES = { areas: 'area', proyectos: 'proyecto', actores: 'actor' };

/** @param {string} address */
async function json(address) {
  const response = await fetch(address, { headers: { Accept: 'application/json, application/schema+json' } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return /** @type {any} */ (await response.json());
}

/* Never null in the store. */
const ALWAYS = [
  'codigo',
  'nombre',
  'titulo',
  'capa',
  'geometria',
  'geometria_aproximada',
  'proyectos',
  'ubicacion',
];

/* Every key is always there, though what it says may be null (src/README.md); a number of exact decimals is money. */
/** @param {any} schema */
function properties({ properties }) {
  const own = Object.entries(properties).filter(([, one]) => !one['x-ogc-role']?.includes('geometry'));
  return {
    type: 'object',
    required: own.map(([name]) => name),
    properties: Object.fromEntries(
      own.map(([name, one]) => [
        name,
        {
          type: one.type,
          ...('multipleOf' in one && { format: 'decimal' }),
          nullable: !ALWAYS.includes(name),
        },
      ]),
    ),
  };
}

/* Which values a list has, bounds and texts are the data's and the language's: none of a type's business. */
/** @param {any} parameter */
function plain({ name, in: where, required, schema }) {
  const { type, items } = schema;
  return { name, in: where, required, schema: { type, ...(items && { items: { type: items.type } }) } };
}

/** @param {any} operation */
function question({ parameters, responses }) {
  const { content } = responses['200'];
  const media = Object.keys(content).find((name) => name.endsWith('json')) ?? '';
  return {
    get: {
      parameters: parameters.map(plain),
      responses: { 200: { description: '', content: { 'application/json': content[media] } } },
    },
  };
}

/** The schemas that `node` refers to, and those that they do. @param {any} node @param {any} all @param {Record<string, any>} found */
function used(node, all, found) {
  if (typeof node !== 'object' || node === null) return found;
  const name = typeof node.$ref === 'string' ? node.$ref.split('/').at(-1) : undefined;
  if (name && !(name in found)) used((found[name] = all[name]), all, found);
  for (const part of Object.values(node)) used(part, all, found);
  return found;
}

/** The text of schema.d.ts by the server at `url`. @param {string} url */
export async function apiTypes(url) {
  const { openapi, paths, components } = await json(`${url}/api?f=json`);
  const asked = Object.fromEntries(
    PATHS.filter((path) => path in paths).map((path) => [path, question(paths[path].get)]),
  );
  const schemas = used(asked, components.schemas, {});
  for (const [collection, name] of Object.entries(FEATURES)) {
    schemas[name] = properties(await json(`${url}/collections/${collection}/schema`));
  }
  const decimal = ts.factory.createTypeReferenceNode('Decimal');
  const nothing = ts.factory.createLiteralTypeNode(ts.factory.createNull());
  const ast = await openapiTS(
    { openapi, info: { title: '', version: '' }, paths: asked, components: { schemas } },
    {
      /* Money is kept as text (json.ts). */
      transform: ({ format, nullable }) =>
        format !== 'decimal'
          ? undefined
          : nullable
            ? ts.factory.createUnionTypeNode([decimal, nothing])
            : decimal,
    },
  );
  const style = await prettier.resolveConfig(FILE);
  return prettier.format(HEAD + astToString(ast), { ...style, filepath: FILE });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(
    FILE,
    await apiTypes(process.argv[2] ?? process.env['COOPMAP_URL'] ?? 'http://127.0.0.1:8080'),
  );
}
