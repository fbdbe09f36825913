import { describe, expect, it } from 'vitest';
import { makeLog } from '../../tables/makeLog.ts';
import { cutBeforeEnd, lastMonth, splitAt } from './temporal.ts';

const DAY = 86_400_000;
const log = makeLog([
  ['a', 'x', 0],
  ['a', 'y', 8 * DAY],
  ['b', 'y', 10 * DAY],
]);

describe('splitAt', () => {
  it('predicts what the shoppers of before do from the cut on', () => {
    const { earlier, cases, now } = splitAt(log, 8 * DAY, { purchase: 1 });
    expect(earlier.items).toEqual(['x']);
    expect(cases.map(({ shopper, taken }) => [shopper, ...taken])).toEqual([['a', 'y']]);
    expect(now).toBe(8 * DAY);
  });
});

describe('cutBeforeEnd', () => {
  it('counts days back, no further than a share of the span', () => {
    expect(cutBeforeEnd(log, 3)).toBe(7 * DAY);
    expect(cutBeforeEnd(log, 30, 0.2)).toBe(8 * DAY);
  });
});

describe('lastMonth', () => {
  it('is where the calendar month of the end begins, in UTC', () => {
    const to = Date.UTC(2008, 7, 13, 5);
    expect(lastMonth(makeLog([['a', 'x', to]]))).toBe(Date.UTC(2008, 7, 1));
  });
});
