import type { LogReader } from '../reader.ts';
import { readSequences } from './sequences.ts';

/**
 * Pairs of shopper and item, one shopper a line: the shopper's id, then item ids between spaces or tabs, in no order (LightGCN's
 * layout). Read as `sequences` is, but every event has the same time, since the place on a line says nothing. A pair that is named
 * twice is one.
 */
export const readPairs: LogReader = async (task) => {
  const { db } = task;
  const reading = await readSequences(task);
  await db.run(`ALTER TABLE log RENAME TO steps`);
  await db.run(`CREATE TABLE log AS
    SELECT * EXCLUDE (nth) REPLACE (0.0 AS time) FROM (
      SELECT *, row_number() OVER (PARTITION BY shopper, item ORDER BY line, step) AS nth FROM steps)
    WHERE nth = 1 OR skip IS NOT NULL OR bad IS NOT NULL`);
  return { ...reading, hasOrder: false };
};
