import { describe, expect, it } from 'vitest';
import type { Engine, Interaction, RecommendRequest, Shelf } from '../engine/index.ts';
import { MAX_LOG } from '../engine/index.ts';
import { fail } from '../errors/failAny.ts';
import { createApp, MAX_BODY_BYTES } from './app.ts';
import type { EdgeEnv } from './env.ts';
import type { Problem } from './problem.ts';

/** An engine that notes what it was asked; what it answers is the engine's own business. */
function createSpy() {
  const asked: { log: readonly Interaction[]; request: RecommendRequest }[] = [];
  const shelf: Shelf = {
    recId: 'r',
    bundleVersion: 'v1',
    isFallback: false,
    items: [{ itemId: 'a', score: 0.1 + 0.2, source: 'factors', reason: 'Like b', because: ['b'] }],
  };
  const engine = {
    bundle: { manifest: { bundleVersion: 'v1', window: { from: 'x', to: 'y' } }, catalogue: { size: 7 } },
    kernels: { kind: 'js' },
    recommend(log: readonly Interaction[], request: RecommendRequest) {
      asked.push({ log, request });
      return shelf;
    },
  } as unknown as Engine;
  return { engine, asked, shelf };
}

function setUp(env: EdgeEnv = {}) {
  const spy = createSpy();
  const app = createApp({ open: async () => spy.engine, clock: () => 1000 });
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    app.request(
      '/recommend',
      { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers },
      env,
    );
  return { ...spy, app, post, env };
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  expect(problem.type).toBe(`urn:vitrine:error:${problem.code}`);
  return problem;
}

const view = (itemId: string, timestamp: number): Interaction => ({ itemId, event: 'view_item', timestamp });

describe('GET /health', () => {
  it('names the bundle', async () => {
    const { app } = setUp();
    const response = await app.request('/health');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      status: 'ok',
      bundleVersion: 'v1',
      items: 7,
      window: { from: 'x', to: 'y' },
      kernels: 'js',
    });
  });
});

describe('POST /recommend', () => {
  it("answers the engine's shelf, scores to the last bit, with timings and without being cached", async () => {
    const { post, shelf } = setUp();
    const response = await post({ history: [view('b', 1)], k: 1 });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ...shelf, tookMs: 0 });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('server-timing')).toBe('read;dur=0, open;dur=0, recommend;dur=0');
  });

  it('hands every field of the request on, and nothing else', async () => {
    const { post, asked } = setUp();
    const request = {
      k: 3,
      placement: 'cart',
      context: ['a'],
      exclude: ['b'],
      category: 'Home > Kitchen',
      brand: ['Ash', 'Birch'],
      price: { min: 5 },
      inStock: false,
      only: ['a', 'c'],
      sources: { together: { quota: 20, weight: 2 }, popularity: { quota: 0 } },
      now: 5,
      explain: true,
      repeats: 'allow',
    };
    const interaction = { ...view('c', 1), value: 2, quantity: 3, price: 4.5, sessionId: 's', engagementMs: 900 };
    await post({ ...request, history: [interaction] });
    expect(asked).toEqual([{ log: [interaction], request }]);
  });

  it('answers ten items to nobody in particular when asked for nothing in particular', async () => {
    const { post, asked } = setUp();
    expect((await post({})).status).toBe(200);
    expect(asked).toEqual([{ log: [], request: { k: 10 } }]);
  });

  it('orders the history by time and keeps what a device would keep of it', async () => {
    const { post, asked } = setUp();
    const history = Array.from({ length: MAX_LOG + 10 }, (_, i) => view('i', i)).reverse();
    await post({ history });
    expect(asked[0]!.log).toHaveLength(MAX_LOG);
    expect(asked[0]!.log[0]!.timestamp).toBe(10);
    expect(asked[0]!.log.at(-1)!.timestamp).toBe(MAX_LOG + 9);
  });

  it.each([
    ['/k', { k: 0 }],
    ['/k', { k: 1001 }],
    ['/k', { k: 1.5 }],
    ['/k', { k: '10' }],
    ['/categroy', { categroy: 'Home' }],
    ['/placement', { placement: 'checkout' }],
    ['/category', { category: ['Home', 7] }],
    ['/brand', { brand: {} }],
    ['/price/min', { price: { min: '5' } }],
    ['/price/from', { price: { from: 5 } }],
    ['/inStock', { inStock: 'no' }],
    ['/only', { only: 'a' }],
    ['/sources/factor', { sources: { factor: {} } }],
    ['/sources/factors/quota', { sources: { factors: { quota: 1001 } } }],
    ['/sources/factors/weight', { sources: { factors: { weight: -1 } } }],
    ['/context/1', { context: ['a', 7] }],
    ['/exclude', { exclude: 'a' }],
    ['/now', { now: 'today' }],
    ['/repeats', { repeats: true }],
    ['/history', { history: {} }],
    ['/history/1/event', { history: [view('a', 1), { ...view('a', 1), event: 'view' }] }],
    ['/history/0/timestamp', { history: [{ ...view('a', 1), timestamp: -1 }] }],
    // Later than a Date holds, such as nanoseconds: the log would drop it without a word.
    ['/history/0/timestamp', { history: [view('a', 8.64e15 + 1)] }],
    ['/history/0/timestamp', { history: [{ itemId: 'a', event: 'view_item' }] }],
    ['/history/0/itemId', { history: [view('', 1)] }],
    ['/history/0/itemId', { history: [view('x'.repeat(257), 1)] }],
    ['/history/0/a~1b~0c', { history: [{ ...view('a', 1), 'a/b~c': 1 }] }],
  ])('names %s where it is wrong', async (pointer, body) => {
    const { post, asked } = setUp();
    const response = await post(body);
    expect(response.status).toBe(400);
    const problem = await problemOf(response);
    expect(problem.code).toBe('REQUEST_INVALID');
    expect(problem.errors!.map((error) => error.pointer)).toContain(pointer);
    expect(problem.detail).toContain(pointer);
    expect(asked).toEqual([]);
  });

  it.each(['', '{', 'null', '[]', '"text"', '{"k":1e999}', '{"__proto__":1}'])('refuses the body %s', async (body) => {
    const { post } = setUp();
    const response = await post(body);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe('REQUEST_INVALID');
  });

  it('names at most ten faults', async () => {
    const { post } = setUp();
    const history = Array.from({ length: 50 }, () => ({}));
    expect((await problemOf(await post({ history }))).errors).toHaveLength(10);
  });

  it('refuses a body beyond the limit, declared or not', async () => {
    const { post, app } = setUp();
    const large = JSON.stringify({ category: 'x'.repeat(MAX_BODY_BYTES) });
    expect((await post(large)).status).toBe(413);
    const stream = new Blob([large]).stream();
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, duplex: 'half' };
    const response = await app.request('/recommend', init, {});
    expect(response.status).toBe(413);
    expect((await problemOf(response)).code).toBe('REQUEST_INVALID');
  });
});

describe('routes', () => {
  it('answers unknown routes and methods with problems', async () => {
    const { app } = setUp();
    const unknown = await app.request('/admin');
    expect(unknown.status).toBe(404);
    expect((await problemOf(unknown)).detail).toContain('/admin');
    const wrong = await app.request('/recommend');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST');
    expect((await problemOf(wrong)).code).toBe('REQUEST_INVALID');
  });
});

describe('errors', () => {
  it.each([
    ['BUNDLE_HASH', 503],
    ['BUNDLE_TOO_NEW', 503],
    ['NETWORK', 503],
    ['CONFIG_INVALID', 503],
    ['INTERNAL', 500],
  ] as const)('answers %s with %i', async (code, status) => {
    const app = createApp({ open: () => Promise.reject(fail(code, 'secret')), clock: () => 0 });
    for (const response of [
      await app.request('/health'),
      await app.request('/recommend', { method: 'POST', body: '{}' }),
    ]) {
      expect(response.status).toBe(status);
      expect(response.headers.get('retry-after')).toBe(status === 503 ? '5' : null);
      const problem = await problemOf(response);
      expect(problem.code).toBe(code);
      expect(problem.detail.includes('secret')).toBe(code !== 'INTERNAL');
    }
  });

  it('tries a failed bundle again, but not for every request', async () => {
    const { engine } = createSpy();
    let now = 0;
    let attempts = 0;
    const open = async () => {
      attempts++;
      if (attempts < 3) throw fail('BUNDLE_MISSING', 'manifest.json');
      return engine;
    };
    const app = createApp({ open, clock: () => now });
    const status = async () => (await app.request('/health')).status;
    expect(await status()).toBe(503);
    expect(await status()).toBe(503);
    expect(attempts).toBe(1);
    now = 5000;
    expect(await status()).toBe(503);
    expect(attempts).toBe(2);
    now = 10_000;
    expect(await status()).toBe(200);
    expect(await status()).toBe(200);
    expect(attempts).toBe(3);
  });
});

describe('CORS', () => {
  const allowed = async (setting: string | undefined, origin: string) => {
    const { app } = setUp();
    const response = await app.request('/health', { headers: { origin } }, { CORS_ORIGIN: setting });
    return response.headers.get('access-control-allow-origin');
  };

  it('lets every page in, the listed pages, or none', async () => {
    expect(await allowed(undefined, 'https://shop.example')).toBe('*');
    expect(await allowed('https://a.example, https://shop.example', 'https://shop.example')).toBe(
      'https://shop.example',
    );
    expect(await allowed('https://a.example', 'https://shop.example')).toBeNull();
    expect(await allowed('none', 'https://shop.example')).toBeNull();
  });

  it('answers the preflight of a JSON request, and shows problems to pages too', async () => {
    const { app, post } = setUp();
    const preflight = await app.request('/recommend', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Content-Type');
    const problem = await post({ k: 0 }, { origin: 'https://shop.example' });
    expect(problem.headers.get('access-control-allow-origin')).toBe('*');
  });
});
