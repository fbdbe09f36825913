import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { createSequenceRunner, type OnnxSession } from '../../engine/candidates/encoders/runner.ts';
import type { RunSequence, Section } from '../../engine/index.ts';

// The entry of vitrine.onnx.js, which a worker imports once its bundle has brought a model, and never before.

/** onnxruntime-web's own file, which has to lie beside this one. */
const RUNTIME = 'ort-wasm-simd-threaded.wasm';

/** Starts the model of a section `onnx`. Needs WebAssembly. @throws BUNDLE_LAYOUT, ENCODER_UNAVAILABLE */
export function openSequence(section: Section): Promise<RunSequence> {
  const own = import.meta.url;
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { wasm: new URL(RUNTIME, own).href };
  return createSequenceRunner(section, {
    // Its types ask of every tensor what only images have.
    createSession: (model) =>
      InferenceSession.create(model, { executionProviders: ['wasm'] }) as Promise<unknown> as Promise<OnnxSession>,
    Tensor,
  });
}
