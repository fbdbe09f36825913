import { EVENT_NAMES, type Interaction } from '../../engine/events.ts';
import { MAX_LOG } from '../../engine/profile/log.ts';
import type { EventLog } from '../tables/log.ts';

/** One shopper to evaluate: what the device would know at the cut, and what the shopper took afterwards. */
export interface EvaluationCase {
  shopper: string;
  /** Oldest first, the newest MAX_LOG. */
  history: Interaction[];
  /** Ids of distinct items taken later, known to the bundle or not. */
  taken: Set<string>;
  /** The part of `taken` that is not in the whole of the earlier log: items new to the shopper. */
  takenNew: Set<string>;
}

/** Which events say something of taste, by code: those of weight above 0. A glance at a list is neither history nor target. */
export function weighedEvents(eventWeights: Record<string, number>): boolean[] {
  return EVENT_NAMES.map((name) => (eventWeights[name] ?? 0) > 0);
}

/** A row of a log as a device keeps it. */
export function interactionOf(log: EventLog, row: number): Interaction {
  const interaction: Interaction = {
    itemId: log.items[log.item[row]!]!,
    event: EVENT_NAMES[log.event[row]!]!,
    timestamp: log.time[row]!,
  };
  for (const field of ['value', 'quantity', 'price'] as const) {
    const said = log[field][row]!;
    if (!Number.isNaN(said)) interaction[field] = said;
  }
  return interaction;
}

/** The case of a shopper whose `known` interactions, oldest first, are followed by the `taken` items. */
export function caseOf(shopper: string, known: readonly Interaction[], taken: Iterable<string>): EvaluationCase {
  const all = new Set(taken);
  const takenNew = new Set(all);
  for (const { itemId } of known) takenNew.delete(itemId);
  return { shopper, history: known.slice(-MAX_LOG), taken: all, takenNew };
}

/**
 * Shoppers of both logs, in order of their ids. `later` items count when their event has weight: a glance at a list is
 * no target. Items that the bundle cannot know stay in `taken`: missing them is a miss.
 */
export function makeCases(earlier: EventLog, later: EventLog, eventWeights: Record<string, number>): EvaluationCase[] {
  const weighs = weighedEvents(eventWeights);
  const histories = new Map(rangesOf(earlier).map(({ shopper, start, end }) => [shopper, { start, end }]));
  const cases: EvaluationCase[] = [];
  for (const { shopper, start, end } of rangesOf(later)) {
    const range = histories.get(shopper);
    if (!range) continue;
    const taken = new Set<string>();
    for (let row = start; row < end; row++) if (weighs[later.event[row]!]) taken.add(later.items[later.item[row]!]!);
    const known: Interaction[] = [];
    for (let row = range.start; row < range.end; row++)
      if (weighs[earlier.event[row]!]) known.push(interactionOf(earlier, row));
    if (taken.size > 0 && known.length > 0) cases.push(caseOf(shopper, known, taken));
  }
  return cases;
}

/** Row range of each shopper, in order; the log is ordered by shopper. */
export function rangesOf(log: EventLog): { shopper: string; start: number; end: number }[] {
  const ranges: { shopper: string; start: number; end: number }[] = [];
  for (let start = 0; start < log.shopper.length; ) {
    let end = start + 1;
    while (end < log.shopper.length && log.shopper[end] === log.shopper[start]) end++;
    ranges.push({ shopper: log.shoppers[log.shopper[start]!]!, start, end });
    start = end;
  }
  return ranges;
}
