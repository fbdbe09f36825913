import type { Bundle } from '../../engine/bundle/bundle.ts';
import { fail } from '../../errors/failAny.ts';
import { parseConfig } from '../config.ts';
import { loadKernels } from '../kernels.ts';
import { engineOf } from '../onnx/run.ts';
import { type Progress, silent } from '../progress.ts';
import type { EventLog } from '../tables/log.ts';
import { logSpan, splitByTime, splitHistories } from '../tables/split.ts';
import { makeCases } from './cases.ts';
import { detailOf } from './detail.ts';
import { type Evaluation, unknownShare } from './evaluate.ts';
import type { Asked } from './lists.ts';
import { measureEngine } from './measure.ts';
import { pairedGains } from './paired.ts';
import type { Split } from './protocols/protocol.ts';
import { makeTrial, type TrialInput } from './protocols/trial.ts';
import { hasRanker, measureStages, rankingReport } from './ranking/stages.ts';
import type { EvaluationReport } from './report.ts';

/** Share of each history that is the target where the events hold nothing from before the bundle's window ended. */
const HELD_OUT_SHARE = 0.2;

export interface EvaluateInput {
  bundle: Bundle;
  /** What answers; default: the engine over `bundle`. */
  engine?: Asked | undefined;
  log: EventLog;
  /** Earlier events of the same shoppers, for example the training log. */
  history?: EventLog | undefined;
  /** How to split `log`, in place of the bundle's window. */
  protocol?: Omit<TrialInput, 'log' | 'config'> | undefined;
  /** Another bundle, asked for the same cases. */
  against?: Bundle | undefined;
  cutoffs: readonly number[];
  seed: number;
  progress?: Progress;
}

interface Question extends Split {
  description: string;
  /** Targets may have been trained on. */
  mayBeSeen: boolean;
}

/**
 * Measures a bundle on events it has not seen. With `history`, that is what the device knows and all of `log` is target,
 * from the training window or not: the shoppers may be others. With `protocol`, the log is split as it says, and nobody can tell
 * whether the bundle was trained on the earlier part alone. Without either, what lies after the bundle's window is target and
 * what lies before it is known; a log wholly after the window, or without a clock, is split within each shopper: the last
 * fifth of the moments is target ("fold-in").
 * @throws TOO_LITTLE_DATA where no shopper has both; USAGE for options that a protocol has no use for
 */
export async function evaluateBundle(input: EvaluateInput): Promise<EvaluationReport> {
  const { bundle, log, cutoffs, seed, progress = silent } = input;
  const question = input.protocol ? byProtocol(input, input.protocol) : byWindow(input);
  const engine = input.engine ?? (await engineOf(bundle, await loadKernels()));
  const measuring = { cutoffs, seed, progress };
  const { known, ...ours } = await measureEngine(engine, question, measuring);
  const { all, onlyNew } = ours;
  const stages = await measureStages(engine, question, ours, measuring);
  const { retrieval, candidateRecall } = stages;
  const k = cutoffs.includes(10) ? 10 : cutoffs[0]!;
  return {
    protocol: question.description,
    bundleVersion: bundle.manifest.bundleVersion,
    shoppers: { all: all.shoppers, newItems: onlyNew.shoppers },
    cases: { all: all.counted.length, newItems: onlyNew.counted.length },
    metrics: all.metrics,
    newItems: onlyNew.metrics,
    retrievalMetrics: retrieval.all.metrics,
    retrievalNewItems: retrieval.onlyNew.metrics,
    candidateRecall: { all: candidateRecall.all.mean, newItems: candidateRecall.onlyNew.mean },
    ...(hasRanker(engine)
      ? { ranking: rankingReport(ours, retrieval, measuring, stages, bundle.manifest.card.params) }
      : {}),
    intervals: {
      metrics: all.intervals,
      newItems: onlyNew.intervals,
      retrieval: { metrics: retrieval.all.intervals, newItems: retrieval.onlyNew.intervals },
      candidateRecall: { all: candidateRecall.all.interval, newItems: candidateRecall.onlyNew.interval },
    },
    unknownTargets: unknownShare(all),
    mayBeSeen: question.mayBeSeen,
    ...(input.against ? { against: await compareWith(input.against, question, { all, onlyNew }, input) } : {}),
    rows: log.report.rows,
    detail: await detailOf(engine, all, {
      k,
      seed,
      now: question.now,
      repeats: question.repeats,
      known,
      sessionGapMinutes: log.hasTimes ? bundle.manifest.serving.sessionGapMinutes : undefined,
    }),
  };
}

async function compareWith(
  bundle: Bundle,
  question: Split,
  ours: { all: Evaluation; onlyNew: Evaluation },
  { cutoffs, seed, progress = silent }: EvaluateInput,
): Promise<NonNullable<EvaluationReport['against']>> {
  const engine = await engineOf(bundle, await loadKernels());
  const { all, onlyNew } = await measureEngine(engine, question, { cutoffs, seed, progress });
  return {
    bundleVersion: bundle.manifest.bundleVersion,
    metrics: all.metrics,
    newItems: onlyNew.metrics,
    intervals: { metrics: all.intervals, newItems: onlyNew.intervals },
    gain: {
      metrics: pairedGains(ours.all, all, seed),
      newItems: pairedGains(ours.onlyNew, onlyNew, seed),
    },
  };
}

function byProtocol({ bundle, log, seed }: EvaluateInput, protocol: Omit<TrialInput, 'log' | 'config'>): Question {
  const { test, description } = makeTrial({ ...protocol, log, config: parseConfig({ seed }) });
  const seenUntil = Date.parse(bundle.manifest.window.to);
  // Of a log without a clock nobody can tell.
  const mayBeSeen = !log.hasTimes || seenUntil > logSpan(test.earlier).to;
  return { ...test, description: `${protocol.protocol}, ${description}`, mayBeSeen };
}

function byWindow({ bundle, log, history }: EvaluateInput): Question {
  const windowEnd = Date.parse(bundle.manifest.window.to) + 1;
  const split = history || !log.hasTimes ? undefined : splitByTime(log, windowEnd);
  const mayBeSeen = history !== undefined && log.hasTimes && logSpan(log).from < windowEnd;
  let description = mayBeSeen ? 'after the history, targets from the training window among them' : 'after the window';
  let earlier = history ?? split?.earlier;
  let later = history ? log : split?.later;
  let now = windowEnd;
  if (!history && (!earlier || earlier.item.length === 0)) {
    description = `fold-in, last ${100 * HELD_OUT_SHARE} % of each history`;
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
  return { earlier: earlier!, cases, now, description, mayBeSeen };
}
