import { type Calibration, calibrate } from '../../engine/ranking/calibrate.ts';
import type { RankerContent } from '../../engine/ranking/content.ts';
import type { TreeEnsemble } from '../../engine/ranking/trees/ensemble.ts';
import { roundLeaves } from '../../engine/ranking/trees/round.ts';
import { bestThreshold } from '../evaluation/ranking/confusion.ts';
import type { LadderStep } from '../evaluation/ranking/report.ts';
import { sweep } from '../evaluation/ranking/sweep.ts';
import { type FittedTrees, fitTrees } from '../models/trees/fit.ts';
import type { Progress } from '../progress.ts';
import type { TreeSettings } from '../settings/trees.ts';
import { chooseCalibration } from './calibration.ts';
import { climbLadder } from './ladder.ts';
import { gainOf, meanOf, ndcgOfGroups } from './order.ts';
import { fitPlatt } from './platt.ts';
import { marginsOf } from './predict.ts';
import type { RankingRows } from './rows.ts';
import { joinRows, selectColumns } from './selectRows.ts';

/** Shares of the retrieval that are tried, from none of the ranker to nothing else. */
const SHARES = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0];

/** What a ranker must gain on validation, in standard errors of the gain over cases. */
const MIN_ERRORS = 1;
/** What it may lose on one set of them at most, in standard errors. */
const MAX_LOSS = 0.25;

/** A setting of the trees that was tried, and what it came to on validation. */
interface RankerTrial {
  settings: Partial<TreeSettings>;
  rounds: number;
  share: number;
  /** Mean nDCG of validation, at that share. */
  ndcg: number;
}

export interface LearnedRanker {
  content: RankerContent;
  trials: RankerTrial[];
  /** The trial that ships. */
  chosen: RankerTrial;
  /** Mean nDCG of validation by the retrieval alone. */
  retrieval: number;
  /** The score that parts what was taken on validation from the rest with the best F1. */
  threshold: number;
  /** By input of the content: what its splits gained, and how many there are. */
  importance: Record<string, { gain: number; splits: number }>;
  /** The way from the simplest model to this one, on the rows of validation; absent where nobody asked. */
  ladder?: LadderStep[];
}

export interface FitRankerInput {
  /** Columns beside `features`. Rows that trees are grown on. */
  training: RankingRows;
  /** Sets of whole groups that decide, each as much as the others: with what was taken before among the candidates, and without. */
  validation: readonly RankingRows[];
  /** Whole groups of shoppers without a history: they decide whether such shelves are ranked. Absent: they are not. */
  newcomers?: RankingRows | undefined;
  /** Rows of the same cases as validation, as many as training takes of others: they join it once all is decided. */
  later: readonly RankingRows[];
  features: readonly string[];
  settings: TreeSettings;
  /** Settings tried, over `settings`. */
  trials: readonly Partial<TreeSettings>[];
  candidates: number;
  /** Length of the list that counts. */
  cutoff: number;
  /** Simpler rankers are fitted too, to say what each step is worth. */
  withLadder?: boolean;
  seed: number;
  progress: Progress;
}

/** The best trial so far: its trees, what they make of validation, and the curve that this was blended by. */
interface Best {
  trial: RankerTrial;
  settings: TreeSettings;
  fitted: FittedTrees;
  margins: Float64Array;
  calibration: Calibration;
}

/** Trees, and how much of them to trust, chosen on validation. Undefined where they gain nothing there. */
export async function fitRanker(input: FitRankerInput): Promise<LearnedRanker | undefined> {
  const { validation, cutoff, seed, progress } = input;
  const columns = tellingColumns(input.training);
  const training = selectColumns(input.training, columns);
  const asked = validation.map((rows) => selectColumns(rows, columns));
  const joined = joinRows(asked);
  const before = asked.map((rows) => ndcgOfGroups(rows, rows.retrieval, cutoff));
  const retrieval = meanOf(before.map(meanOf));
  const retrievalCalibration = fitPlatt(joined.retrieval, joined.labels, joined.weights);
  const trials: RankerTrial[] = [];
  let best: Best | undefined;
  for (const trial of input.trials) {
    const settings = { ...input.settings, ...trial };
    const fitted = await fitTrees(training, settings, { validation: joined, seed, progress });
    const margins = marginsOf(fitted.ensemble, joined.columns);
    const calibration = fitPlatt(margins, joined.labels, joined.weights);
    const scored = asked.map((rows) => {
      const own = marginsOf(fitted.ensemble, rows.columns).map((margin) => calibrate(calibration, margin));
      const factors = rows.retrieval.map((score) => calibrate(retrievalCalibration, score));
      return { rows, own, factors };
    });
    for (const share of SHARES) {
      const after = scored.map(({ rows, own, factors }) =>
        ndcgOfGroups(
          rows,
          own.map((value, row) => (1 - share) * value + share * factors[row]!),
          cutoff,
        ),
      );
      const gains = after.map((values, a) => gainOf(values, before[a]!));
      // The sets ask the same cases: their errors go together.
      const error = meanOf(gains.map((gain) => gain.error));
      const isSafe = gains.every((gain) => gain.mean > -MAX_LOSS * gain.error);
      const tried = { settings: trial, rounds: fitted.rounds, share, ndcg: meanOf(after.map(meanOf)) };
      const isGain = isSafe && tried.ndcg - retrieval > MIN_ERRORS * error && fitted.rounds > 0;
      trials.push(tried);
      if (isGain && (!best || tried.ndcg > best.trial.ndcg))
        best = { trial: tried, fitted, settings, margins, calibration };
    }
  }
  if (!best) return undefined;
  const { trial, settings, margins } = best;
  const groupOfRow = groupsOf(joined.offsets);
  const { ensemble: decided } = best.fitted;
  const scoreWith = (rows: RankingRows, calibration: Calibration) =>
    marginsOf(decided, rows.columns).map(
      (margin, row) =>
        (1 - trial.share) * calibrate(calibration, margin) +
        trial.share * calibrate(retrievalCalibration, rows.retrieval[row]!),
    );
  const ndcgWith = (map: Calibration) =>
    meanOf(asked.map((rows) => meanOf(ndcgOfGroups(rows, scoreWith(rows, map), cutoff))));
  const likeliest = chooseCalibration(margins, joined.labels, groupOfRow, joined.weights).calibration;
  // The share was chosen with the curve: beside the retrieval's share another map of the margins may put rows in another order.
  const calibration = ndcgWith(likeliest) < trial.ndcg ? best.calibration : likeliest;
  const threshold = bestThreshold(sweep(scoreWith(joined, calibration), joined.labels, joined.weights));
  const unknown = input.newcomers && selectColumns(input.newcomers, columns);
  const isForNewcomers = unknown !== undefined && gainsFor(unknown, cutoff, scoreWith(unknown, calibration));
  // What decided joins the rest: the newest rows are the likest to what is to come.
  const all = joinRows([training, ...input.later.map((rows) => selectColumns(rows, columns))]);
  const final = await fitTrees(all, { ...settings, trees: trial.rounds, patience: 0 }, { seed, progress });
  const tuned = { ensemble: best.fitted.ensemble, share: trial.share };
  const names = columns.map((column) => input.features[column]!);
  const ladder = input.withLadder
    ? await climbLadder({
        ...input,
        ...{ training, validation: asked, features: names, shares: SHARES, tuned, retrievalCalibration },
      })
    : undefined;
  const { ensemble, features, importance } = prune(final, names);
  return {
    content: {
      model: { kind: 'trees', ensemble: roundLeaves(ensemble) },
      features,
      calibration,
      retrievalCalibration,
      share: trial.share,
      candidates: input.candidates,
      ...(isForNewcomers ? { newcomers: true } : {}),
    },
    trials,
    chosen: trial,
    retrieval,
    threshold,
    importance,
    ...(ladder ? { ladder } : {}),
  };
}

/** Do these scores put rows in a better order than the retrieval's, by more than the error of the gain? */
function gainsFor(rows: RankingRows, cutoff: number, scores: Float64Array): boolean {
  const { mean, error } = gainOf(ndcgOfGroups(rows, scores, cutoff), ndcgOfGroups(rows, rows.retrieval, cutoff));
  return mean > MIN_ERRORS * error;
}

/** Columns that are not the same in every row. */
function tellingColumns({ columns }: RankingRows): number[] {
  return Array.from(columns.keys()).filter((c) => columns[c]!.some((value) => !Object.is(value, columns[c]![0])));
}

/** The forest over those inputs that it asks. */
function prune(
  { ensemble, importance }: FittedTrees,
  names: readonly string[],
): { ensemble: TreeEnsemble; features: string[]; importance: LearnedRanker['importance'] } {
  const used = Array.from(names.keys()).filter((f) => importance.splits[f]! > 0);
  const placeOf = new Map(used.map((f, place) => [f, place]));
  return {
    ensemble: {
      ...ensemble,
      inputs: used.length,
      trees: ensemble.trees.map((tree) => ({ ...tree, feature: tree.feature.map((f) => placeOf.get(f)!) })),
    },
    features: used.map((f) => names[f]!),
    importance: Object.fromEntries(
      used.map((f) => [names[f]!, { gain: importance.gain[f]!, splits: importance.splits[f]! }]),
    ),
  };
}

function groupsOf(offsets: Int32Array): Int32Array {
  const groups = new Int32Array(offsets.at(-1)!);
  for (let group = 0; group < offsets.length - 1; group++) groups.fill(group, offsets[group]!, offsets[group + 1]!);
  return groups;
}
