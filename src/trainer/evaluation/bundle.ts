import type { Bundle } from '../../engine/bundle/bundle.ts';
import { createEngine, type Engine } from '../../engine/recommender.ts';
import { fail } from '../../errors/failAny.ts';
import { loadKernels } from '../kernels.ts';
import { type Progress, silent } from '../progress.ts';
import type { EventLog } from '../tables/log.ts';
import { logSpan, splitByTime, splitHistories } from '../tables/split.ts';
import { makeCases } from './cases.ts';
import { evaluateCases, type Metrics } from './evaluate.ts';

/** Share of each history that is the target where the events hold nothing from before the bundle's window ended. */
const HELD_OUT_SHARE = 0.2;

export interface EvaluationReport {
  protocol: string;
  bundleVersion: string;
  shoppers: { all: number; newItems: number };
  metrics: Metrics;
  newItems: Metrics;
  intervals: { metrics: Record<string, [number, number]>; newItems: Record<string, [number, number]> };
  /** Share of the targets that the bundle does not know; each is a miss. */
  unknownTargets: number;
  rows: number;
}

export interface EvaluateInput {
  bundle: Bundle;
  /** What answers; default: the engine over `bundle`. */
  engine?: Pick<Engine, 'recommend' | 'bundle'> | undefined;
  log: EventLog;
  /** Earlier events of the same shoppers, for example the training log. */
  history?: EventLog | undefined;
  cutoffs: number[];
  seed: number;
  progress?: Progress;
}

/**
 * Measures a bundle on events it has not seen. With `history`, that is what the device knows and all of `log` is target,
 * from the training window or not: the shoppers may be others. Without, what lies after the bundle's window is target and
 * what lies before it is known; a log wholly after the window, or without a clock, is split within each shopper: the last
 * fifth of the moments is target ("fold-in").
 * @throws TOO_LITTLE_DATA where no shopper has both
 */
export async function evaluateBundle({
  bundle,
  log,
  history,
  cutoffs,
  seed,
  progress = silent,
  ...given
}: EvaluateInput): Promise<EvaluationReport> {
  const windowEnd = Date.parse(bundle.manifest.window.to) + 1;
  const split = history || !log.hasTimes ? undefined : splitByTime(log, windowEnd);
  const mayBeSeen = history !== undefined && log.hasTimes && logSpan(log).from < windowEnd;
  let protocol = mayBeSeen ? 'after the history, targets from the training window among them' : 'after the window';
  let earlier = history ?? split?.earlier;
  let later = history ? log : split?.later;
  let now = windowEnd;
  if (!history && (!earlier || earlier.item.length === 0)) {
    protocol = `fold-in, last ${100 * HELD_OUT_SHARE} % of each history`;
    ({ earlier, later } = splitHistories(log, HELD_OUT_SHARE));
    now = Number.MAX_SAFE_INTEGER;
  }
  const cases = makeCases(earlier!, later!, bundle.manifest.serving.eventWeights);
  if (cases.length === 0)
    throw fail(
      'TOO_LITTLE_DATA',
      later!.item.length === 0
        ? `no event lies after the bundle's window, which ends at ${bundle.manifest.window.to}: the bundle was trained on all of them`
        : 'no shopper has events both before and after the cut; give the earlier log with --history',
    );
  const engine = given.engine ?? createEngine(bundle, await loadKernels());
  const all = await evaluateCases(engine, cases, cutoffs, { aspect: 'all', now, seed }, progress);
  const onlyNew = await evaluateCases(engine, cases, cutoffs, { aspect: 'new', now, seed }, progress);
  const targets = cases.flatMap(({ taken }) => [...taken]);
  return {
    protocol,
    bundleVersion: bundle.manifest.bundleVersion,
    shoppers: { all: all.shoppers, newItems: onlyNew.shoppers },
    metrics: all.metrics,
    newItems: onlyNew.metrics,
    intervals: { metrics: all.intervals, newItems: onlyNew.intervals },
    unknownTargets: targets.filter((itemId) => bundle.catalogue.numberOf(itemId) < 0).length / targets.length,
    rows: log.report.rows,
  };
}
