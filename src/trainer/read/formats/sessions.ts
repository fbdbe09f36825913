import { EVENT_NAMES } from '../../../engine/events.ts';
import type { LogReader } from '../reader.ts';
import { stageLines } from '../stage.ts';

/**
 * Anonymous sessions, one a line: item ids between spaces or tabs, oldest first (the layout of the session-based
 * literature's splits; a target behind a tab, as in their test files, is one more item). The session is the shopper, by its
 * line number, and every event a view_item.
 *
 * There is no clock, and the lines are taken to be in order of age: time = (line * 1e6 + step) seconds, so that a split by
 * time is a split by line. Ids hold no comma, quote or brace: a line with one is bad, since such a file is CSV or JSON.
 */
export const readSessions: LogReader = async ({ file, db, progress }) => {
  const staged = await stageLines(db, file, progress);
  await db.run(`CREATE TABLE log AS
    SELECT line, step, line::VARCHAR AS shopper, ids[step] AS item, ${EVENT_NAMES.indexOf('view_item')}::UTINYINT AS event,
      (line * 1e6 + step) * 1000 AS time, NULL::DOUBLE AS value, NULL::DOUBLE AS quantity, NULL::DOUBLE AS price,
      line::VARCHAR AS session, NULL::VARCHAR AS skip, bad
    FROM (
      SELECT line, ids, bad, unnest(CASE WHEN bad IS NULL THEN range(1, len(ids) + 1) ELSE [1] END)::INTEGER AS step
      FROM (SELECT line, split_ids(text) AS ids, CASE WHEN NOT is_id_line(text) THEN 'not ids between spaces' END AS bad
        FROM ${staged.relation}))`);
  await staged.takeRejects();
  return { rows: staged.rows, bad: staged.bad, hasTimes: false, catalogue: [] };
};
