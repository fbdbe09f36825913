import { fail } from '../../errors/failAny.ts';
import { type Progress, silent } from '../progress.ts';
import type { EventLog, ReadOptions, ReadReport } from '../tables/log.ts';
import { takeColumns } from './columns.ts';
import { type Database, withDatabase } from './database.ts';
import { setApartFarTimes } from './farTimes.ts';
import { READERS } from './formats.ts';
import type { Reading } from './reader.ts';
import { refuseBad } from './refuse.ts';

/**
 * Reads a shop's event log, plain or gzip, into columns ordered by shopper id, time and place in the file.
 * A copy of the text lies in the system's temporary folder meanwhile (unpacked size plus a line number a line).
 *
 * @throws INPUT_MISSING, INPUT_EMPTY, INPUT_TRUNCATED, INPUT_ENCODING, INPUT_COLUMNS; INPUT_REJECTED where more than
 *   `maxBad` of the lines cannot be read (details: rows, bad, badLines); INPUT_EMPTY where nothing usable is left
 */
export async function readLog(file: string, options: ReadOptions, progress: Progress = silent): Promise<EventLog> {
  const reader = READERS[options.format];
  if (!reader) throw fail('USAGE', `unknown format ${options.format}`);
  return withDatabase(async (db) => {
    const reading = await reader({ file, options, db, progress });
    await setApartFarTimes(db, reading.hasTimes);
    const report = await takeReport(db, reading);
    refuseBad(report, file, options.maxBad);
    if (report.used === 0) throw fail('INPUT_EMPTY', `${file}: no line could be used`, { ...report });
    progress('sort', 0, 1);
    const columns = await takeColumns(db, reading.hasPlaces === true);
    progress('sort', 1, 1);
    const { hasTimes, hasOrder = true, catalogue } = reading;
    return { ...columns, hasTimes, ...(hasOrder ? {} : { hasOrder }), catalogue, report };
  });
}

async function takeReport(db: Database, { rows, bad }: Reading): Promise<ReadReport> {
  const skips = await db.rows(
    `SELECT skip, count(DISTINCT line) FROM timely WHERE skip IS NOT NULL GROUP BY skip ORDER BY skip`,
  );
  const unreadable = `FROM timely WHERE skip IS NULL AND bad IS NOT NULL`;
  const [[count] = []] = await db.rows(`SELECT count(*) ${unreadable}`);
  const first = await db.rows(`SELECT line, bad ${unreadable} ORDER BY line LIMIT 20`);
  bad.addMany(
    Number(count),
    first.map(([line, reason]) => ({ line: Number(line), reason: String(reason) })),
  );
  const skipped = Object.fromEntries(skips.map(([reason, times]) => [String(reason), Number(times)]));
  const skippedLines = Object.values(skipped).reduce((sum, times) => sum + times, 0);
  return { rows, used: rows - bad.count - skippedLines, skipped, bad: bad.count, badLines: bad.first };
}
