import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { DATA } from '../data.ts';

export interface BenchServer {
  origin: string;
  /** Path -> body; what is not here is looked for under /data/, which is bench/data.ts's folder. */
  files: Map<string, Uint8Array | string>;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  wasm: 'application/wasm',
};

/**
 * A web server on this machine. Its pages are cross-origin isolated, which a shop's need not be: Chromium then lets clocks step by
 * 5 microseconds instead of 100.
 */
export async function openServer(): Promise<BenchServer> {
  const files = new Map<string, Uint8Array | string>();
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url!, 'http://bench').pathname));
    let body = files.get(path);
    if (body === undefined && path.startsWith('/data/'))
      body = await readFile(join(DATA, path.slice('/data/'.length))).catch(() => undefined);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cache-Control', 'no-store');
    if (body === undefined) response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'Content-Type': TYPES[path.split('.').at(-1)!] ?? 'application/octet-stream' })
        .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
