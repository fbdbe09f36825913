import { EVENT_NAMES } from '../../../engine/events.ts';
import type { LogReader } from '../reader.ts';
import { stageTable } from '../stage.ts';

const FEATURES = [0, 1, 2, 3] as const;
const COLUMNS = {
  time: { names: ['timestamp'] },
  item: { names: ['item_id'] },
  position: { names: ['position'] },
  click: { names: ['click'] },
  ...Object.fromEntries(FEATURES.map((n) => [`u${n}`, { names: [`user_feature_${n}`] }])),
};

/**
 * The Open Bandit data (Saito, Aihara, Matsutani, Narita 2021): impressions of one item in one of three positions, and whether it was clicked. It
 * knows no shoppers, only four hashed features of each: those with the same features are read as one, which stands for their kind. An
 * impression is a view_item_list in the list `recommendations`, a click a select_item after it. Propensities are `readBandit`'s.
 */
export const readObd: LogReader = async ({ file, db, progress }) => {
  const staged = await stageTable(db, file, COLUMNS, progress);
  const [shown, clicked] = ['view_item_list', 'select_item'].map(
    (name) => `${EVENT_NAMES.indexOf(name as 'view_item')}::UTINYINT`,
  );
  const kind = FEATURES.map((n) => `left(coalesce(u${n}, ''), 8)`).join(` || '.' || `);
  await db.run(`CREATE TABLE shown AS
    SELECT line, ${kind} AS shopper, item, to_time("time") AS time, try_cast(position AS INTEGER) AS position,
      to_number(click) AS click,
      CASE
        WHEN item IS NULL THEN 'no item_id'
        WHEN to_time("time") IS NULL THEN 'not a time: ' || left(coalesce("time", ''), 40)
        WHEN coalesce(try_cast(position AS INTEGER), 0) < 1 THEN 'position is not a whole number from 1: ' || left(coalesce(position, ''), 40)
        WHEN coalesce(to_number(click), -1) NOT IN (0, 1) THEN 'click is not 0 or 1: ' || left(coalesce(click, ''), 40)
      END AS bad
    FROM ${staged.relation}`);
  await staged.takeRejects();
  await db.run(`CREATE VIEW log AS
    SELECT line, step, shopper, item, CASE WHEN step = 0 THEN ${shown} ELSE ${clicked} END AS event, time,
      NULL::DOUBLE AS value, NULL::DOUBLE AS quantity, NULL::DOUBLE AS price, NULL::VARCHAR AS session,
      NULL::VARCHAR AS skip, bad, position, 'recommendations' AS list
    FROM (SELECT *, unnest(CASE WHEN bad IS NULL AND click = 1 THEN [0, 1] ELSE [0] END)::INTEGER AS step FROM shown)`);
  return { rows: staged.rows, bad: staged.bad, hasTimes: true, hasPlaces: true, catalogue: [] };
};
