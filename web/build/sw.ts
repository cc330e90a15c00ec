/* Builds src/offline/sw.ts to /sw.js, a classic script, with the list of the files that the page is made of. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

/** Paths that a page needs to open and to do all it does; "/" stands for index.html. Pictures for others' pages do not belong. */
export function shellFiles(names: readonly string[]): string[] {
  const needed = (name: string) => /^assets\/.+\.(?:js|css|svg)$|^[^/]+\.(?:css|svg|webmanifest)$/.test(name);
  return ['/', ...names.filter(needed).map((name) => `/${name}`)].sort();
}

function versionOf(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of files) {
    hash.update(`${path}\n`);
    hash.update(readFileSync(join(folder, path === '/' ? 'index.html' : path)));
  }
  return hash.digest('hex').slice(0, 12);
}

export function serviceWorker(entry: string): Plugin {
  let folder = '';
  let root = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      ({ root } = config);
      folder = resolve(root, config.build.outDir);
    },
    async closeBundle() {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const files = shellFiles(names.map((name) => name.replaceAll('\\', '/')));
      await build({
        root,
        configFile: false,
        logLevel: 'warn',
        define: { FILES: JSON.stringify(files), VERSION: JSON.stringify(versionOf(folder, files)) },
        build: {
          target: 'es2022',
          outDir: folder,
          emptyOutDir: false,
          copyPublicDir: false,
          lib: { entry: resolve(root, entry), formats: ['iife'], name: 'coopmap', fileName: () => 'sw.js' },
        },
      });
    },
  };
}
