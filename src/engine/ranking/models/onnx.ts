import { fail } from '../../../errors/failSequence.ts';
import type { OnnxRuntime } from '../../candidates/encoders/runner.ts';
import { gatherRows } from './gatherRows.ts';

/** A ranker's model that onnxruntime-web runs. */
export interface OnnxScorer {
  /**
   * The margin of each of `count` rows. One question after the other: a session is one piece of memory.
   * @param columns input f of row r at f * stride + r, NaN where it is missing, which the model gets as it is
   * @throws RANKER_UNAVAILABLE where the model fails, or answers with something else than one number a row
   */
  scoreRows(columns: Float32Array, count: number, stride: number): Promise<Float64Array>;
}

/**
 * Starts a model of the signature in docs/rankers.md: input `rows` f32 [count, inputs], output `scores` f32 [count] or [count, 1].
 * @throws RANKER_UNAVAILABLE
 */
export async function createOnnxScorer(
  model: Uint8Array,
  inputs: number,
  { createSession, Tensor }: OnnxRuntime,
): Promise<OnnxScorer> {
  const session = await createSession(model).catch(refused);
  demand('input', session.inputNames, 'rows');
  demand('output', session.outputNames, 'scores');
  let last: Promise<unknown> = Promise.resolve();
  return {
    scoreRows(columns, count, stride) {
      if (count === 0) return Promise.resolve(new Float64Array(0));
      // Gathered now: the caller's columns are free for the next question.
      const rows = gatherRows(columns, inputs, count, stride, Number.NaN);
      const answer = last.then(async () => {
        const feeds = { rows: new Tensor('float32', rows, [count, inputs]) };
        const { scores } = await session.run(feeds, ['scores']).catch(refused);
        if (!(scores?.data instanceof Float32Array && scores.data.length === count))
          throw fail('RANKER_UNAVAILABLE', `output "scores" is not f32 [${count}]`);
        return Float64Array.from(scores.data);
      });
      last = answer.catch(() => {});
      return answer;
    },
  };
}

function demand(what: string, names: readonly string[], name: string): void {
  if (!names.includes(name)) throw fail('RANKER_UNAVAILABLE', `no ${what} "${name}" but ${names.join(', ')}`);
}

function refused(cause: unknown): never {
  throw fail('RANKER_UNAVAILABLE', cause instanceof Error ? cause.message : String(cause));
}
