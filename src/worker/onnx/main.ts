import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { createSequenceRunner, type OnnxRuntime, type OnnxSession } from '../../engine/candidates/encoders/runner.ts';
import type { RunSequence, Section } from '../../engine/index.ts';
import { startRanker as startRankerIn } from '../../engine/ranking/models/startRanker.ts';
import type { OnnxModel } from '../../engine/ranking/ranker.ts';

// The entry of vitrine.onnx.js, which a worker imports once its bundle has brought a model, and never before.

/** onnxruntime-web's own file, which has to lie beside this one. */
const RUNTIME = 'ort-wasm-simd-threaded.wasm';

function openRuntime(): OnnxRuntime {
  const own = import.meta.url;
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { wasm: new URL(RUNTIME, own).href };
  return {
    // Its types ask of every tensor what only images have.
    createSession: (model) =>
      InferenceSession.create(model, { executionProviders: ['wasm'] }) as Promise<unknown> as Promise<OnnxSession>,
    Tensor,
  };
}

/** Starts the model of a section `onnx`. Needs WebAssembly. @throws BUNDLE_LAYOUT, ENCODER_UNAVAILABLE */
export const openSequence = (section: Section): Promise<RunSequence> => createSequenceRunner(section, openRuntime());

/** Starts the model of a section `ranker` of kind `onnx`. Needs WebAssembly. @throws BUNDLE_LAYOUT, RANKER_UNAVAILABLE */
export const startRanker = (section: Section): Promise<OnnxModel> => startRankerIn(section, openRuntime());
