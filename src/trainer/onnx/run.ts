import type { Bundle } from '../../engine/bundle/bundle.ts';
import { createSequenceRunner, type OnnxRuntime, type OnnxSession } from '../../engine/candidates/encoders/runner.ts';
import type { RunSequence } from '../../engine/candidates/encoders/sequence.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { startRanker } from '../../engine/ranking/models/startRanker.ts';
import type { OnnxModel } from '../../engine/ranking/ranker.ts';
import { createEngine, type Engine } from '../../engine/recommender.ts';
import { fail } from '../../errors/failAny.ts';

/** onnxruntime-web in Node: one thread, the WebAssembly of the package itself. @throws MISSING_PACKAGE */
export async function loadRuntime(): Promise<OnnxRuntime> {
  try {
    const { env, InferenceSession, Tensor } = await import('onnxruntime-web/wasm');
    env.wasm.numThreads = 1;
    return {
      // Its types ask of every tensor what only images have.
      createSession: (model) =>
        InferenceSession.create(model, { executionProviders: ['wasm'] }) as Promise<unknown> as Promise<OnnxSession>,
      Tensor,
    };
  } catch (cause) {
    throw fail('MISSING_PACKAGE', `onnxruntime-web, for a model in ONNX: ${(cause as Error).message}`);
  }
}

/**
 * The engine of a bundle whose later sections are there, with the models from outside: of an encoder and of a ranker. Both answer
 * to `prepare`.
 * @throws as `sequenceOf`, RANKER_UNAVAILABLE
 */
export async function engineOf(bundle: Bundle, kernels: Kernels): Promise<Engine> {
  return createEngine(bundle, kernels, { sequence: await sequenceOf(bundle), ranker: await rankerOf(bundle) });
}

async function rankerOf(bundle: Bundle): Promise<OnnxModel | undefined> {
  const section = bundle.section('ranker');
  return section?.params.kind === 'onnx' ? startRanker(section, await loadRuntime()) : undefined;
}

/**
 * What runs the model of a bundle in its engine.
 * Undefined for a bundle without one; its later sections have to be there.
 * @throws MISSING_PACKAGE, BUNDLE_LAYOUT, ENCODER_UNAVAILABLE
 */
export async function sequenceOf(bundle: Bundle): Promise<RunSequence | undefined> {
  const section = bundle.section('onnx');
  if (!section) return undefined;
  const run = await createSequenceRunner(section, await loadRuntime());
  // An evaluation asks about the same shoppers again and again.
  return Object.assign(run, { kept: Number.POSITIVE_INFINITY });
}
