import { EVENT_NAMES } from '../../../engine/events.ts';
import type { LogReader } from '../reader.ts';
import { stageLines } from '../stage.ts';

/**
 * One shopper a line: the shopper's id, then item ids between spaces or tabs, oldest first (LightGCN's and S3-Rec's layout);
 * every event is a purchase. There is no clock: time = step seconds, steps counted from 1 over all lines of a shopper.
 * A shopper without items is left out and counted. Ids hold no comma, quote or brace, as in `sessions`.
 */
export const readSequences: LogReader = async ({ file, db, progress }) => {
  const staged = await stageLines(db, file, progress);
  await db.run(`CREATE TABLE sequences AS
    SELECT line, split_ids(text) AS ids, CASE WHEN NOT is_id_line(text) THEN 'not ids between spaces' END AS bad,
      CASE WHEN is_id_line(text) AND len(split_ids(text)) = 1 THEN 'shopper without items' END AS skip
    FROM ${staged.relation}`);
  await staged.takeRejects();
  await db.run(`CREATE TABLE log AS
    SELECT line, step, ids[1] AS shopper, ids[step + 1] AS item, ${EVENT_NAMES.indexOf('purchase')}::UTINYINT AS event,
      (before + step) * 1000.0 AS time, NULL::DOUBLE AS value, NULL::DOUBLE AS quantity, NULL::DOUBLE AS price,
      NULL::VARCHAR AS session, skip, bad
    FROM (
      SELECT line, ids, skip, bad, before,
        unnest(CASE WHEN bad IS NULL AND skip IS NULL THEN range(1, len(ids)) ELSE [1] END)::INTEGER AS step
      FROM (SELECT *, coalesce(sum(len(ids) - 1) OVER (PARTITION BY ids[1] ORDER BY line
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::DOUBLE AS before FROM sequences))`);
  return { rows: staged.rows, bad: staged.bad, hasTimes: false, catalogue: [] };
};
