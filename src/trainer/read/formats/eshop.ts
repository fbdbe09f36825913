import { EVENT_NAMES } from '../../../engine/events.ts';
import type { CatalogueRow } from '../../tables/log.ts';
import type { Database } from '../database.ts';
import type { LogReader } from '../reader.ts';
import { stageTable } from '../stage.ts';

const COLUMNS = {
  year: { names: ['year'] },
  month: { names: ['month'] },
  day: { names: ['day'] },
  order: { names: ['order'] },
  session: { names: ['session ID', 'session'] },
  category: { names: ['page 1 (main category)', 'page1_main_category'] },
  model: { names: ['page 2 (clothing model)', 'page2_clothing_model'] },
  colour: { names: ['colour', 'color'] },
  price: { names: ['price'] },
} as const;

/** The data set's own codes. */
const CATEGORIES = ['Trousers', 'Skirts', 'Blouses', 'Sale'];
const COLOURS = 'beige,black,blue,brown,burgundy,gray,green,navy blue,of many colors,olive,pink,red,violet,white'.split(
  ',',
);
const CURRENCY = 'USD';

/**
 * UCI "clickstream data for online shopping": clicks in a shop for clothes, between semicolons. There is no
 * shopper beyond the session, so the session is the shopper, and one sitting. The file has days and the order of clicks: time =
 * the day, then as many seconds as `order` says. A click is a view_item of the clothing model at its price, in US dollars. The
 * catalogue has main category, and colour in the title, by the commonest of each model.
 */
export const readEshop: LogReader = async ({ file, db, progress }) => {
  const staged = await stageTable(db, file, COLUMNS, progress);
  await db.run(`CREATE TABLE source AS
    SELECT line, trim(session) AS session, trim(model) AS item, try_cast(category AS INTEGER) AS category,
      try_cast(colour AS INTEGER) AS colour, to_number(price) AS price,
      to_time(trim(year) || '-' || lpad(trim(month), 2, '0') || '-' || lpad(trim(day), 2, '0'))
        + 1000 * try_cast("order" AS INTEGER) AS time
    FROM ${staged.relation}`);
  await staged.takeRejects();
  await db.run(`CREATE VIEW log AS
    SELECT line, 0 AS step, session AS shopper, item, ${EVENT_NAMES.indexOf('view_item')}::UTINYINT AS event, time,
      NULL::DOUBLE AS value, NULL::DOUBLE AS quantity, price, session, NULL::VARCHAR AS skip,
      CASE
        WHEN coalesce(session, '') = '' THEN 'no session ID'
        WHEN coalesce(item, '') = '' THEN 'no clothing model'
        WHEN time IS NULL THEN 'no day or order'
        WHEN price IS NULL THEN 'the price is not a number'
      END AS bad
    FROM source`);
  return { rows: staged.rows, bad: staged.bad, hasTimes: true, catalogue: await catalogue(db) };
};

/** Ties go to the lower code, so equal input gives equal catalogues. */
async function catalogue(db: Database): Promise<CatalogueRow[]> {
  const rows = await db.rows(`
    WITH seen AS (SELECT source.* FROM source JOIN log USING (line) WHERE log.bad IS NULL),
      counted AS (SELECT item, category, colour, price, count(*) AS times FROM seen GROUP BY ALL),
      commonest AS (SELECT *, row_number() OVER (
        PARTITION BY item ORDER BY times DESC, category, colour, price) AS place FROM counted)
    SELECT item, category, colour, price FROM commonest WHERE place = 1 ORDER BY code_units(item)`);
  return rows.map(([item, category, colour, price]) => {
    const [kind, shade] = [CATEGORIES[Number(category) - 1], COLOURS[Number(colour) - 1]];
    return {
      itemId: String(item),
      title: [shade, kind?.toLowerCase(), String(item)].filter(Boolean).join(' '),
      ...(kind ? { category: kind } : {}),
      price: Number(price),
      currency: CURRENCY,
    };
  });
}
