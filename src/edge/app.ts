import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { asVitrineError, fail } from '../errors/failAny.ts';
import type { EdgeEnv } from './env.ts';
import { health } from './health.ts';
import { type OpenEngine, openOnce } from './open.ts';
import { problem } from './problem.ts';
import { recommend } from './recommend.ts';

/** Largest body, in bytes: 500 interactions take about 60 kB. */
export const MAX_BODY_BYTES = 256 * 1024;

export interface AppOptions {
  /** Opens the engine for an environment; called until it succeeds, then never again. */
  open: OpenEngine;
  /** Milliseconds. */
  clock?: () => number;
}

/**
 * The edge's HTTP API: GET /health, POST /recommend. Errors are RFC 9457 problems with a code of ERRORS.
 *
 * @example
 * const app = createApp({ open: openFrom(bundleReader, { kernels, trees }) });
 * export default { fetch: app.fetch };
 */
export function createApp({ open, clock = () => performance.now() }: AppOptions): Hono<{ Bindings: EdgeEnv }> {
  const app = new Hono<{ Bindings: EdgeEnv }>();
  const openEngine = openOnce(open, clock);

  app.use(
    cors({
      origin: (origin, c) => allowedOrigin(origin, (c.env as EdgeEnv | undefined)?.CORS_ORIGIN),
      allowMethods: ['GET', 'HEAD', 'POST'],
      allowHeaders: ['Content-Type'],
      exposeHeaders: ['Server-Timing', 'Retry-After'],
      maxAge: 86_400,
    }),
  );
  const tooLarge = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => problem(c, fail('REQUEST_INVALID', `the body is larger than ${MAX_BODY_BYTES} bytes`), 413),
  });

  app.get('/health', (c) => health(c, openEngine));
  app.post('/recommend', tooLarge, (c) => recommend(c, openEngine, clock));
  for (const [path, methods] of [
    ['/health', 'GET, HEAD'],
    ['/recommend', 'POST'],
  ] as const) {
    app.all(path, (c) => {
      c.header('Allow', methods);
      return problem(c, fail('REQUEST_INVALID', `${c.req.method} ${path}; it answers ${methods}`), 405);
    });
  }
  app.notFound((c) => problem(c, fail('REQUEST_INVALID', `no such route: ${new URL(c.req.url).pathname}`), 404));
  app.onError((thrown, c) => problem(c, asVitrineError(thrown)));
  return app;
}

/** The Access-Control-Allow-Origin for a request from `origin`; null sends none. */
function allowedOrigin(origin: string, setting = '*'): string | null {
  const allowed = setting.split(',').map((entry) => entry.trim());
  if (allowed.includes('*')) return '*';
  return allowed.includes(origin) ? origin : null;
}
