import { fail } from '../../errors/failAny.ts';
import type { ReadReport } from '../tables/log.ts';

/** Share of bad lines that a run survives by default. */
const MAX_BAD = 0.01;

/** @throws INPUT_REJECTED where more than `maxBad` (a share, 0 to 1) of the lines could not be read */
export function refuseBad(report: ReadReport, file: string, maxBad = MAX_BAD): void {
  const { rows, bad, badLines } = report;
  if (bad <= rows * maxBad) return;
  const [first] = badLines;
  const example = first ? `, first line ${first.line} (${first.reason})` : '';
  throw fail('INPUT_REJECTED', `${file}: ${bad} of ${rows}${example}`, { rows, bad, badLines, maxBad });
}
