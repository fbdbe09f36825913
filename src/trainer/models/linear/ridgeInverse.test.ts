import { describe, expect, it } from 'vitest';
import { denseGram, drawRows, solveDense } from './drawRows.test-support.ts';
import { checkInvertible, MAX_INVERSE, ridgeInverse } from './ridgeInverse.ts';

const options = { ridge: 3, dropout: 0.5, userPower: 0.4, progress: () => {} };

describe('ridgeInverse', () => {
  // The first inverts the items' side, the second the shoppers'.
  for (const [shoppers, items] of [
    [40, 9],
    [7, 15],
  ] as const)
    it(`is the inverse of what it says, of ${shoppers} shoppers by ${items} items`, async () => {
      const rows = drawRows(shoppers, items, 0.4);
      const gram = denseGram(rows, items, 0.4);
      const system = gram.map((row, i) => row.map((value, j) => value + (i === j ? 3 + gram[i]![i]! : 0)));
      const inverse = await ridgeInverse(rows, { ...options, items });
      for (let item = 0; item < items; item++) {
        const expected = solveDense(
          system,
          Array.from({ length: items }, (_, i) => (i === item ? 2 : i === 0 ? 1 : 0)),
        );
        const product = item === 0 ? inverse.times([0], [2]) : inverse.times([item, 0], [2, 1]);
        expected.forEach((value, i) => {
          expect(product[i]).toBeCloseTo(value, 9);
        });
        expect(inverse.diagonal[item]).toBeCloseTo(
          solveDense(
            system,
            Array.from({ length: items }, (_, i) => (i === item ? 1 : 0)),
          )[item]!,
          9,
        );
        expect(inverse.ridges[item]).toBeCloseTo(3 + gram[item]![item]!, 9);
      }
    });

  it('refuses what is too large on both sides, and says what to take', () => {
    const offsets = new Int32Array(MAX_INVERSE + 2);
    expect(() => checkInvertible({ offsets }, MAX_INVERSE + 1, 'ease', 'local-ease')).toThrow(/take "local-ease"/);
    expect(() => checkInvertible({ offsets }, MAX_INVERSE, 'ease', 'local-ease')).not.toThrow();
  });
});
