import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, EVERY_TABLE, START } from '../../testing/bundle.test-support.ts';
import { FACTS, factFeature } from './facts.ts';
import { ITEM } from './item.ts';
import { asking, rounded, valuesOf, WITH_FACTS } from './question.test-support.ts';
import type { RankingQuestion } from './question.ts';

const { log2 } = Math;
const [NOW, TODAY] = [START + DAY / 2, 19_723.5];

describe('what is known of the item', () => {
  let question: RankingQuestion;
  beforeAll(async () => {
    // l6 has no first day; b1 rises; b2 is gone.
    const shop = await asking({ ...WITH_FACTS, inStock: [1, 1, 0], gaining: [2] });
    question = shop.about(['b1', 'b2', 'l6'], [], { now: NOW });
  });

  it.each([
    ['itemTakers', [0, 2, 254]],
    ['itemConversion', [0, 2, 254]],
    ['itemUsualPrice', [0, 2, 254]],
    ['itemAge', [log2(1 + TODAY - 19_000), log2(1 + TODAY - 19_002), Number.NaN]],
    ['itemListed', [log2(1 + TODAY - 19_000), log2(1 + TODAY - 19_010), log2(1 + TODAY - 19_007)]],
    ['itemPrice', [log2(20.99), log2(18.99), log2(9.99)]],
    ['itemDiscount', [-log2(20.99), 2 - log2(18.99), 254 - log2(9.99)]],
    ['itemInStock', [1, 0, 1]],
    ['itemRepeatRate', [128 / 255, 128 / 255, 128 / 255]],
    ['itemTrend', [0, 2 / 12, 0]],
    // Of the bowls b2 is now as popular as b1; the first lamp has eleven twelfths.
    ['itemStanding', [1, 1, 1 / 11]],
  ])('%s', (name, expected) => {
    expect(rounded(valuesOf(question, name))).toEqual(rounded(expected));
  });

  it('misses the facts that a bundle leaves out, and those of no facts at all', async () => {
    for (const fact of ['cartRate', 'clickRate', 'growth'] as const)
      expect(valuesOf(question, factFeature(fact))).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    const plain = (await asking(EVERY_TABLE)).about(['b1'], [], { now: NOW });
    for (const name of [...FACTS.map(factFeature), 'itemAge', 'itemDiscount'])
      expect(valuesOf(plain, name), name).toEqual([Number.NaN]);
  });

  it('misses what a bare catalogue does not say', async () => {
    const bare = (await asking({ ids: ['x'], popularity: false })).about(['x'], [], { now: NOW });
    for (const { name } of ITEM) expect(valuesOf(bare, name)[0], name).toBe(name === 'itemInStock' ? 1 : Number.NaN);
    const free = (await asking({ ids: ['x', 'y'], price: [0, Number.POSITIVE_INFINITY] })).about(['x', 'y'], []);
    expect(valuesOf(free, 'itemPrice')).toEqual([Number.NaN, Number.NaN]);
  });

  it('has no ages without a clock', async () => {
    const shop = await asking();
    const asked = shop.about(['b1'], [], { now: Number.MAX_SAFE_INTEGER });
    for (const name of ['itemAge', 'itemListed']) expect(valuesOf(asked, name)).toEqual([Number.NaN]);
  });
});
