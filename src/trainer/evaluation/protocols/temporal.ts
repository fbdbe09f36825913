import type { EventLog } from '../../tables/log.ts';
import { logSpan, splitByTime } from '../../tables/split.ts';
import { makeCases } from '../cases.ts';
import type { Split } from './protocol.ts';

const DAY = 86_400_000;

/** What came before a moment is known; what the same shoppers did from then on is predicted, all at once. */
export function splitAt(log: EventLog, cut: number, eventWeights: Record<string, number>): Split {
  const { earlier, later } = splitByTime(log, cut);
  return { earlier, cases: makeCases(earlier, later, eventWeights), now: cut };
}

/** The moment `days` before the log's end, but at most `share` of its span before it. */
export function cutBeforeEnd(log: EventLog, days: number, share = 1): number {
  const { from, to } = logSpan(log);
  return to - Math.min(days * DAY, (to - from) * share);
}

/** The first moment of the log's last calendar month (UTC). */
export function lastMonth(log: EventLog): number {
  const end = new Date(logSpan(log).to);
  return Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), 1);
}
