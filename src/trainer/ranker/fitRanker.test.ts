import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { silent } from '../progress.ts';
import { treesSettings } from '../settings/trees.ts';
import { describeRanker } from './describe.ts';
import { type FitRankerInput, fitRanker } from './fitRanker.ts';
import { drawRankingRows } from './rankingRows.test-support.ts';
import type { RankingRows } from './rows.ts';

const settings = v.parse(treesSettings, { trees: 40, rate: 0.15 });

const learn = (input: Partial<FitRankerInput> = {}) =>
  fitRanker({
    training: drawRankingRows(200, 1),
    validation: [drawRankingRows(100, 2)],
    later: [],
    features: ['retrievalScore', 'price', 'age'],
    settings,
    trials: [{}],
    candidates: 50,
    cutoff: 10,
    seed: 1,
    progress: silent,
    ...input,
  });

/** The same shelves, where only what the retrieval says decides, and it says so exactly. */
function known(rows: RankingRows): RankingRows {
  const labels = Float32Array.from(rows.retrieval, (score) => (score > 1 ? 1 : 0));
  const taken = rows.taken.map((_, group) =>
    Math.max(
      1,
      labels.slice(20 * group, 20 * group + 20).reduce((sum, label) => sum + label, 0),
    ),
  );
  return { ...rows, labels, taken };
}

describe('fitRanker', () => {
  it('learns what the retrieval does not know, and trusts it as far as validation says', async () => {
    const ranker = (await learn())!;
    expect(ranker.chosen.ndcg).toBeGreaterThan(ranker.retrieval + 0.05);
    expect(ranker.content.share).toBeLessThan(1);
    expect(ranker.content).toMatchObject({ candidates: 50, model: { kind: 'trees' } });
    expect(Object.keys(ranker.importance).sort()).toEqual([...ranker.content.features].sort());
    expect(ranker.threshold > 0 && ranker.threshold < 1).toBe(true);
    expect(ranker.ladder).toBeUndefined();
  });

  it('is no ranker where there is nothing to learn beyond the retrieval', async () => {
    const training = known(drawRankingRows(200, 1));
    expect(await learn({ training, validation: [known(drawRankingRows(100, 2))] })).toBeUndefined();
  });

  it('says what each step is worth where it is asked to, the last of which ships', async () => {
    const ranker = (await learn({ withLadder: true }))!;
    expect(ranker.ladder!.at(-1)!.auc).toBeGreaterThan(ranker.ladder![0]!.auc + 0.05);
    const card = describeRanker(ranker);
    expect(card).toMatchObject({
      share: ranker.content.share,
      ladder: ranker.ladder,
      validation: { retrieval: ranker.retrieval, ranking: ranker.chosen.ndcg, threshold: ranker.threshold },
    });
    expect(JSON.parse(JSON.stringify(card))).toEqual(card);
  });
});
