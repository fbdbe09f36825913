import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { truncate } from './autoencoder.ts';
import { drawRows } from './drawRows.test-support.ts';
import { itemWeights } from './ease.ts';
import { ridgeInverse } from './ridgeInverse.ts';

const ITEMS = 24;
const rows = drawRows(80, ITEMS, 0.3);

describe('truncate', () => {
  for (const self of ['zero', 'free'] as const)
    it(`at full rank gives the weights themselves, self ${self}`, async () => {
      const inverse = await ridgeInverse(rows, {
        items: ITEMS,
        ridge: 4,
        dropout: 0.3,
        userPower: 0.5,
        progress: () => {},
      });
      const { inputs, outputs } = await truncate(inverse, { dimensions: 32, rounds: 2, self }, new Random(1, 'test'));
      for (let source = 0; source < ITEMS; source++) {
        const expected = [...itemWeights(inverse, self, [source], [1])];
        for (let target = 0; target < ITEMS; target++) {
          let product = 0;
          for (let d = 0; d < 32; d++) product += inputs[source * 32 + d]! * outputs[target * 32 + d]!;
          expect(product).toBeCloseTo(expected[target]!, 5);
        }
      }
    });

  it('at a lower rank leaves an error that shrinks with the rank', async () => {
    const inverse = await ridgeInverse(rows, { items: ITEMS, ridge: 4, dropout: 0, userPower: 0, progress: () => {} });
    const errorOf = async (dimensions: number) => {
      const cut = { dimensions, rounds: 6, self: 'free' } as const;
      const { inputs, outputs } = await truncate(inverse, cut, new Random(1, 'test'));
      let error = 0;
      for (let source = 0; source < ITEMS; source++) {
        const expected = itemWeights(inverse, 'free', [source], [1]);
        for (let target = 0; target < ITEMS; target++) {
          let product = 0;
          for (let d = 0; d < dimensions; d++)
            product += inputs[source * dimensions + d]! * outputs[target * dimensions + d]!;
          error += (product - expected[target]!) ** 2;
        }
      }
      return error;
    };
    const [low, high] = [await errorOf(4), await errorOf(16)];
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(low / 2);
  });
});
