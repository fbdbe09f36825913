import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../engine/ranking/calibrate.ts';
import type { TreeEnsemble } from '../../engine/ranking/trees/ensemble.ts';
import { silent } from '../progress.ts';
import { Random } from '../random.ts';
import { treesSettings } from '../settings/trees.ts';
import { describeRanker } from './describe.ts';
import { type FitRankerInput, fitRanker, type LearnedRanker } from './fitRanker.ts';
import { gainOf, ndcgOfGroups } from './order.ts';
import { marginsOf } from './predict.ts';
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

  it('ranks for newcomers where that is better than popularity on shelves of theirs', async () => {
    const newcomers = drawRankingRows(100, 3);
    expect((await learn({ newcomers }))!.content.newcomers).toBe(true);
    expect((await learn({ newcomers: known(newcomers) }))!.content.newcomers).toBeUndefined();
    expect((await learn())!.content.newcomers).toBeUndefined();
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

describe('never a loss', () => {
  /** The labels of each shelf in another order: how many are taken stays, which does not. */
  function shuffled(rows: RankingRows, seed: number): RankingRows {
    const random = new Random(seed, 'shuffle');
    const labels = Float32Array.from(rows.labels);
    for (let group = 0; group < rows.taken.length; group++)
      for (let at = rows.offsets[group + 1]! - 1; at > rows.offsets[group]!; at--) {
        const other = rows.offsets[group]! + random.below(at - rows.offsets[group]! + 1);
        [labels[at], labels[other]] = [labels[other]!, labels[at]!];
      }
    return { ...rows, labels };
  }

  /** What a ranker gains on shelves that neither training nor validation had, as a device would score them, in standard errors too. */
  function gainOn(rows: RankingRows, { content }: LearnedRanker) {
    const names = ['retrievalScore', 'price', 'age'];
    const columns = content.features.map((name) => rows.columns[names.indexOf(name)]!);
    const margins = marginsOf((content.model as { ensemble: TreeEnsemble }).ensemble, columns);
    const scores = margins.map(
      (margin, row) =>
        (1 - content.share) * calibrate(content.calibration, margin) +
        content.share * calibrate(content.retrievalCalibration, rows.retrieval[row]!),
    );
    return gainOf(ndcgOfGroups(rows, scores, 10), ndcgOfGroups(rows, rows.retrieval, 10));
  }

  it('ships nothing learned of labels shuffled within their shelves, or what costs nothing on new shelves', async () => {
    for (const seed of [1, 2, 3]) {
      const ranker = await learn({ training: shuffled(drawRankingRows(200, seed), seed), seed });
      if (!ranker) continue;
      const { mean, error } = gainOn(drawRankingRows(300, 100 + seed), ranker);
      expect(mean, `seed ${seed}, share ${ranker.content.share}`).toBeGreaterThan(-2 * error);
    }
  });

  it('gains on new shelves where there is something to learn', async () => {
    const { mean, error } = gainOn(drawRankingRows(300, 200), (await learn())!);
    expect(mean).toBeGreaterThan(Math.max(0.05, 3 * error));
  });
});
