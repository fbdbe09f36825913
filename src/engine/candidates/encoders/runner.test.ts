import { describe, expect, it } from 'vitest';
import { loadRuntime } from '../../../trainer/onnx/run.ts';
import { sumModel } from '../../../trainer/onnx/sumModel.test-support.ts';
import type { Section } from '../../bundle/bundle.ts';
import { createSequenceRunner, type OnnxRuntime } from './runner.ts';

const ROWS = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const sectionOf = (model: Uint8Array, outputs = 2, length = 3): Section => ({
  name: 'onnx',
  params: { length, outputs },
  arrays: { model },
});
const MODEL = sumModel(ROWS, [0.25, 0.5, 1]);
const unavailable = (where: string) => ({ code: 'ENCODER_UNAVAILABLE', where: expect.stringContaining(where) });

describe('createSequenceRunner', () => {
  it('runs a model by the signature of docs/onnx.md, one question after the other', async () => {
    const run = await createSequenceRunner(sectionOf(MODEL), await loadRuntime());
    const answers = await Promise.all([
      run(Int32Array.of(0, 1, 3)),
      run(Int32Array.of(3, 2, 1)),
      run(Int32Array.of(0, 0, 0)),
    ]);
    expect(answers.map((answer) => [...answer!])).toEqual([
      [5.5, 7],
      [3.75, 5.5],
      [0, 0],
    ]);
  });

  it('refuses what is no model, and names what a model lacks', async () => {
    const runtime = await loadRuntime();
    await expect(createSequenceRunner(sectionOf(Uint8Array.of(1, 2, 3)), runtime)).rejects.toMatchObject({
      code: 'ENCODER_UNAVAILABLE',
    });
    const nameless = (names: object): OnnxRuntime => ({
      ...runtime,
      createSession: async () => ({ inputNames: ['items'], outputNames: ['vector'], run: async () => ({}), ...names }),
    });
    const open = (names: object) => createSequenceRunner(sectionOf(MODEL), nameless(names));
    await expect(open({ inputNames: ['input_ids'] })).rejects.toMatchObject(
      unavailable('no input "items" but input_ids'),
    );
    await expect(open({ outputNames: ['logits'] })).rejects.toMatchObject(unavailable('no output "vector" but logits'));
    await expect((await open({}))(Int32Array.of(0, 0, 1))).rejects.toMatchObject(unavailable('f32 [1, 2]'));
  });

  it('refuses an answer of another width and goes on, as after an item that the model does not have', async () => {
    const runtime = await loadRuntime();
    const run = await createSequenceRunner(sectionOf(MODEL, 3), runtime);
    await expect(run(Int32Array.of(0, 0, 1))).rejects.toMatchObject(unavailable('f32 [1, 3]'));
    const sound = await createSequenceRunner(sectionOf(MODEL), runtime);
    await expect(sound(Int32Array.of(0, 0, 99))).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    expect([...(await sound(Int32Array.of(0, 0, 1)))!]).toEqual([1, 2]);
  });
});
