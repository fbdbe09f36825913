import type { Database, Plain } from './database.ts';

const YEAR = 365 * 86_400_000;

/** Fewer rows than this have no ends to tell from their middle. */
const MIN_ROWS = 100;

/** Share of the rows at either end that may be slips: no more than the bad lines that a run survives. */
const END_SHARE = 0.01;

/**
 * Creates the view `timely`: the relation `log` (see `LogReader`), where rows whose time lies apart from the rest of the
 * log are skipped. One row of a mistyped year 2099, or of the 1970 that stands for no time at all, would otherwise stretch
 * the log's span, by which memories decay and the validation slice is cut. Apart means: beyond the times of the middle
 * 98 % by more than their span, and by more than a year.
 */
export async function setApartFarTimes(db: Database, hasTimes: boolean): Promise<void> {
  const far = hasTimes ? await farFrom(db) : 'false';
  await db.run(`CREATE VIEW timely AS SELECT * REPLACE (
    CASE WHEN skip IS NULL AND bad IS NULL AND (${far}) THEN 'time far from the rest of the log' ELSE skip END AS skip)
    FROM log`);
}

async function farFrom(db: Database): Promise<string> {
  // The first step of each line: an event with many items is one time only.
  const [row = []] =
    await db.rows(`SELECT count(*), quantile_disc(time, ${END_SHARE}), quantile_disc(time, ${1 - END_SHARE})
    FROM log WHERE skip IS NULL AND bad IS NULL AND step <= 1`);
  const [count = 0, low = 0, high = 0] = row.map((value: Plain) => Number(value));
  if (count < MIN_ROWS) return 'false';
  const margin = Math.max(YEAR, high - low);
  return `time < ${low - margin} OR time > ${high + margin}`;
}
