import { describe, expect, it } from 'vitest';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { givenPairs, splitPairs } from './pairs.ts';

// Two towns of ten places; everybody goes to all of one and to some of the other.
const rows = Array.from({ length: 40 }, (_, s) =>
  Array.from({ length: 20 }, (_, i): LogRow[] =>
    i % 2 === s % 2 || (i + s) % 5 === 0 ? [[`s${String(s).padStart(2, '0')}`, `i${i}`, 0]] : [],
  ).flat(),
).flat();
const log = makeLog(rows, { hasTimes: false });
const weights = { purchase: 1 };

describe('splitPairs', () => {
  const { earlier, cases, repeats } = splitPairs(log, { seed: 1, eventWeights: weights });

  it('parts the pairs: each is told or predicted', () => {
    expect(repeats).toBe('exclude');
    expect(cases.length).toBe(40);
    expect(earlier.item.length + cases.reduce((sum, { taken }) => sum + taken.size, 0)).toBe(rows.length);
    for (const { shopper, history, taken, takenNew } of cases) {
      expect(takenNew).toEqual(taken);
      const own = rows.filter(([who]) => who === shopper).map(([, item]) => item);
      expect([...history.map(({ itemId }) => itemId), ...taken].sort()).toEqual(own.sort());
    }
  });

  it('takes a tenth from one half of the shoppers, and a fifth that is alike from the other', () => {
    const blocks = cases.filter(({ taken }) => taken.size === 2);
    const single = cases.filter(({ taken }) => taken.size === 1);
    expect([blocks.length, single.length]).toEqual([20, 20]);
    const ofOneTown = blocks.filter(
      ({ taken }) => new Set([...taken].map((item) => Number(item.slice(1)) % 2)).size === 1,
    );
    expect(ofOneTown.length).toBeGreaterThan(15);
  });

  it('leaves a shopper of one item alone', () => {
    const { earlier, cases } = splitPairs(makeLog([['a', 'x', 0]]), { seed: 1, eventWeights: weights });
    expect([earlier.item.length, cases.length]).toEqual([1, 0]);
  });
});

describe('givenPairs', () => {
  it('masks what is known, and skips shoppers whom training does not know', () => {
    const train = makeLog([
      ['a', 'x', 0],
      ['a', 'y', 0],
      ['b', 'x', 0],
    ]);
    const test = makeLog([
      ['a', 'x', 0],
      ['a', 'new', 0],
      ['b', 'x', 0],
      ['c', 'x', 0],
    ]);
    const { cases } = givenPairs(train, test, weights);
    expect(cases.map(({ shopper, taken }) => [shopper, ...taken])).toEqual([['a', 'new']]);
  });
});
