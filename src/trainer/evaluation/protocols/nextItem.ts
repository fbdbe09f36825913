import type { EventLog } from '../../tables/log.ts';
import { filterLog, splitByTime } from '../../tables/split.ts';
import { caseOf, type EvaluationCase, interactionOf, rangesOf, weighedEvents } from '../cases.ts';
import type { Split } from './protocol.ts';

const MINUTE = 60_000;

/** When sittings end where the log does not say, and what counts. */
export interface SittingOptions {
  eventWeights: Record<string, number>;
  sessionGapMinutes: number;
}

/**
 * Every click but the first of a sitting is predicted from all that its shopper did before: of clicks from `cut` on, with models
 * fitted on what came before it.
 */
export function splitNextAt(log: EventLog, cut: number, options: SittingOptions): Split {
  return {
    earlier: splitByTime(log, cut).earlier,
    cases: clickCases(log, options, (row) => log.time[row]! >= cut),
    now: Number.MAX_SAFE_INTEGER,
  };
}

/** Likewise of the newest `share` of shoppers, by their first moment: for logs of anonymous sessions in order of age. */
export function splitNewestShoppers(log: EventLog, share: number, options: SittingOptions): Split {
  const ranges = rangesOf(log);
  const starts = ranges.map(({ start }) => log.time[start]!).sort((a, b) => a - b);
  const held = Math.min(ranges.length - 1, Math.max(1, Math.round(ranges.length * share)));
  return splitNextAt(log, starts[ranges.length - held] ?? Number.POSITIVE_INFINITY, options);
}

/** Likewise of the last `share` of every history, at least one click: for sequences, whose ends are no common moment. */
export function splitNextEnds(log: EventLog, share: number, options: SittingOptions): Split {
  const weighs = weighedEvents(options.eventWeights);
  const isLater = new Uint8Array(log.item.length);
  for (const { start, end } of rangesOf(log)) {
    const rows: number[] = [];
    for (let row = start; row < end; row++) if (weighs[log.event[row]!]) rows.push(row);
    if (rows.length < 2) continue;
    const first = rows[rows.length - Math.max(1, Math.floor(rows.length * share))]!;
    for (let row = first; row < end; row++) isLater[row] = 1;
  }
  return {
    earlier: filterLog(log, (row) => isLater[row] === 0),
    cases: clickCases(log, options, (row) => isLater[row] === 1),
    now: Number.MAX_SAFE_INTEGER,
  };
}

/** Published test rows: of each line, all items but the last are known, and the last is predicted. Lines of one item ask nothing. */
export function rowCases(test: EventLog, { eventWeights }: SittingOptions): EvaluationCase[] {
  const weighs = weighedEvents(eventWeights);
  return rangesOf(test).flatMap(({ shopper, start, end }) => {
    const known = [];
    for (let row = start; row < end; row++) if (weighs[test.event[row]!]) known.push(interactionOf(test, row));
    const target = known.pop();
    return target && known.length > 0 ? [caseOf(shopper, known, [target.itemId])] : [];
  });
}

/** A case for each click that `isAsked` and does not open a sitting. */
export function clickCases(
  log: EventLog,
  { eventWeights, sessionGapMinutes }: SittingOptions,
  isAsked: (row: number) => boolean = () => true,
): EvaluationCase[] {
  const weighs = weighedEvents(eventWeights);
  const cases: EvaluationCase[] = [];
  for (const { shopper, start, end } of rangesOf(log)) {
    const known = [];
    let before = -1;
    for (let row = start; row < end; row++) {
      if (!weighs[log.event[row]!]) continue;
      const interaction = interactionOf(log, row);
      if (before >= 0 && isAsked(row) && !opensSitting(log, before, row, sessionGapMinutes))
        cases.push(caseOf(shopper, known, [interaction.itemId]));
      known.push(interaction);
      before = row;
    }
  }
  return cases;
}

/** By the log's own sessions, where it has them; by a pause, where it has a clock; else a history is one sitting. */
function opensSitting(log: EventLog, before: number, row: number, gapMinutes: number): boolean {
  if (log.session[row]! >= 0) return log.session[row] !== log.session[before];
  return log.hasTimes && log.time[row]! - log.time[before]! > gapMinutes * MINUTE;
}
