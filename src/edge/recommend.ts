import type { Context } from 'hono';
import { appendInteractions, type TimedShelf } from '../engine/index.ts';
import type { EdgeEnv } from './env.ts';
import type { OpenEngine } from './open.ts';
import { parseBody } from './request.ts';
import { createTiming, round } from './timing.ts';

/**
 * POST /recommend: a shelf for the history in the body. Nothing of it is stored or logged. Of a longer history
 * MAX_LOG interactions count, as on a device; equal histories in any order give equal shelves.
 */
export async function recommend(
  c: Context<{ Bindings: EdgeEnv }>,
  open: OpenEngine,
  clock: () => number,
): Promise<Response> {
  const timing = createTiming(clock);
  const text = await timing.measure('read', () => c.req.text());
  const { history, ...request } = parseBody(text);
  const engine = await timing.measure('open', () => open(c.env));
  const from = clock();
  const shelf = await timing.measure('recommend', () => engine.recommend(appendInteractions([], history), request));
  const answer: TimedShelf = { ...shelf, tookMs: round(clock() - from) };
  c.header('Server-Timing', timing.header());
  c.header('Cache-Control', 'no-store');
  return c.json(answer);
}
