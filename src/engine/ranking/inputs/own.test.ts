import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, did, START } from '../../testing/bundle.test-support.ts';
import { OWN } from './own.ts';
import { asking, rounded, valuesOf } from './question.test-support.ts';
import type { RankingQuestion } from './question.ts';

describe('what the shopper did with the item itself', () => {
  // Viewed on day 0; bought thrice over, with a look at l1, on day 2; asked on day 5.
  const log = [
    did('view_item', 'b1', 0),
    { ...did('purchase', 'b1', 2 * 1440), quantity: 3, price: 10 },
    did('view_item', 'l1', 2 * 1440),
  ];
  let shop: Awaited<ReturnType<typeof asking>>;
  let question: RankingQuestion;
  beforeAll(async () => {
    shop = await asking();
    question = shop.about(['b1', 'l1', 'b2'], log, { now: START + 5 * DAY });
  });
  const log2 = Math.log2;

  it.each([
    ['ownCount', [log2(3), 1, 0]],
    ['ownMoments', [2, 1, 0]],
    ['ownPurchases', [1, 0, 0]],
    ['ownPieces', [2, 0, 0]],
    ['ownShare', [1, 0.5, 0]],
    ['ownLag', [0, 0, Number.NaN]],
    ['ownDays', [2, 2, Number.NaN]],
    ['ownGap', [log2(3), Number.NaN, Number.NaN]],
    // The facts say 0 of b1 and 1 of l1.
    ['ownDue', [2, 1, Number.NaN]],
  ])('%s', (name, expected) => {
    expect(rounded(valuesOf(question, name))).toEqual(rounded(expected));
  });

  it('weighs items by what is known of them in the profile', () => {
    const [b1, l1, b2] = valuesOf(question, 'ownWeight');
    expect([b1, b2]).toEqual([1, 0]);
    expect(l1! > 0 && l1! < 0.5).toBe(true);
  });

  it('knows nothing of who is new, and no days without a clock', () => {
    const cold = shop.about(['b1', 'l1'], []);
    for (const { name } of OWN)
      for (const value of valuesOf(cold, name)) expect(value === 0 || Number.isNaN(value), name).toBe(true);
    const timeless = shop.about(['b1'], log, { now: Number.MAX_SAFE_INTEGER });
    for (const name of ['ownDays', 'ownDue']) expect(valuesOf(timeless, name)).toEqual([Number.NaN]);
    expect(valuesOf(timeless, 'ownLag')).toEqual([0]);
  });

  it('takes nothing for due where the bundle has no word on it', async () => {
    const plain = await asking({ ids: ['x'] });
    const asked = plain.about(['x'], [did('purchase', 'x', 0)], { now: START });
    expect(valuesOf(asked, 'ownDue')).toEqual([Number.NaN]);
    expect(valuesOf(asked, 'ownDays')).toEqual([0]);
  });
});
