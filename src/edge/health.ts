import type { Context } from 'hono';
import type { EdgeEnv } from './env.ts';
import type { OpenEngine } from './open.ts';

/** Answer of GET /health. A bundle that does not open is a 503 problem in its place. */
export interface Health {
  status: 'ok';
  bundleVersion: string;
  items: number;
  /** First and last interaction the bundle was trained on, ISO 8601. */
  window: { from: string; to: string };
  kernels: 'wasm' | 'js';
}

/** GET /health: opens the bundle if need be, and says which one it is. */
export async function health(c: Context<{ Bindings: EdgeEnv }>, open: OpenEngine): Promise<Response> {
  const { bundle, kernels } = await open(c.env);
  const { bundleVersion, window } = bundle.manifest;
  const body: Health = { status: 'ok', bundleVersion, items: bundle.catalogue.size, window, kernels: kernels.kind };
  c.header('Cache-Control', 'no-store');
  return c.json(body);
}
