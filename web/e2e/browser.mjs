/* Which browser, and how it is started: no GPU, no WebGL, nothing that talks to anybody by itself. */
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-3d-apis --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

/** Its path; CHROMIUM names another. */
export function findBrowser() {
  const path = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (!path) throw new Error('no chromium: apt-get install chromium');
  return path;
}
