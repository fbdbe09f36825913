import { describe, expect, it } from 'vitest';
import { VitrineError } from '../errors/error.ts';
import type { EdgeEnv } from './env.ts';
import { bundleReader } from './reader.ts';

async function read(env: EdgeEnv, answer: () => Response | Promise<Response>) {
  let url = '';
  const fetchUrl = async (request: Request) => {
    url = request.url;
    return answer();
  };
  const withAssets = env.ASSETS ? { ...env, ASSETS: { fetch: fetchUrl } } : env;
  try {
    return { bytes: await bundleReader(withAssets, fetchUrl)('items.0123abcd.bin'), url };
  } catch (error) {
    expect(error).toBeInstanceOf(VitrineError);
    return { code: (error as VitrineError).code, where: (error as VitrineError).where, url };
  }
}

const ASSETS: EdgeEnv['ASSETS'] = { fetch: () => Promise.reject(new Error('replaced by read')) };
const ok = () => new Response(Uint8Array.of(1, 2, 3));

describe('bundleReader', () => {
  it('reads from the assets, by default where the demo is', async () => {
    const { bytes, url } = await read({ ASSETS }, ok);
    expect(bytes).toEqual(Uint8Array.of(1, 2, 3));
    expect(new URL(url).pathname).toBe('/models/demo/items.0123abcd.bin');
  });

  it.each(['/models/shop', '/models/shop/', 'models/shop', '/models/shop/manifest.json'])(
    'reads from %s',
    async (path) => {
      expect(new URL((await read({ ASSETS, BUNDLE_PATH: path }, ok)).url).pathname).toBe(
        '/models/shop/items.0123abcd.bin',
      );
    },
  );

  it('prefers BUNDLE_URL', async () => {
    const { url } = await read({ ASSETS, BUNDLE_URL: 'https://cdn.example/m' }, ok);
    expect(url).toBe('https://cdn.example/m/items.0123abcd.bin');
  });

  it('says what is missing or wrong', async () => {
    expect((await read({}, ok)).code).toBe('CONFIG_INVALID');
    expect((await read({ BUNDLE_URL: '/models/' }, ok)).code).toBe('CONFIG_INVALID');
    const status = (code: number) => read({ ASSETS }, () => new Response('x', { status: code }));
    expect(await status(404)).toMatchObject({
      code: 'BUNDLE_MISSING',
      where: '/models/demo/items.0123abcd.bin: HTTP 404',
    });
    expect((await status(500)).code).toBe('NETWORK');
    const broken = await read({ BUNDLE_URL: 'https://cdn.example' }, () => Promise.reject(new TypeError('refused')));
    expect(broken.code).toBe('NETWORK');
    expect(broken.where).toContain('https://cdn.example/items.0123abcd.bin');
  });
});
