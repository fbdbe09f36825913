import { expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { createRowAdam } from './adam.ts';
import { createBatches } from './batches.ts';

/** Two shoppers: items 0, 1, 2 and items 2, 3. */
const histories: Rows = {
  offsets: Int32Array.of(0, 3, 5),
  columns: Int32Array.of(0, 1, 2, 2, 3),
  values: Float32Array.of(1, 2, 1, 1, 1),
};
const [ITEMS, EMBEDDING, WIDTH] = [5, 2, 2];
const inputs = Float32Array.of(3, 0, 0, 2, 1, 1, 0, -1, 9, 9);
const make = (negatives = 1) =>
  createBatches({
    histories,
    inputs,
    width: WIDTH,
    embedding: EMBEDDING,
    count: 2,
    negatives,
    items: ITEMS,
    random: new Random(1, 'test'),
  });

it('reads a history without the item to foresee, by its weights, at length 1', () => {
  const { users, items } = make().make(Int32Array.of(2, 3));
  // 1 x (3, 0) + 2 x (0, 2) = (3, 4); the other shopper's (0, -1).
  expect([...users].map((value) => Math.round(1e6 * value) / 1e6)).toEqual([0.6, 0.8, 0, -1]);
  expect([...items.subarray(0, 4)]).toEqual([1, 1, 1, 1]);
});

it('corrects for how often a candidate is there, and compares nobody with what they took too', () => {
  const batch = make(1).make(Int32Array.of(0, 4));
  const expected = (share: number) => {
    const roots = [1, 1, 2, 1].map((count) => Math.sqrt(count / 5));
    const root = Math.sqrt(share);
    return -Math.log(2 * share + root / roots.reduce((a, b) => a + b, 0));
  };
  expect(batch.adjustments[0]).toBeCloseTo(expected(1 / 5), 5);
  expect(batch.adjustments[1]).toBeCloseTo(expected(1 / 5), 5);
  const same = make(1).make(Int32Array.of(2, 3));
  expect(same.adjustments[0]).toBeCloseTo(expected(2 / 5), 5);
  expect(same.adjustments[1]).toBe(-1e9);
  expect(same.adjustments[3]).toBe(-1e9);
});

it('hands the gradient by a history to its items, and none to who is not in the batch', () => {
  const batches = make();
  batches.make(Int32Array.of(2, 3));
  const learned = new Float32Array(ITEMS * EMBEDDING);
  const rows = createRowAdam(learned, EMBEDDING, 0.1);
  batches.scatter({ loss: 0, users: Float32Array.of(1, 0, 0, 0), items: new Float32Array(3 * WIDTH) }, rows);
  rows.step(() => {});
  // Along (1, 0) across (.6, .8) / 5: (.64, -.48) / 5, once for item 0 and twice for item 1: Adam makes the same step of both.
  expect(learned[1]! / learned[0]!).toBeCloseTo(-0.75, 4);
  expect(learned[0]).toBeLessThan(0);
  expect(learned[2]).toBeCloseTo(learned[0]!, 5);
  expect([...learned.subarray(6)]).toEqual([0, 0, 0, 0]);
});
