import { describe, expect, it } from 'vitest';
import { denseGram, drawRows, rowsOf } from './drawRows.test-support.ts';
import { itemGram, shopperWeights } from './itemGram.ts';

const quiet = () => {};

describe('itemGram', () => {
  it('is X^T D X: its lower triangle, its diagonal, and every row whole while it is summed', async () => {
    const rows = drawRows(30, 12, 0.3);
    const dense = denseGram(rows, 12, 0.5);
    let seen = 0;
    const gram = await itemGram(rows, {
      items: 12,
      userPower: 0.5,
      progress: quiet,
      visit(item, touched, shared) {
        seen++;
        for (const other of touched) expect(shared[other]).toBeCloseTo(dense[item]![other]!, 12);
        expect(touched.length).toBe(dense[item]!.filter((value) => value > 0).length);
      },
    });
    expect(seen).toBe(12);
    for (let i = 0; i < 12; i++) {
      expect(gram.diagonal[i]).toBeCloseTo(dense[i]![i]!, 12);
      const row = new Array(12).fill(0);
      gram.columns[i]!.forEach((column, at) => {
        row[column] = gram.values[i]![at];
      });
      for (let j = 0; j < 12; j++) expect(row[j]).toBeCloseTo(j <= i ? dense[i]![j]! : 0, 5);
    }
  });

  it('weighs a shopper of usual length 1, and long ones less', () => {
    const { offsets } = rowsOf([[0, 1], [0, 1, 2, 3], [], [4, 5]]);
    const [usual, long, empty] = shopperWeights(offsets, 0.5);
    expect(usual).toBe(1);
    expect(long).toBeCloseTo(Math.SQRT1_2, 12);
    expect(empty).toBe(0);
    expect([...shopperWeights(offsets, 0)]).toEqual([1, 1, 0, 1]);
  });
});
