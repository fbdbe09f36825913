import { describe, expect, it } from 'vitest';
import { createReader, folderOf } from './read.ts';

function recorder(answer: () => Response | Promise<Response>) {
  const calls: { url: string; cache: RequestCache | undefined }[] = [];
  const get = (async (url: string, init?: RequestInit) => {
    calls.push({ url, cache: init?.cache });
    return answer();
  }) as unknown as typeof fetch;
  return { calls, get };
}

describe('folderOf', () => {
  it('takes the folder with or without slash, or the manifest', () => {
    expect(folderOf('https://shop.example/models')).toBe('https://shop.example/models/');
    expect(folderOf('https://shop.example/models/')).toBe('https://shop.example/models/');
    expect(folderOf('https://shop.example/models/manifest.json')).toBe('https://shop.example/models/');
  });
});

describe('createReader', () => {
  it('revalidates the manifest and takes hashed files from any cache', async () => {
    const { calls, get } = recorder(() => new Response('{}'));
    const read = createReader('https://shop.example/models', false, get);
    expect(await read('manifest.json')).toEqual(new TextEncoder().encode('{}'));
    await read('items.00.bin');
    expect(calls).toEqual([
      { url: 'https://shop.example/models/manifest.json', cache: 'no-cache' },
      { url: 'https://shop.example/models/items.00.bin', cache: 'force-cache' },
    ]);
  });

  it('goes past the cache when asked for a fresh copy', async () => {
    const { calls, get } = recorder(() => new Response('{}'));
    await createReader('https://shop.example/models', true, get)('items.00.bin');
    expect(calls[0]!.cache).toBe('reload');
  });

  it('tells a missing file from a failing server and from no network', async () => {
    const at = (answer: () => Response | Promise<Response>) =>
      createReader('https://shop.example/models', false, recorder(answer).get)('manifest.json');
    await expect(at(() => new Response('', { status: 404 }))).rejects.toMatchObject({ code: 'BUNDLE_MISSING' });
    await expect(at(() => new Response('', { status: 503 }))).rejects.toMatchObject({
      code: 'NETWORK',
      details: { status: 503 },
    });
    await expect(at(() => Promise.reject(new TypeError('Failed to fetch')))).rejects.toMatchObject({ code: 'NETWORK' });
  });
});
