import { describe, expect, it } from 'vitest';
import { orderFigures } from './orderFigures.ts';

describe('orderFigures', () => {
  const rows = { offsets: [0, 4, 6], scores: [0.9, 0.5, 0.4, 0.1, 0.3, 0.2], labels: [1, 0, 1, 0, 0, 0] };

  it('is of all rows, and of the cases that took something', () => {
    const { auc, averagePrecision, p10, r10 } = orderFigures(rows);
    // .9 before all 4 others, .4 before 3 of them.
    expect(auc).toBe(7 / 8);
    expect(averagePrecision).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect([p10, r10]).toEqual([0.2, 1]);
  });

  it('counts what was taken and is not among the rows, where that is said', () => {
    const { p10, r10 } = orderFigures(rows, [4, 1]);
    expect([p10, r10]).toEqual([0.1, 0.25]);
  });
});
