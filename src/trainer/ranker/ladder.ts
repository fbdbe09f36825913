import { type Calibration, calibrate } from '../../engine/ranking/calibrate.ts';
import { RETRIEVAL } from '../../engine/ranking/inputs/retrieval.ts';
import type { TreeEnsemble } from '../../engine/ranking/trees/ensemble.ts';
import { mean } from '../evaluation/metrics.ts';
import { orderFigures } from '../evaluation/ranking/orderFigures.ts';
import type { LadderStep } from '../evaluation/ranking/report.ts';
import { fitLogistic } from '../models/logistic/fit.ts';
import { fitTrees } from '../models/trees/fit.ts';
import type { Progress } from '../progress.ts';
import type { TreeSettings } from '../settings/trees.ts';
import { ndcgOfGroups } from './order.ts';
import { fitPlatt } from './platt.ts';
import { marginsOf } from './predict.ts';
import type { RankingRows } from './rows.ts';
import { joinRows, selectColumns } from './selectRows.ts';

export interface LadderInput {
  /** Columns beside `features`, as those of `validation`. */
  training: RankingRows;
  /** Sets of whole groups, each as much as the others. */
  validation: readonly RankingRows[];
  features: readonly string[];
  /** Of trees before anything was tried. */
  settings: TreeSettings;
  /** Shares of the retrieval that the hybrid may have. */
  shares: readonly number[];
  /** What was chosen on validation. */
  tuned: { ensemble: TreeEnsemble; share: number };
  retrievalCalibration: Calibration;
  /** Length of the list that a share is chosen for. */
  cutoff: number;
  seed: number;
  progress: Progress;
}

/** Scores of each set of validation. */
type Scores = readonly ArrayLike<number>[];

/**
 * What each step to the ranker that ships is worth, all learned from the same rows and measured on the same others: the retrieval's own order,
 * logistic regression on what the retrieval says, on all features, trees as they come, trees and retrieval together, and tuned. The last two were
 * chosen on the rows that they are measured on.
 */
export async function climbLadder(input: LadderInput): Promise<LadderStep[]> {
  const { training, validation, features, settings, tuned, seed, progress } = input;
  const ofRetrieval = Array.from(features.keys()).filter((f) => RETRIEVAL.some(({ name }) => name === features[f]));
  const factors = validation.map(({ retrieval }) =>
    retrieval.map((score) => calibrate(input.retrievalCalibration, score)),
  );
  const logistic = async (columns: readonly number[]): Promise<Scores> => {
    const model = await fitLogistic(selectColumns(training, columns));
    return validation.map((rows) => model.predict(selectColumns(rows, columns).columns));
  };
  const { ensemble } = await fitTrees(training, settings, { validation: joinRows(validation), seed, progress });
  const trees = probabilitiesOf(ensemble, validation);
  const share = bestShare(trees, factors, input);
  return [
    stepOf('retrieval alone', validation, factors),
    stepOf('logistic regression', validation, await logistic(ofRetrieval)),
    stepOf('+ features', validation, await logistic([...features.keys()])),
    stepOf('trees', validation, trees),
    stepOf('hybrid', validation, blendOf(trees, factors, share)),
    stepOf('tuned', validation, blendOf(probabilitiesOf(tuned.ensemble, validation), factors, tuned.share)),
  ];
}

function probabilitiesOf(ensemble: TreeEnsemble, validation: readonly RankingRows[]): Float64Array[] {
  const margins = validation.map(({ columns }) => marginsOf(ensemble, columns));
  const { labels, weights } = joinRows(validation);
  const all = Float64Array.from(margins.flatMap((own) => [...own]));
  const calibration = fitPlatt(all, labels, weights);
  return margins.map((own) => own.map((margin) => calibrate(calibration, margin)));
}

const blendOf = (own: readonly Float64Array[], factors: readonly Float64Array[], share: number): Float64Array[] =>
  own.map((values, set) => values.map((value, row) => (1 - share) * value + share * factors[set]![row]!));

/** The share that orders validation best, of equals the first. */
function bestShare(
  trees: readonly Float64Array[],
  factors: readonly Float64Array[],
  { validation, shares, cutoff }: LadderInput,
): number {
  let best = { share: 0, ndcg: -1 };
  for (const share of shares) {
    const scores = blendOf(trees, factors, share);
    const ndcg = mean(validation.map((rows, set) => mean(ndcgOfGroups(rows, scores[set]!, cutoff))));
    if (ndcg > best.ndcg) best = { share, ndcg };
  }
  return best.share;
}

function stepOf(name: string, validation: readonly RankingRows[], scores: Scores): LadderStep {
  const figures = validation.map(({ offsets, labels, weights, taken }, set) =>
    orderFigures({ offsets, labels, weights, scores: scores[set]! }, taken),
  );
  return {
    name,
    auc: mean(figures.map(({ auc }) => auc)),
    averagePrecision: mean(figures.map(({ averagePrecision }) => averagePrecision)),
    p10: mean(figures.map(({ p10 }) => p10)),
    r10: mean(figures.map(({ r10 }) => r10)),
  };
}
