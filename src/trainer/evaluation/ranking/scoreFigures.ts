import { bootstrapIntervals, pairedInterval } from '../bootstrap.ts';
import { mean } from '../metrics.ts';
import { type AreaIntervals, areaIntervals } from './areaIntervals.ts';
import { precisionRecallAt } from './atK.ts';
import { liftByDecile, reliabilityOf } from './bins.ts';
import { PARTS, type ScoredCandidates, shopperOfRows } from './candidates.ts';
import { bestThreshold, confusionAt } from './confusion.ts';
import { averagePrecision, precisionCurve, rocAuc, rocCurve } from './curves.ts';
import { brierLosses, logLosses, lossesOfRate } from './losses.ts';
import type { PartFigures, ScoreFigures } from './report.ts';
import { type Steps, sweep, totals } from './sweep.ts';

/** Length of the lists of precision and recall. */
const K = 10;

/** One part, with the values behind its means. */
interface Measured {
  figures: PartFigures;
  steps: Steps;
  /** By candidate. */
  losses: { logLoss: Float64Array; brier: Float64Array };
  /** By case that took something. */
  lists: Record<string, Float64Array>;
}

/**
 * Everything that the scores of candidates say against what was taken; undefined where none was taken. `threshold`: what training chose for
 * the confusion matrix; absent: chosen on every second shopper and counted on the others.
 */
export async function scoreFigures(
  candidates: ScoredCandidates,
  seed: number,
  threshold?: number,
): Promise<ScoreFigures | undefined> {
  const { labels, scores } = candidates;
  const taken = labels.reduce((sum, label) => sum + label, 0);
  if (taken === 0) return undefined;
  const rowOwners = shopperOfRows(candidates);
  const counted = Array.from(candidates.taken.keys()).filter((one) => candidates.taken[one]! > 0);
  const listOwners = Int32Array.from(counted, (one) => candidates.shopperOf[one]!);
  const areas = await areaIntervals(
    { blend: scores.blend, ranker: scores.ranker, factors: scores.factors },
    labels,
    rowOwners,
    seed,
  );
  const parts = Object.fromEntries(PARTS.map((part) => [part, measure(part)])) as Record<
    (typeof PARTS)[number],
    Measured
  >;
  const { blend } = parts;
  return {
    cases: candidates.shopperOf.length,
    candidates: labels.length,
    taken,
    parts: { blend: blend.figures, ranker: parts.ranker.figures, factors: parts.factors.figures },
    chance: lossesOfRate(labels),
    gain: { ranker: gainOver('ranker'), factors: gainOver('factors') },
    reliability: reliabilityOf(blend.steps),
    confusion:
      threshold === undefined ? confusionOfHalf() : { ...confusionAt(blend.steps, threshold), chosenOn: 'validation' },
    lift: liftByDecile(blend.steps),
  };

  function measure(part: (typeof PARTS)[number]): Measured {
    const steps = sweep(scores[part], labels);
    const { precision, recall } = precisionRecallAt({ ...candidates, scores: scores[part] }, K, candidates.taken);
    const pick = (column: Float64Array) => Float64Array.from(counted, (one) => column[one]!);
    const lists = { [`precision@${K}`]: pick(precision), [`recall@${K}`]: pick(recall) };
    const losses = { logLoss: logLosses(scores[part], labels), brier: brierLosses(scores[part], labels) };
    const figures: PartFigures = {
      metrics: {
        auc: rocAuc(steps),
        averagePrecision: averagePrecision(steps),
        ...meansOf(lists),
        ...meansOf(losses),
        ece: reliabilityOf(steps).ece,
      },
      intervals: {
        auc: areas.auc[part]!,
        averagePrecision: areas.averagePrecision[part]!,
        ...bootstrapIntervals(lists, seed, listOwners),
        ...bootstrapIntervals(losses, seed, rowOwners),
      },
      roc: rocCurve(steps),
      precision: precisionCurve(steps),
    };
    return { figures, steps, losses, lists };
  }

  function gainOver(part: 'ranker' | 'factors'): ScoreFigures['gain']['ranker'] {
    const [ours, theirs] = [blend, parts[part]];
    const area = (key: 'auc' | 'averagePrecision') => ({
      mean: ours.figures.metrics[key]! - theirs.figures.metrics[key]!,
      interval: gainOf(areas, part)[key],
    });
    const paired = (a: Record<string, Float64Array>, b: Record<string, Float64Array>, owners: Int32Array) =>
      Object.fromEntries(Object.keys(a).map((name) => [name, pairedInterval(a[name]!, b[name]!, seed, owners)]));
    return {
      auc: area('auc'),
      averagePrecision: area('averagePrecision'),
      ...paired(ours.lists, theirs.lists, listOwners),
      ...paired(ours.losses, theirs.losses, rowOwners),
    };
  }

  /** A threshold that is counted where it was chosen looks better than it is. */
  function confusionOfHalf(): ScoreFigures['confusion'] {
    const [chosen, counted] = [0, 1].map((odd) => {
      const rows = Array.from(rowOwners.keys()).filter((row) => rowOwners[row]! % 2 === odd);
      return sweep(
        Float64Array.from(rows, (row) => scores.blend[row]!),
        Uint8Array.from(rows, (row) => labels[row]!),
      );
    }) as [Steps, Steps];
    const isHalved = totals(chosen).taken > 0 && totals(counted).taken > 0;
    return isHalved
      ? { ...confusionAt(counted, bestThreshold(chosen)), chosenOn: 'half' }
      : { ...confusionAt(blend.steps, bestThreshold(blend.steps)), chosenOn: 'same' };
  }
}

const gainOf = ({ gain }: AreaIntervals, part: string) => gain[part]!;

const meansOf = (columns: Record<string, Float64Array>) =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, mean(column)]));
