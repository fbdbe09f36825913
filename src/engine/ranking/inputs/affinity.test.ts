import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, did, START } from '../../testing/bundle.test-support.ts';
import { AFFINITY } from './affinity.ts';
import { asking, rounded, valuesOf } from './question.test-support.ts';
import type { RankingQuestion } from './question.ts';

const { log2 } = Math;
/** Prices of the fixture shop by item number. */
const logPrice = (item: number) => log2(20.99 - item);

describe('how category, brand and price suit the shopper', () => {
  // b1 and l4 are taken; of the prices' logs the mean and the deviation.
  const log = [did('view_item', 'b1', 0), did('view_item', 'l4', 0)];
  const [mean, deviation] = [(logPrice(0) + logPrice(7)) / 2, (logPrice(0) - logPrice(7)) / 2];
  let shop: Awaited<ReturnType<typeof asking>>;
  let question: RankingQuestion;
  beforeAll(async () => {
    shop = await asking();
    question = shop.about(['b1', 'b2', 'l6'], log, { now: START });
  });

  it.each([
    ['categoryShare', [0.5, 0.5, 0.5]],
    // Both are departments of Home.
    ['departmentShare', [1, 1, 1]],
    // b1 and b2 are of Ash, l4 and l6 of Birch.
    ['brandShare', [0.5, 0.5, 0.5]],
    ['categoryCount', [1, 1, 1]],
    ['categoryLag', [0, 0, 0]],
    ['brandLag', [0, 0, 0]],
    // Half an octave at least, and theirs is less.
    ['priceDistance', [0, 2, 11].map((item) => (logPrice(item) - mean) / Math.max(0.5, deviation))],
    // First days are 19000 + item number, but for l6, which nobody took.
    ['ageToHistory', [0 - 3.5, 2 - 3.5, Number.NaN]],
  ])('%s', (name, expected) => {
    expect(deviation).toBeLessThan(0.5);
    expect(rounded(valuesOf(question, name))).toEqual(rounded(expected));
  });

  it('tells steps, counts and the last price apart along a longer history', () => {
    const walk = [did('view_item', 'b1', 0), did('view_item', 'b4', 1), did('purchase', 'l1', 1440)];
    const asked = shop.about(['b2', 'l2', 'l6'], walk, { now: START + DAY });
    expect(valuesOf(asked, 'categoryLag')).toEqual([1, 0, 0]);
    // b1 and l1 are of Ash, b4 of Birch.
    expect(valuesOf(asked, 'brandLag')).toEqual([0, 0, 1]);
    expect(valuesOf(asked, 'categoryCount')).toEqual([2, 1, 1]);
    expect(rounded(valuesOf(asked, 'priceToLast'))).toEqual(
      rounded([2, 3, 11].map((item) => logPrice(item) - logPrice(1))),
    );
    const [bowls, lamps] = valuesOf(asked, 'categoryShare');
    expect(bowls! + lamps!).toBeCloseTo(1, 5);
    expect(lamps).toBeGreaterThan(bowls!);
  });

  it('does not take an item without a first day for one of 1970', () => {
    const asked = shop.about(['b2'], [did('view_item', 'b1', 0), did('view_item', 'l6', 1)], { now: START });
    expect(valuesOf(asked, 'ageToHistory')).toEqual([2]);
    const unknown = shop.about(['b2'], [did('view_item', 'l6', 1)], { now: START });
    expect(valuesOf(unknown, 'ageToHistory')).toEqual([Number.NaN]);
  });

  it('misses what neither catalogue nor history say', async () => {
    const bare = await asking({ ids: ['x', 'y'] });
    const asked = bare.about(['x', 'y'], [did('view_item', 'x', 0)], { now: START });
    for (const { name } of AFFINITY) expect(valuesOf(asked, name), name).toEqual([Number.NaN, Number.NaN]);
    const cold = shop.about(['b1'], [], { now: START });
    for (const name of ['priceDistance', 'priceToLast', 'categoryLag', 'brandLag', 'ageToHistory'])
      expect(valuesOf(cold, name), name).toEqual([Number.NaN]);
    for (const name of ['categoryShare', 'brandShare', 'categoryCount']) expect(valuesOf(cold, name)).toEqual([0]);
  });
});
