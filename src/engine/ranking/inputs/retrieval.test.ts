import { describe, expect, it } from 'vitest';
import { did, START } from '../../testing/bundle.test-support.ts';
import { FEATURE_SOURCE, FEATURES } from '../features.ts';
import { asking, rounded, valuesOf } from './question.test-support.ts';
import { RETRIEVAL } from './retrieval.ts';

const LOG = [did('view_item', 'l3', 0), did('purchase', 'b2', 1440), did('view_item', 'b1', 2880)];
const REQUEST = { now: START + 3 * 86_400_000, repeats: 'allow' } as const;

describe('what the stage before says', () => {
  it('has the rows and scores that the blend had', async () => {
    const { retrieved, engine } = await asking();
    const question = retrieved(LOG, REQUEST);
    const found = engine.retrieve(LOG, REQUEST);
    const rowOf = (item: number) => found.items.indexOf(item);
    expect(question.items.length).toBe(12);
    for (const [f, feature] of FEATURES.entries())
      expect(valuesOf(question, feature), feature).toEqual(
        Array.from(question.items, (item) => Math.fround(found.rows[rowOf(item) * FEATURES.length + f]!)),
      );
    const scores = Array.from(question.items, (item) => found.scores[rowOf(item)]!);
    expect(valuesOf(question, 'retrievalScore')).toEqual(scores.map(Math.fround));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const share = valuesOf(question, 'retrieval');
    expect([share[0], share.at(-1)]).toEqual([1, 0]);
    expect(rounded(share)).toEqual(rounded(scores.map((score) => (score - scores[11]!) / (scores[0]! - scores[11]!))));
    expect(rounded(valuesOf(question, 'retrievalRank'))).toEqual(
      rounded(scores.map((_, place) => Math.log2(1 + place))),
    );
  });

  it('counts who proposed an item, and the place that each gave it', async () => {
    const { retrieved, engine } = await asking();
    const question = retrieved(LOG, REQUEST);
    const shelf = engine.recommend(LOG, { ...REQUEST, k: 12, explain: true });
    const [proposers, factorsRank] = [valuesOf(question, 'proposers'), valuesOf(question, 'factorsRank')];
    expect(shelf.items).toHaveLength(12);
    for (const { itemId, sources, proposals } of shelf.items) {
      const place = question.items.indexOf(engine.bundle.catalogue.numberOf(itemId));
      expect(proposers[place], itemId).toBe(sources!.length);
      const rank = proposals!.find(({ source }) => source === 'factors')?.rank;
      if (rank === undefined) expect(factorsRank[place]).toBeNaN();
      else expect(factorsRank[place]).toBeCloseTo(Math.log2(rank), 5);
    }
  });

  it('misses the rank where a source proposed something else', async () => {
    const { retrieved } = await asking();
    const ranks = valuesOf(retrieved(LOG, REQUEST), 'transitionsRank');
    // b1 leads to b2, b2 to l1, and nothing else to anything.
    expect(ranks.filter((rank) => !Number.isNaN(rank))).toHaveLength(2);
  });

  it('misses what sources say that the bundle does not have', async () => {
    const { retrieved } = await asking({ ids: ['x', 'y'] });
    const question = retrieved([did('view_item', 'x', 0)], REQUEST);
    const missing = RETRIEVAL.map(({ name }) => name).filter((name) => valuesOf(question, name).every(Number.isNaN));
    const absent = ['factors', 'transitions', 'neighbours', 'together', 'content', 'segments', 'sessions'];
    expect(missing).toEqual(expect.arrayContaining(absent));
    expect(missing).not.toContain('popularityShort');
    for (const name of missing)
      expect([...absent, 'trending', 'arrivals'], name).toContain(
        FEATURE_SOURCE[name as never] ?? name.replace(/Rank$/, ''),
      );
  });

  it('parts nothing where there is nothing to part', async () => {
    const { about } = await asking();
    expect(valuesOf(about(['b1'], LOG), 'retrieval')).toEqual([0]);
    expect(valuesOf(about(['b1', 'b2', 'b3'], LOG), 'retrieval')).toEqual([1, 0.5, 0]);
  });
});
