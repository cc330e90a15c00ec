import { defineConfig } from 'vitest/config';
import { backdrop } from './build/backdrop.ts';
import { leanOpenLayers } from './build/lean-ol.ts';
import { serviceWorker } from './build/sw.ts';

const server = process.env['COOPMAP_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [leanOpenLayers(), backdrop(), serviceWorker('src/offline/sw.ts')],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // a data: address would need a hole in the Content-Security-Policy
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    reportCompressedSize: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      [
        '/collections',
        '/tiles',
        '/resumen',
        '/facetas',
        '/matriz',
        '/flujos',
        '/lugar',
        '/buscar',
        '/exportar',
        '/qgis',
        '/configuracion.json',
        '/api',
        '/area',
        '/proyecto',
        '/actor',
        '/estadisticas',
      ].map((path) => [path, server]),
    ),
  },
  test: { include: ['test/**/*.test.ts'], setupFiles: ['test/setup.ts'] },
});
