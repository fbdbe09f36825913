import { expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { createStep } from './step.ts';
import { loadTensorflow } from './tensorflow.ts';
import { createLayers } from './towers.ts';

const tf = await loadTensorflow();
const [COUNT, CANDIDATES, WIDTH] = [4, 6, 8];

function made() {
  const random = new Random(2, 'test');
  const [user, item] = [createLayers(WIDTH, [8, 4], random), createLayers(WIDTH, [8, 4], random)];
  const rows = (count: number) => Float32Array.from({ length: count * WIDTH }, () => random.normal());
  const options = { tf, user, item, count: COUNT, candidates: CANDIDATES, temperature: 0.2, rate: 0.03 };
  const batch = { users: rows(COUNT), items: rows(CANDIDATES), adjustments: new Float32Array(COUNT * CANDIDATES) };
  return { batch, step: createStep(options) };
}

it('learns a batch by heart, and keeps no tensor', () => {
  const { batch, step } = made();
  const first = step(batch).loss;
  const tensors = tf.memory().numTensors;
  let last = first;
  for (let round = 0; round < 60; round++) last = step(batch).loss;
  expect(first).toBeGreaterThan(1);
  expect(last).toBeLessThan(0.1);
  expect(tf.memory().numTensors).toBe(tensors);
});

it('does not compare with what an adjustment takes out: no gradient reaches it', () => {
  const { batch, step } = made();
  for (let row = 0; row < COUNT; row++) batch.adjustments[row * CANDIDATES + 5] = -1e9;
  const { items } = step(batch);
  expect([...items.subarray(5 * WIDTH)]).toEqual(new Array(WIDTH).fill(0));
  expect(items.subarray(0, 5 * WIDTH).every((value) => value !== 0)).toBe(true);
});

it('gives the gradient by the inputs: the loss falls along it by its length squared', () => {
  const { batch } = made();
  const lossOf = (users: Float32Array) => made().step({ ...batch, users });
  const { loss, users: slope } = lossOf(batch.users);
  const reach = 1e-3;
  const squared = slope.reduce((sum, value) => sum + value * value, 0);
  const moved = lossOf(batch.users.map((value, at) => value - (reach * slope[at]!) / Math.sqrt(squared)));
  expect((loss - moved.loss) / reach).toBeCloseTo(Math.sqrt(squared), 1);
});
