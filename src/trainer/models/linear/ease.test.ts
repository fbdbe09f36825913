import { describe, expect, it } from 'vitest';
import { denseGram, drawRows, solveDense } from './drawRows.test-support.ts';
import { itemWeights } from './ease.ts';
import { ridgeInverse } from './ridgeInverse.ts';

const ITEMS = 10;
const rows = drawRows(60, ITEMS, 0.35);
const gram = denseGram(rows, ITEMS, 0);
const options = { items: ITEMS, ridge: 5, dropout: 0, userPower: 0, progress: () => {} };

/** The ridge regression of one item on all others, solved by itself. */
function regression(target: number): number[] {
  const others = Array.from({ length: ITEMS }, (_, i) => i).filter((i) => i !== target);
  const weights = solveDense(
    others.map((i) => others.map((j) => gram[i]![j]! + (i === j ? 5 : 0))),
    others.map((i) => gram[i]![target]!),
  );
  const all = new Array<number>(ITEMS).fill(0);
  others.forEach((i, at) => {
    all[i] = weights[at]!;
  });
  return all;
}

describe('EASE', () => {
  it('is for every item the regression on all others', async () => {
    const inverse = await ridgeInverse(rows, options);
    const weights = Array.from({ length: ITEMS }, (_, source) => [...itemWeights(inverse, 'zero', [source], [1])]);
    for (let target = 0; target < ITEMS; target++)
      regression(target).forEach((weight, source) => {
        expect(weights[source]![target]).toBeCloseTo(weight, 9);
      });
  });

  it('without the constraint is P G, which an item may stand for itself in', async () => {
    const inverse = await ridgeInverse(rows, options);
    const system = gram.map((row, i) => row.map((value, j) => value + (i === j ? 5 : 0)));
    for (let target = 0; target < ITEMS; target++)
      solveDense(
        system,
        gram.map((row) => row[target]!),
      ).forEach((weight, source) => {
        expect(itemWeights(inverse, 'free', [source], [1])[target]).toBeCloseTo(weight, 9);
      });
  });

  it('sums the weights over a history', async () => {
    const inverse = await ridgeInverse(rows, options);
    const scores = itemWeights(inverse, 'zero', [2, 7], [1, 1]);
    for (const target of [0, 1, 5]) {
      const weights = regression(target);
      expect(scores[target]).toBeCloseTo(weights[2]! + weights[7]!, 9);
    }
  });
});
