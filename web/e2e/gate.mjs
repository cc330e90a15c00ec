/* A gate before the server, at a port of its own: it can be shut (nothing answers), be made to hang, and give another text for a path. */
import { createServer, request } from 'node:http';
import { freePort } from './server.mjs';

/** @param {string} target */
export async function gate(target) {
  const port = await freePort();
  const { hostname, port: to } = new URL(target);
  /** @type {Map<string, (body: string) => string>} */
  const changed = new Map();
  let hangs = false;
  const server = createServer((asked, answer) => {
    if (hangs) return;
    const change = changed.get(new URL(asked.url ?? '/', target).pathname);
    const headers = { ...asked.headers };
    if (change) for (const name of ['accept-encoding', 'if-none-match']) delete headers[name];
    const on = request(
      { hostname, port: to, path: asked.url, method: asked.method, headers },
      async (given) => {
        if (!change) {
          answer.writeHead(given.statusCode ?? 500, given.headers);
          given.pipe(answer);
          return;
        }
        let body = '';
        for await (const part of given.setEncoding('utf8')) body += part;
        const { 'content-length': _, etag: __, ...rest } = given.headers;
        answer.writeHead(given.statusCode ?? 500, rest).end(change(body));
      },
    );
    on.on('error', () => answer.destroy());
    asked.pipe(on);
  });
  const openGate = () => new Promise((done) => server.listen(port, '127.0.0.1', () => done(undefined)));
  await openGate();
  return {
    url: `http://127.0.0.1:${port}`,
    changed,
    /** @param {boolean} on */
    hang: (on) => {
      hangs = on;
      if (!on) server.closeAllConnections();
    },
    open: openGate,
    shut: () =>
      new Promise((done) => {
        server.close(() => done(undefined));
        server.closeAllConnections();
      }),
  };
}
