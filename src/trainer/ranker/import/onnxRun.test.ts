import { expect, it } from 'vitest';
import { field, message, node as rawNode, text, valueInfo } from '../../onnx/sumModel.test-support.ts';
import { model, node } from '../export/onnxModel.ts';
import { runOnce } from './onnxRun.ts';
import { fixture } from './parity.test-support.ts';

it('runs a model and says how many inputs it takes', async () => {
  expect(await runOnce(fixture('onnx-tanh.onnx'))).toBe(6);
});

/** Three rows in, as many numbers a row out. */
const wide = message(
  field(1, 8),
  field(
    7,
    message(
      field(1, rawNode('Tanh', ['rows'], ['scores'])),
      field(2, text('wide')),
      field(11, valueInfo('rows', 1, [3, 4])),
      field(12, valueInfo('scores', 1, [3, 4])),
    ),
  ),
  field(8, message(field(1, text('')), field(2, 15))),
);

it.each<[string, Uint8Array, string]>([
  ['several scores a row', wide, '3 rows give [3, 4]'],
  ['an operator that nobody has', model([node('Tanhh', ['rows'], 'scores')], [], 3, 0), 'onnxruntime-web'],
  ['bytes that are no model', Uint8Array.of(1, 2, 3), 'onnxruntime-web'],
  ['several outputs', fixture('onnx-classes.onnx'), 'gives label, probabilities'],
])('refuses %s', async (_, bytes, where) => {
  await expect(runOnce(bytes)).rejects.toMatchObject({
    code: 'RANKER_UNSUPPORTED',
    where: expect.stringContaining(where),
  });
});

it('asks for names where a model takes rows of any width', async () => {
  const open = model([node('ReduceMean', ['rows'], 'means'), node('Tanh', ['means'], 'scores')], [], 0, 0);
  await expect(runOnce(open)).rejects.toMatchObject({ code: 'RANKER_FEATURES' });
});
