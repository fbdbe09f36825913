import { expect, it } from 'vitest';
import type { RankerModel } from '../../../engine/ranking/content.ts';
import { importOwn } from '../import/onnx.ts';
import { readOnnxGraph } from '../import/onnxGraph.ts';
import { exportDense } from './dense.ts';

const { env, InferenceSession, Tensor } = await import('onnxruntime-web/wasm');
env.wasm.numThreads = 1;

type Dense = Extract<RankerModel, { kind: 'dense' }>;
const LAYERS: Dense['layers'] = [
  { weights: Float32Array.of(1, -2, 0.5, 3, -1, 0.25), bias: Float32Array.of(0.5, -0.5) },
  { weights: Float32Array.of(2, -1), bias: Float32Array.of(0.125) },
];
/** Of [1, 2, 3]: relu(1 - 4 + 1.5 + 0.5) = 0, relu(3 - 2 + 0.75 - 0.5) = 1.25; 0.125 - 1.25. */
const MARGIN = -1.125;

it.each<[string, Dense, number]>([
  ['a margin', { kind: 'dense', layers: LAYERS, link: 'identity', slope: 1 }, MARGIN],
  ['a prediction', { kind: 'dense', layers: LAYERS, link: 'logistic', slope: 2 }, 1 / (1 + Math.exp(-2 * MARGIN))],
])('onnxruntime-web answers with %s, and it reads back', async (_, model, expected) => {
  const bytes = exportDense(model);
  const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const { scores } = await session.run({ rows: new Tensor('float32', Float32Array.of(1, 2, 3), [1, 3]) });
  expect(scores!.data[0]).toBeCloseTo(expected, 6);
  const read = importOwn(readOnnxGraph(bytes))!;
  const [first, second] = LAYERS as [Dense['layers'][0], Dense['layers'][0]];
  const scaled = (values: Float32Array) => values.map((value) => value * model.slope);
  expect(read).toMatchObject({ inputs: 3, model: { kind: 'dense', link: model.link, slope: 1 } });
  expect((read.model as Dense).layers).toEqual([first, { weights: scaled(second.weights), bias: scaled(second.bias) }]);
});
