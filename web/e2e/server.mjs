/* The real program on a free port over a store made of geodata/, for as long as the tests run. */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** @param {string} url @param {number} seconds */
async function answers(url, seconds) {
  for (let i = 0; i < seconds * 20; i++) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}

/** @param {{ folder: string, coopmap: string, db: string, options?: string[] }} what */
async function serve({ folder, coopmap, db, options = [] }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(coopmap, ['serve', '--db', db, '--port', String(port), ...options], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (!(await answers(`${url}/salud`, 30))) {
    child.kill();
    throw new Error(`${coopmap} serve did not answer at ${url}`);
  }
  return { url, stop: () => child.kill('SIGTERM') };
}

/** A loaded store, and a function that serves it; COOPMAP_URL names a server that runs already instead. */
export async function prepare() {
  const running = process.env['COOPMAP_URL'];
  if (running) return { serve: async () => ({ url: running, stop: () => {} }), remove: () => {}, own: false };
  const coopmap = resolve(process.env['COOPMAP'] ?? join(ROOT, 'build/coopmap'));
  const folder = mkdtempSync(join(tmpdir(), 'coopmap-e2e-'));
  const db = join(folder, 'e2e.db');
  const load = spawnSync(join(ROOT, 'scripts/load-geodata'), [db, coopmap], { encoding: 'utf8' });
  if (load.status !== 0) throw new Error(`load-geodata: ${load.stderr}`);
  return {
    /** @param {string[]} [options] */
    serve: (options = []) => serve({ folder, coopmap, db, options }),
    /** Another store. @param {string} other @param {string[]} [options] */
    serveDb: (other, options = []) => serve({ folder, coopmap, db: other, options }),
    /** A store of its own with the projects of a CSV; `geodata`: beside what geodata/ has.
     * @param {string} name @param {string} csv @param {{ geodata?: boolean }} [how] */
    serveProjects: (name, csv, { geodata = false } = {}) => {
      const own = join(folder, `${name}.db`);
      const file = join(folder, `${name}.csv`);
      writeFileSync(file, csv);
      if (geodata) copyFileSync(db, own);
      for (const command of [...(geodata ? [] : [['init']]), ['ingest', 'projects', file]]) {
        const made = spawnSync(coopmap, [...command, '--db', own], { encoding: 'utf8' });
        if (made.status !== 0) throw new Error(`${command.join(' ')}: ${made.stderr}${made.stdout}`);
      }
      return serve({ folder, coopmap, db: own });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
    own: true,
    folder,
  };
}
