import { describe, expect, it } from 'vitest';
import { makeLog } from '../../tables/makeLog.ts';
import { rangesOf } from '../cases.ts';
import { itemSets, similarityTo } from './similarItems.ts';

describe('similarityTo', () => {
  it('is the cosine of the sets of shoppers, as if the one asked for were not there', () => {
    const log = makeLog([
      ['a', 'x', 0],
      ['a', 'y', 0],
      ['b', 'x', 0],
      ['b', 'y', 0],
      ['c', 'x', 0],
      ['d', 'x', 0],
      ['d', 'y', 0],
      ['d', 'z', 0],
    ]);
    // Without d: x has a, b, c; y has a, b; z has nobody.
    const alike = similarityTo(itemSets(log, rangesOf(log)), 0, [1, 2], 3);
    expect(alike.get(1)).toBeCloseTo(2 / Math.sqrt(3 * 2), 12);
    expect(alike.get(2)).toBe(0);
  });
});
