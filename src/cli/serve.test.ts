import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './program.ts';
import { createRecorder } from './recorder.ts';
import { startServer, stopServer } from './serve.ts';

let root: string;
let server: Server;
let port: number;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vitrine-serve-'));
  const site = join(root, 'site');
  await mkdir(join(site, '.git'), { recursive: true });
  await mkdir(join(root, 'site-two'));
  await writeFile(join(site, 'manifest.json'), '{"magic":"vitrine"}');
  await writeFile(join(site, 'factors.0123456789ab.bin'), Uint8Array.of(1, 2, 3, 4));
  await writeFile(join(site, 'kernels.wasm'), Uint8Array.of(0));
  await writeFile(join(site, 'index.html'), '<!doctype html>');
  await writeFile(join(site, '.env'), 'KEY=1');
  await writeFile(join(site, '.git', 'config'), 'secret');
  await writeFile(join(root, 'outside.txt'), 'secret');
  await writeFile(join(root, 'site-two', 'outside.txt'), 'secret');
  server = await startServer(site);
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  await stopServer(server);
  await rm(root, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);

/** A request whose path is sent as written: fetch resolves ".." before it sends. */
function getRaw(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, path, host: '127.0.0.1' }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });
}

describe('vitrine serve', () => {
  it('lets a manifest be stored but asks for it anew', async () => {
    const response = await get('/manifest.json');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-type')).toBe('application/json');
    const etag = response.headers.get('etag')!;
    expect(etag).toBeTruthy();
    expect((await get('/manifest.json', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('lets a hashed section be kept for ever', async () => {
    const response = await get('/factors.0123456789ab.bin');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('serves with the types that browsers insist on, to every origin', async () => {
    const wasm = await get('/kernels.wasm');
    expect(wasm.headers.get('content-type')).toBe('application/wasm');
    expect(wasm.headers.get('access-control-allow-origin')).toBe('*');
    expect((await get('/')).headers.get('content-type')).toContain('text/html');
  });

  it('answers 404 where there is no file, never a page in its place', async () => {
    const response = await get('/models/manifest.json');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toBe('Not found\n');
  });

  it.each([
    '/.env',
    '/%2eenv',
    '/.git/config',
    '/x/../.env',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/../site-two/outside.txt',
    '/..\\outside.txt',
    '/%00',
    '/%',
  ])('keeps back %s', async (path) => {
    expect(await getRaw(path)).toBe(404);
  });

  it('refuses to be written to', async () => {
    const response = await get('/manifest.json', { method: 'PUT', body: '{}' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('refuses a folder that is not there, and a port that is taken', async () => {
    const missing = createRecorder();
    await run(['serve', '--dir', join(root, 'nothing')], missing);
    expect([missing.code, missing.err]).toEqual([66, expect.stringContaining('INPUT_MISSING')]);
    const taken = createRecorder();
    await run(['serve', '--dir', root, '--port', String(port)], taken);
    expect([taken.code, taken.err]).toEqual([64, expect.stringContaining(`--port ${port}`)]);
  });
});
