import kernels from '../engine/kernels/kernels.wasm';
import trees from '../engine/kernels/trees/trees.wasm';
import { createApp } from './app.ts';
import { openFrom } from './open.ts';
import { bundleReader } from './reader.ts';

// workerd takes every named export for an entry point and refuses to start over a constant: functions and types only.
export { type AppOptions, createApp } from './app.ts';
export type { EdgeEnv } from './env.ts';
export type { Health } from './health.ts';
export { type EdgeModules, type OpenEngine, openEngine, openFrom } from './open.ts';
export type { FieldError, Problem } from './problem.ts';
export { bundleReader } from './reader.ts';
export type { RecommendBody } from './request.ts';

const app = createApp({ open: openFrom((env) => bundleReader(env), { kernels, trees }) });

/** The Cloudflare Worker. See docs/edge.md. */
export default { fetch: app.fetch };
