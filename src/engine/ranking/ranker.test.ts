import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../recommender.ts';
import type { RecommendRequest } from '../shelf/types.ts';
import { DAY, did, EVERY_TABLE, engineOf, type Shop, START } from '../testing/bundle.test-support.ts';
import { calibrate } from './calibrate.ts';
import type { RankerContent } from './content.ts';
import { encodeRanker } from './encodeRanker.ts';
import { computeInputs, featureOf } from './inputs/inputs.ts';
import { retrievedQuestion, WITH_FACTS } from './inputs/question.test-support.ts';
import { marginOf, type TreeEnsemble } from './trees/ensemble.ts';

/** Cheap items are the likelier, those never taken too; what nobody can compute goes left. */
const FOREST: TreeEnsemble = {
  inputs: 3,
  trees: [
    stump(0, Math.log2(13), 1, 0.5),
    stump(0, Math.log2(17), 0.25, 0),
    stump(1, 0.5, -0.5, 0.5),
    stump(2, 0, 0.125, 8),
  ],
  base: -1,
  link: 'logistic',
  slope: 1,
};
const CONTENT: RankerContent = {
  model: { kind: 'trees', ensemble: FOREST },
  features: ['itemPrice', 'ownCount', 'fromAFutureVersion'],
  calibration: { slope: 2, intercept: -0.5 },
  retrievalCalibration: { slope: 0.5, intercept: -1 },
  share: 0.25,
  candidates: 300,
};

function stump(feature: number, threshold: number, left: number, right: number): TreeEnsemble['trees'][number] {
  return {
    feature: Uint16Array.of(feature),
    threshold: Float32Array.of(threshold),
    left: Int32Array.of(-1),
    right: Int32Array.of(-2),
    missingLeft: Uint8Array.of(1),
    set: Int32Array.of(-1),
    sets: [],
    leaves: Float64Array.of(left, right),
    cover: Float64Array.of(1, 1),
  };
}

const ranked = (content: Partial<RankerContent> = {}, shop: Shop = WITH_FACTS) =>
  engineOf({ ...shop, sections: [...(shop.sections ?? []), ...encodeRanker({ ...CONTENT, ...content })] });

const LOG = [did('view_item', 'b1', 0), did('purchase', 'b2', 1440), did('view_item', 'l1', 1441)];
const REQUEST: RecommendRequest = { k: 12, now: START + 2 * DAY, repeats: 'allow' };

describe('a bundle with a ranker', () => {
  let engine: Engine;
  let plain: Engine;
  beforeAll(async () => {
    engine = await ranked();
    plain = await engineOf(WITH_FACTS);
  });

  it("orders by the probability of the model's margin, with a share of the retrieval's", () => {
    const { items, candidatesScored } = engine.recommend(LOG, REQUEST);
    expect(candidatesScored).toBe(12);
    const question = retrievedQuestion(plain, LOG, REQUEST);
    const { columns, stride } = computeInputs(question, CONTENT.features.map(featureOf));
    const { ids } = plain.bundle.catalogue;
    const expected = Array.from(question.items, (item, r) => {
      const margin = marginOf(
        FOREST,
        [0, 1, 2].map((f) => columns[f * stride + r]!),
      );
      const ranker = calibrate(CONTENT.calibration, margin);
      const factors = calibrate(CONTENT.retrievalCalibration, question.scores[r]!);
      return { itemId: ids[item]!, scores: { ranker, factors, blend: 0.75 * ranker + 0.25 * factors } };
    }).sort((a, b) => b.scores.blend - a.scores.blend);
    expect(items.map(({ itemId, scores }) => ({ itemId, scores }))).toEqual(expected);
    expect(items.map(({ score }) => score)).toEqual(expected.map(({ scores }) => scores.blend));
    expect(items.map(({ itemId }) => itemId)).not.toEqual(
      plain.recommend(LOG, REQUEST).items.map(({ itemId }) => itemId),
    );
  });

  it('is the bundle without it where ranking is not wanted, and where sources are asked otherwise', () => {
    for (const explain of [true, false])
      for (const repeats of ['allow', 'exclude'] as const) {
        const asked = { ...REQUEST, repeats, explain };
        const [off, without] = [engine.recommend(LOG, { ...asked, useRanking: false }), plain.recommend(LOG, asked)];
        expect(off.items).toEqual(without.items);
        expect(Object.keys(off)).toEqual(Object.keys(without));
      }
    const sources = { factors: { weight: 2 } };
    expect(engine.recommend(LOG, { ...REQUEST, sources }).items).toEqual(
      plain.recommend(LOG, { ...REQUEST, sources }).items,
    );
    expect(engine.recommend(LOG, REQUEST).recId).not.toBe(
      engine.recommend(LOG, { ...REQUEST, useRanking: false }).recId,
    );
  });

  it('is asked for a newcomer only where it learned of such', async () => {
    const shelf = engine.recommend([], REQUEST);
    expect(shelf.items).toEqual(plain.recommend([], REQUEST).items);
    expect(shelf).not.toHaveProperty('candidatesScored');
    const learned = (await ranked({ newcomers: true })).recommend([], REQUEST);
    expect(learned.candidatesScored).toBeGreaterThan(0);
    expect(learned.isFallback).toBe(true);
    expect(learned.items.map(({ itemId }) => itemId)).not.toEqual(shelf.items.map(({ itemId }) => itemId));
  });

  it('leaves out what is less likely than asked, and fills up with nothing', () => {
    const all = engine.recommend(LOG, REQUEST).items;
    const minScore = all[4]!.score;
    const some = engine.recommend(LOG, { ...REQUEST, minScore });
    expect(some.items).toEqual(all.filter(({ score }) => score >= minScore));
    expect(some.items.length).toBeLessThan(all.length);
    expect(engine.recommend(LOG, { ...REQUEST, minScore: 1 }).items).toEqual([]);
    // Without a ranker a score is no probability.
    expect(plain.recommend(LOG, { ...REQUEST, minScore: 0.9 }).items).toEqual(plain.recommend(LOG, REQUEST).items);
  });

  it('ranks the best candidates alone where it says so, and the others follow in their order', async () => {
    const few = (await ranked({ candidates: 4 })).recommend(LOG, REQUEST);
    expect(few.candidatesScored).toBe(4);
    const order = plain.recommend(LOG, REQUEST).items.map(({ itemId }) => itemId);
    const ids = few.items.map(({ itemId }) => itemId);
    expect(new Set(ids.slice(0, 4))).toEqual(new Set(order.slice(0, 4)));
    expect(ids.slice(4)).toEqual(order.slice(4));
    expect(few.items.map(({ scores }) => scores !== undefined)).toEqual(ids.map((_, place) => place < 4));
    const scores = few.items.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const score of scores) expect(score > 0 && score < 1).toBe(true);
  });

  it('counts the values that it takes as missing', async () => {
    // One name that no version knows.
    expect(engine.recommend(LOG, REQUEST).missingFeatures).toBe(1);
    const features = ['itemPrice', 'ownCount', 'recency'];
    expect(await ranked({ features }).then((one) => one.recommend(LOG, REQUEST))).not.toHaveProperty('missingFeatures');
    // A bundle without facts cannot say how many took an item, nor one without content how alike two are.
    const asking = { features: ['itemTakers', 'ownCount', 'contentToLast'] };
    const bare = await ranked(asking, { ...EVERY_TABLE, content: undefined as never });
    expect(bare.recommend(LOG, REQUEST).missingFeatures).toBe(2);
    expect(bare.recommend(LOG, REQUEST).candidatesScored).toBe(12);
  });

  it('is a pure function of bundle, log and request', () => {
    const before = engine.recommend(LOG, REQUEST);
    engine.recommend(LOG.slice(0, 1), { ...REQUEST, repeats: 'exclude', k: 3, device: 'mobile' });
    engine.similar('b1', { k: 3 }, LOG);
    expect(engine.recommend(LOG, REQUEST)).toEqual(before);
  });

  it('refuses a forest that asks for more than there are features', async () => {
    await expect(ranked({ features: ['itemPrice', 'ownCount'] })).rejects.toMatchObject({ code: 'BUNDLE_LAYOUT' });
  });
});
