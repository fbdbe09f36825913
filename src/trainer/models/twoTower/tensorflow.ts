import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { asVitrineError } from '../../../errors/failAny.ts';

export type Tensorflow = typeof import('@tensorflow/tfjs-core');

const EVENTS = ['uncaughtException', 'unhandledRejection'];

let loaded: Promise<Tensorflow> | undefined;

/**
 * tfjs on its wasm backend, one thread: no worker outlives a fit, and sums have one order.
 * @throws MISSING_PACKAGE where @tensorflow/tfjs-core or @tensorflow/tfjs-backend-wasm is not installed
 */
export function loadTensorflow(): Promise<Tensorflow> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Tensorflow> {
  const tf = await import('@tensorflow/tfjs-core').catch((thrown: unknown) => {
    throw asVitrineError(thrown, 'MISSING_PACKAGE', '@tensorflow/tfjs-core');
  });
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm').catch((thrown: unknown) => {
    throw asVitrineError(thrown, 'MISSING_PACKAGE', '@tensorflow/tfjs-backend-wasm');
  });
  // Its modules lie beside its main file; it would look for them beside ours.
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  // Emscripten takes over what the process does with errors that nobody catches, and prints its source at each.
  const kept = EVENTS.map((event) => process.rawListeners(event));
  await tf.setBackend('wasm');
  for (const [at, event] of EVENTS.entries())
    for (const listener of process.rawListeners(event) as (() => void)[])
      if (!kept[at]!.includes(listener)) process.removeListener(event, listener);
  return tf;
}
