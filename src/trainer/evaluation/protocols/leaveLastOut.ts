import type { EventLog } from '../../tables/log.ts';
import { filterLog } from '../../tables/split.ts';
import { caseOf, type EvaluationCase, interactionOf, rangesOf, weighedEvents } from '../cases.ts';
import type { Split } from './protocol.ts';

/**
 * The last interaction of every shopper is the target of `test`, the one before it that of `validation` (Kang, McAuley 2018). Models
 * of both are fitted without the last two of anybody; the histories of `test` hold the one that validation predicts. A shopper with fewer
 * than three interactions trains and is not asked for. With `out` 1, only the last is held out, and `validation` is without cases.
 */
export function splitLast(
  log: EventLog,
  eventWeights: Record<string, number>,
  out: 1 | 2 = 2,
): { validation: Split; test: Split } {
  const weighs = weighedEvents(eventWeights);
  const isKept = new Uint8Array(log.item.length).fill(1);
  const cases: [validation: EvaluationCase[], test: EvaluationCase[]] = [[], []];
  for (const { shopper, start, end } of rangesOf(log)) {
    const rows: number[] = [];
    for (let row = start; row < end; row++) if (weighs[log.event[row]!]) rows.push(row);
    if (rows.length <= out) continue;
    const known = rows.map((row) => interactionOf(log, row));
    for (let back = out; back > 0; back--) {
      const at = rows.length - back;
      cases[2 - back]!.push(caseOf(shopper, known.slice(0, at), [known[at]!.itemId]));
    }
    // What weighs nothing but came later tells of the end too.
    for (let row = rows.at(-out)!; row < end; row++) isKept[row] = 0;
  }
  const earlier = filterLog(log, (row) => isKept[row] === 1);
  const now = Number.MAX_SAFE_INTEGER;
  return { validation: { earlier, cases: cases[0], now }, test: { earlier, cases: cases[1], now } };
}
