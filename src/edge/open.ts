import {
  createEngine,
  createJsKernels,
  createWasmKernels,
  type Engine,
  loadLater,
  openBundle,
  type ReadFile,
} from '../engine/index.ts';
import type { VitrineError } from '../errors/error.ts';
import { asVitrineError } from '../errors/failAny.ts';
import type { EdgeEnv } from './env.ts';

/** Gives the isolate's engine, opening it where that has not happened yet. Rejects with a VitrineError. */
export type OpenEngine = (env: EdgeEnv) => Promise<Engine>;

/** After a failed opening, requests get the same error for this long before another is tried. */
export const RETRY_AFTER_SECONDS = 5;

/** The engine's modules, as workerd compiles them. Without the first there is plain JavaScript. */
export interface EdgeModules {
  /** kernels.wasm */
  kernels?: WebAssembly.Module | undefined;
  /** trees.wasm, for bundles with a ranker; absent: its plain-JS twin. */
  trees?: WebAssembly.Module | undefined;
}

/** Reads and verifies a bundle whole (the texts too: reasons name items by title) and readies its engine. */
export async function openEngine(read: ReadFile, { kernels, trees }: EdgeModules = {}): Promise<Engine> {
  const bundle = await openBundle(read, sha256);
  // A graph to search in needs a library that runs in browsers only, models in ONNX one that is too large for here.
  // A ranker in ONNX is not among the first sections; any other is.
  await loadLater(bundle, read, sha256, ['hnsw', 'onnx', 'ranker']);
  return createEngine(bundle, (kernels && createWasmKernels(kernels, trees)) ?? createJsKernels());
}

const sha256 = (bytes: Uint8Array) => crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);

/**
 * `open`, once per isolate. What is kept is the engine, never a promise of it: in workerd a request's fetches die with
 * it, and other requests that waited on its promise would then wait for ever. So requests that come before the first
 * engine each open for themselves. A failure is kept for RETRY_AFTER_SECONDS.
 */
export function openOnce(open: OpenEngine, clock: () => number): OpenEngine {
  let engine: Engine | undefined;
  let failure: { error: VitrineError; until: number } | undefined;
  return async (env) => {
    if (engine) return engine;
    if (failure && clock() < failure.until) throw failure.error;
    try {
      const opened = await open(env);
      engine ??= opened;
      failure = undefined;
      return engine;
    } catch (thrown) {
      const error = asVitrineError(thrown);
      failure = { error, until: clock() + RETRY_AFTER_SECONDS * 1000 };
      throw error;
    }
  };
}

/** For createApp: an environment without a reader fails like any other opening. */
export function openFrom(reader: (env: EdgeEnv) => ReadFile, modules?: EdgeModules): OpenEngine {
  return async (env) => openEngine(reader(env), modules);
}
