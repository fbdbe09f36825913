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

/**
 * Shoppers of both logs, in order of their ids. `later` items count when their event has weight: a glance at a list is
 * no target. Items that the bundle cannot know stay in `taken`: missing them is a miss.
 */
export function makeCases(earlier: EventLog, later: EventLog, eventWeights: Record<string, number>): EvaluationCase[] {
  const weighs = EVENT_NAMES.map((name) => (eventWeights[name] ?? 0) > 0);
  const histories = rangesOf(earlier);
  const cases: EvaluationCase[] = [];
  for (const [shopper, [start, end]] of rangesOf(later)) {
    const range = histories.get(shopper);
    if (!range) continue;
    const taken = new Set<string>();
    for (let row = start; row < end; row++) if (weighs[later.event[row]!]) taken.add(later.items[later.item[row]!]!);
    const history: Interaction[] = [];
    const takenNew = new Set(taken);
    for (let row = range[0]; row < range[1]; row++) {
      if (!weighs[earlier.event[row]!]) continue;
      const itemId = earlier.items[earlier.item[row]!]!;
      takenNew.delete(itemId);
      history.push({ itemId, event: EVENT_NAMES[earlier.event[row]!]!, timestamp: earlier.time[row]! });
    }
    if (taken.size > 0 && history.length > 0)
      cases.push({ shopper, history: history.slice(-MAX_LOG), taken, takenNew });
  }
  return cases;
}

/** Row range of each shopper id; the log is ordered by shopper. */
function rangesOf(log: EventLog): Map<string, [number, number]> {
  const ranges = new Map<string, [number, number]>();
  for (let start = 0; start < log.shopper.length; ) {
    let end = start + 1;
    while (end < log.shopper.length && log.shopper[end] === log.shopper[start]) end++;
    ranges.set(log.shoppers[log.shopper[start]!]!, [start, end]);
    start = end;
  }
  return ranges;
}
