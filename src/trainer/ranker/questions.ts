import type { EvaluationCase } from '../evaluation/cases.ts';
import type { Split } from '../evaluation/protocols/protocol.ts';
import { splitAt } from '../evaluation/protocols/temporal.ts';
import { impressionCases } from '../impressions/cases.ts';
import type { EventLog } from '../tables/log.ts';
import { logSpan, splitByTime } from '../tables/split.ts';
import type { ShelfQuestion } from './rows.ts';

/** Moments at which shoppers are asked for, at most, and what must lie before the earliest, as a share of the log's span. */
const MOST_CUTS = 4;
const LEAST_BEFORE = 0.3;

/** Fewest cases of a moment. */
const ENOUGH_CASES = 50;

/**
 * The splits that a ranker's rows come from, the newest first: that of validation, and where it is one by time as many before it of the same
 * length, `most` in all. Of each, models see nothing from its moment on.
 */
export function earlierSplits(
  log: EventLog,
  validation: Split,
  eventWeights: Record<string, number>,
  most = MOST_CUTS,
): Split[] {
  if (!log.hasTimes || validation.now === Number.MAX_SAFE_INTEGER) return [validation];
  const { from, to } = logSpan(log);
  const length = to - validation.now;
  const splits = [validation];
  while (splits.length < Math.min(most, MOST_CUTS)) {
    const end = splits.at(-1)!.now;
    const cut = end - length;
    if (cut - from < LEAST_BEFORE * (to - from)) break;
    const split = splitAt(splitByTime(log, end).earlier, cut, eventWeights);
    if (split.cases.length < ENOUGH_CASES) break;
    splits.push(split);
  }
  return splits;
}

/** What shelves with and without what was taken before have to answer for. */
export function questionsOf(
  cases: readonly EvaluationCase[],
  now: number,
  aspects: readonly ('all' | 'new')[],
): ShelfQuestion[] {
  return aspects.flatMap((aspect) =>
    cases
      .map(({ history, taken, takenNew }) => ({
        history,
        request: { now, repeats: aspect === 'all' ? ('allow' as const) : ('exclude' as const) },
        taken: aspect === 'all' ? taken : takenNew,
      }))
      .filter(({ taken }) => taken.size > 0),
  );
}

/** What a shelf has to answer for to whom nothing is known of: the same shoppers, had they come without a history. */
export function newcomerQuestions(cases: readonly EvaluationCase[], now: number): ShelfQuestion[] {
  return cases.map(({ taken }) => ({ history: [], request: { now, repeats: 'allow' as const }, taken }));
}

/**
 * Lists shown from `from` until before `to`, at most `most` of them, each asked for as it was known just before: its items are the candidates, the clicked ones taken, and each
 * counts for as many as its place was looked at (inverse propensity, see src/trainer/impressions).
 */
export function shownQuestions(log: EventLog, from: number, to: number, most: number, seed: number): ShelfQuestion[] {
  const cases = impressionCases(log, from, to, { unclicked: false, most, seed });
  return cases.map(({ history, time, clicked, shown, weights }) => ({
    history,
    request: { now: time, repeats: 'allow' },
    taken: clicked,
    shown,
    weights,
  }));
}
