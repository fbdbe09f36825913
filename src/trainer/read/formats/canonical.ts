import type { LogReader } from '../reader.ts';
import { stageTable } from '../stage.ts';

const COLUMNS = {
  user_id: { names: ['user_id'] },
  item_id: { names: ['item_id'] },
  event: { names: ['event'] },
  timestamp: { names: ['timestamp'] },
  value: { names: ['value'], optional: true },
  quantity: { names: ['quantity'], optional: true },
  price: { names: ['price'], optional: true },
  session_id: { names: ['session_id'], optional: true },
  list: { names: ['list'], optional: true },
  position: { names: ['position'], optional: true },
} as const;

const NUMBERS = ['value', 'quantity', 'price'] as const;

/**
 * Vitrine's own CSV: user_id,item_id,event,timestamp[,value,quantity,price,session_id,list,position], columns in any order,
 * others ignored. `list` names where the item was shown or clicked, `position` its place there from 1. Times as `to_time` reads them; events by the names of `eventCodes.ts`. Ids are taken as they are, spaces too.
 * A rating counts as a purchase with its value.
 */
export const readCanonical: LogReader = async ({ file, db, progress }) => {
  const staged = await stageTable(db, file, COLUMNS, progress);
  const badNumbers = NUMBERS.map(
    (name) =>
      `WHEN ${name} IS NOT NULL AND to_number(${name}) IS NULL THEN '${name} is not a number: ' || left(${name}, 40)`,
  );
  await db.run(`CREATE TABLE log AS
    SELECT line, 0 AS step, user_id AS shopper, item_id AS item, codes.code AS event, to_time(timestamp) AS time,
      ${NUMBERS.map((name) => `to_number(${name}) AS ${name}`).join(', ')}, session_id AS session,
      list, try_cast(position AS INTEGER) AS position,
      CASE WHEN codes.name IS NOT NULL AND codes.code IS NULL THEN 'event without an item' END AS skip,
      CASE
        WHEN user_id IS NULL THEN 'no user_id'
        WHEN item_id IS NULL THEN 'no item_id'
        WHEN event IS NULL THEN 'no event'
        WHEN codes.name IS NULL THEN 'unknown event: ' || left(event, 40)
        WHEN timestamp IS NULL THEN 'no timestamp'
        WHEN to_time(timestamp) IS NULL THEN 'not a time: ' || left(timestamp, 40)
        ${badNumbers.join('\n')}
        WHEN position IS NOT NULL AND coalesce(try_cast(position AS INTEGER), 0) < 1
          THEN 'position is not a whole number from 1: ' || left(position, 40)
      END AS bad
    FROM ${staged.relation} LEFT JOIN event_codes codes ON codes.name = event_name(event)`);
  await staged.takeRejects();
  return { rows: staged.rows, bad: staged.bad, hasTimes: true, hasPlaces: true, catalogue: [] };
};
