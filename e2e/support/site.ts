import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fixtureBundle } from './fixture.ts';

/** A small shop's web server, one per test, whose files a test may change, cut or take away. */
export interface Site {
  origin: string;
  /** Path -> body. Missing: 404. */
  files: Map<string, Uint8Array | string>;
  /** Content-Security-Policy of every page. */
  csp: string | undefined;
  /** `/path` of every request so far. */
  requests: string[];
  /** File name of a section of the bundle under /models/. */
  section(name: string): string;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  wasm: 'application/wasm',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  bin: 'application/octet-stream',
};

const SCRIPTS = [
  'vitrine.js',
  'vitrine-shelf.js',
  'vitrine-rerank.js',
  'vitrine.worker.js',
  'vitrine.lists.js',
  'vitrine.ivf.js',
  'vitrine.models.js',
  'vitrine.ranker.js',
  'vitrine.explain.js',
  'vitrine.plain.js',
];

/** The snippet of the documentation, word for word. */
export const SNIPPET = `<script>window.vitrine=window.vitrine||function(){(vitrine.q=vitrine.q||[]).push([Date.now(),arguments])}</script>
<script async src="/vitrine.js"></script>`;

/** Serves the built scripts at / and the fixture bundle at /models/, and nothing else yet. */
export async function openSite(): Promise<Site> {
  const { files: bundle, manifest } = await fixtureBundle();
  const files = new Map<string, Uint8Array | string>();
  for (const script of SCRIPTS)
    files.set(`/${script}`, await readFile(new URL(`../../dist/browser/${script}`, import.meta.url)));
  for (const [file, bytes] of bundle) files.set(`/models/${file}`, bytes);

  const site: Site = {
    origin: '',
    files,
    csp: undefined,
    requests: [],
    section: (name) => `/models/${manifest.sections.find((section) => section.name === name)!.file}`,
    close: () => close(server),
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url!, site.origin).pathname;
    site.requests.push(path);
    const body = files.get(path);
    if (site.csp) response.setHeader('Content-Security-Policy', site.csp);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', path.endsWith('.bin') ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (body === undefined) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    else response.writeHead(200, { 'Content-Type': TYPES[path.split('.').at(-1)!] ?? TYPES.html }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return site;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A page with `body`, served at /. */
export function pageOf(body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title><link rel="icon" href="data:,"><body>${body}</body></html>`;
}
