import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createChunkReader } from './fetchChunk.ts';

const FILE = Uint8Array.from({ length: 1000 }, (_, i) => i & 255);

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A bundle's URL on a server that answers with `handle`. */
async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const own = createServer(handle);
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(own.address() as AddressInfo).port}/models/`;
}

const RANGE = { file: 'chunks.aa.bin', range: { offset: 16, bytes: 32 }, bytes: 32 };
const WHOLE = { file: 'chunk.aa.bin', bytes: FILE.length };

describe('createChunkReader', () => {
  it('asks for a range, and only for it', async () => {
    let asked: string | undefined;
    const url = await serve((request, response) => {
      asked = `${request.url} ${request.headers.range}`;
      response.writeHead(206, { 'Content-Range': 'bytes 16-47/1000' }).end(FILE.subarray(16, 48));
    });
    expect(await createChunkReader(url)(RANGE, false)).toEqual(FILE.slice(16, 48));
    expect(asked).toBe('/models/chunks.aa.bin bytes=16-47');
  });

  it('takes a whole file where chunks are files', async () => {
    const url = await serve((request, response) => {
      expect(request.headers.range).toBeUndefined();
      response.end(FILE);
    });
    expect(await createChunkReader(url)(WHOLE, false)).toEqual(FILE);
  });

  it('hangs up on a server that ignores ranges and sends the whole catalogue', async () => {
    let sent = 0;
    let closed = () => {};
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': 400_000_000 });
      response.on('close', closed);
      const part = new Uint8Array(65_536);
      const pour = () => {
        while (!response.destroyed && sent < 400_000_000) {
          sent += part.length;
          if (!response.write(part)) return void response.once('drain', pour);
        }
      };
      pour();
    });
    await expect(createChunkReader(url)(RANGE, false)).rejects.toMatchObject({ code: 'LIST_RANGE' });
    await hungUp;
    // What the sockets' buffers took before the connection closed.
    expect(sent).toBeLessThan(20_000_000);
  });

  it('gives up on a body that is longer than it may be', async () => {
    const url = await serve((_, response) => response.end('<!doctype html>'.repeat(1000)));
    await expect(createChunkReader(url)(WHOLE, false)).rejects.toMatchObject({ code: 'LIST_DAMAGED' });
  });

  it.each([
    [404, 'LIST_MISSING'],
    [410, 'LIST_MISSING'],
    [503, 'NETWORK'],
    [416, 'NETWORK'],
  ])('answers status %i with %s', async (status, code) => {
    const url = await serve((_, response) => response.writeHead(status).end('no'));
    await expect(createChunkReader(url)(RANGE, false)).rejects.toMatchObject({ code });
  });

  it('says NETWORK where nobody answers', async () => {
    const url = await serve((request) => request.destroy());
    await expect(createChunkReader(url)(WHOLE, false)).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('takes any cached copy, and goes past the cache when told to', async () => {
    const seen: unknown[] = [];
    const read = createChunkReader('https://shop.example/models/manifest.json', async (url, init) => {
      seen.push([url, init?.cache]);
      return new Response(FILE);
    });
    await read(WHOLE, false);
    await read(WHOLE, true);
    expect(seen).toEqual([
      ['https://shop.example/models/chunk.aa.bin', 'force-cache'],
      ['https://shop.example/models/chunk.aa.bin', 'reload'],
    ]);
  });
});
