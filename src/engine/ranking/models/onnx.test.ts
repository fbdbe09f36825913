import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import type { OnnxRuntime, OnnxSession } from '../../candidates/encoders/runner.ts';
import { LINEAR } from './linear.test-support.ts';
import { createOnnxScorer } from './onnx.ts';

env.wasm.numThreads = 1;
const runtime: OnnxRuntime = {
  createSession: (model) =>
    InferenceSession.create(model, { executionProviders: ['wasm'] }) as Promise<unknown> as Promise<OnnxSession>,
  Tensor,
};

/** Likewise with two columns of weights. */
const TWO = bytes(
  'CAgSADqDAQoaCgRyb3dzCgF3CgFiEgZzY29yZXMiBEdlbW0SAWcqGwgCCAIQASIQAACAPwAAAMAAAIA/AAAAwEIBdyoRCAIQASIIAAAAPwAAAD9CAWJaFwoEcm93cxIPCg0IARIJCgMSAW4KAggCYhkKBnNjb3JlcxIPCg0IARIJCgMSAW4KAggCQgQKABAN',
);

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

const unavailable = (where: string) => ({ code: 'RANKER_UNAVAILABLE', where: expect.stringContaining(where) });

describe('createOnnxScorer', () => {
  it('scores rows of columns, one question after the other, whatever becomes of the columns meanwhile', async () => {
    const scorer = await createOnnxScorer(LINEAR, 2, runtime);
    const columns = Float32Array.of(1, 2, 99, 3, Number.NaN, 99);
    const answers = [scorer.scoreRows(columns, 2, 3), scorer.scoreRows(columns, 1, 3), scorer.scoreRows(columns, 0, 3)];
    columns.fill(0);
    expect((await Promise.all(answers)).map((margins) => [...margins])).toEqual([[-4.5, Number.NaN], [-4.5], []]);
  });

  it('refuses what is no model, and names what a model lacks', async () => {
    await expect(createOnnxScorer(Uint8Array.of(1, 2, 3), 2, runtime)).rejects.toMatchObject({
      code: 'RANKER_UNAVAILABLE',
    });
    const named = (names: object): OnnxRuntime => ({
      ...runtime,
      createSession: async () => ({ inputNames: ['rows'], outputNames: ['scores'], run: async () => ({}), ...names }),
    });
    const open = (names: object) => createOnnxScorer(LINEAR, 2, named(names));
    await expect(open({ inputNames: ['input'] })).rejects.toMatchObject(unavailable('no input "rows" but input'));
    await expect(open({ outputNames: ['a', 'b'] })).rejects.toMatchObject(unavailable('no output "scores" but a, b'));
    await expect((await open({})).scoreRows(Float32Array.of(1, 2), 1, 1)).rejects.toMatchObject(unavailable('f32 [1]'));
  });

  it('refuses more or less than one number a row, and goes on after a question of another width', async () => {
    await expect(
      (await createOnnxScorer(TWO, 2, runtime)).scoreRows(Float32Array.of(1, 2), 1, 1),
    ).rejects.toMatchObject(unavailable('f32 [1]'));
    const wide = await createOnnxScorer(LINEAR, 3, runtime);
    await expect(wide.scoreRows(Float32Array.of(1, 2, 3), 1, 1)).rejects.toMatchObject({ code: 'RANKER_UNAVAILABLE' });
    await expect(wide.scoreRows(Float32Array.of(1, 2, 3), 1, 1)).rejects.toMatchObject({ code: 'RANKER_UNAVAILABLE' });
  });
});
