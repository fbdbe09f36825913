import { expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { loadTensorflow } from './tensorflow.ts';
import { trainTwoTowers } from './train.ts';

const tf = await loadTensorflow();
const [ITEMS, SHOPPERS] = [12, 24];
const histories: Rows = {
  offsets: Int32Array.from({ length: SHOPPERS + 1 }, (_, shopper) => 4 * shopper),
  columns: Int32Array.from({ length: 4 * SHOPPERS }, (_, at) => {
    const shopper = Math.floor(at / 4);
    return 2 * (at % 4) + (shopper % 2) + (shopper % 3 === 0 ? 2 : 0);
  }),
  values: new Float32Array(4 * SHOPPERS).fill(1),
};

const train = (watch?: (loss: number, tensors: number) => void) =>
  trainTwoTowers({
    tf,
    histories,
    contents: new Float32Array(0),
    content: 0,
    embedding: 16,
    layers: [16, 16],
    epochs: 10,
    batch: 24,
    negatives: 8,
    temperature: 0.1,
    rate: 0.02,
    items: ITEMS,
    random: new Random(1, 'two-tower'),
    progress() {},
    ...(watch ? { watch } : {}),
  });

it('brings the loss down, and has as many tensors after the last step as after the first', async () => {
  const losses: number[] = [];
  const tensors = new Set<number>();
  await train((loss, alive) => {
    losses.push(loss);
    tensors.add(alive);
  });
  expect(losses.length).toBe(10 * 4);
  expect(tensors.size).toBe(1);
  const mean = (some: number[]) => some.reduce((a, b) => a + b, 0) / some.length;
  expect(mean(losses.slice(-8))).toBeLessThan(mean(losses.slice(0, 8)) - 0.5);
}, 20_000);

it('is the same for the same seed, and leaves an item that nobody took without an embedding', async () => {
  const [one, again] = [await train(), await train()];
  expect(again).toEqual(one);
  expect([...one.inputs.subarray(10 * 16)]).toEqual(new Array(32).fill(0));
}, 20_000);
