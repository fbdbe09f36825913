import { fail } from '../../../errors/failSequence.ts';
import type { Section } from '../../bundle/bundle.ts';
import { arrayOf, paramOf } from '../../bundle/section.ts';
import type { RunSequence } from './sequence.ts';

/** The part of onnxruntime that runs a model. */
export interface OnnxRuntime {
  createSession(model: Uint8Array): Promise<OnnxSession>;
  Tensor: {
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): OnnxTensor;
    new (type: 'float32', data: Float32Array, dims: readonly number[]): OnnxTensor;
  };
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Of each input, where it is a tensor: `shape`, a number or a name per dimension. */
  readonly inputMetadata?: readonly unknown[];
  /** @param outputs names of those that are asked for: others are not computed */
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, OnnxTensor | undefined>>>;
}

export interface OnnxTensor {
  readonly data: unknown;
}

/**
 * Starts the model of a section `onnx` (docs/onnx.md): input `items` int64 [1, length], output `vector` f32 [1, outputs].
 * @throws BUNDLE_LAYOUT, ENCODER_UNAVAILABLE, which the runs reject with too
 */
export async function createSequenceRunner(section: Section, runtime: OnnxRuntime): Promise<RunSequence> {
  const length = paramOf(section, 'length');
  const outputs = paramOf(section, 'outputs');
  const session = await openSession(arrayOf(section, 'model', Uint8Array), runtime);
  // One after the other: a session is one piece of memory.
  let last: Promise<unknown> = Promise.resolve();
  const run: RunSequence = (indices) => {
    const answer = last.then(async () => {
      const items = new runtime.Tensor('int64', BigInt64Array.from(indices, BigInt), [1, length]);
      const { vector } = await session.run({ items }, ['vector']).catch(refused);
      if (!(vector?.data instanceof Float32Array && vector.data.length === outputs))
        throw fail('ENCODER_UNAVAILABLE', `output "vector" is not f32 [1, ${outputs}]`);
      return vector.data;
    });
    last = answer.catch(() => {});
    return answer;
  };
  return run;
}

/** A session of a model with the names that are called for. @throws ENCODER_UNAVAILABLE */
export async function openSession(model: Uint8Array, { createSession }: OnnxRuntime): Promise<OnnxSession> {
  const session = await createSession(model).catch(refused);
  for (const [what, names, name] of [
    ['input', session.inputNames, 'items'],
    ['output', session.outputNames, 'vector'],
  ] as const)
    if (!names.includes(name)) throw fail('ENCODER_UNAVAILABLE', `no ${what} "${name}" but ${names.join(', ')}`);
  return session;
}

function refused(cause: unknown): never {
  throw fail('ENCODER_UNAVAILABLE', cause instanceof Error ? cause.message : String(cause));
}
