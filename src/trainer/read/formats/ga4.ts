import { EVENT_NAMES } from '../../../engine/events.ts';
import type { CatalogueRow } from '../../tables/log.ts';
import type { Database } from '../database.ts';
import type { LogReader } from '../reader.ts';
import { stageLines } from '../stage.ts';

/** The fields of a BigQuery export row that are used; a field of another type than this reads as NULL. */
const SHAPE = JSON.stringify({
  event_name: 'VARCHAR',
  event_timestamp: 'VARCHAR',
  user_pseudo_id: 'VARCHAR',
  user_id: 'VARCHAR',
  event_params: [{ key: 'VARCHAR', value: { int_value: 'VARCHAR', string_value: 'VARCHAR' } }],
  items: [
    {
      item_id: 'VARCHAR',
      item_name: 'VARCHAR',
      item_brand: 'VARCHAR',
      item_category: 'VARCHAR',
      item_category2: 'VARCHAR',
      item_category3: 'VARCHAR',
      price: 'VARCHAR',
      quantity: 'VARCHAR',
      index: 'VARCHAR',
      item_list_index: 'VARCHAR',
      item_list_id: 'VARCHAR',
      item_list_name: 'VARCHAR',
    },
  ],
});

/** Names that stand for none. */
const said = (field: string) => `CASE WHEN ${field} NOT IN ('', '(not set)') THEN ${field} END`;

/**
 * Google Analytics 4's BigQuery export as JSON lines (support.google.com/analytics/answer/7029846): event_name,
 * event_timestamp (microseconds), user_pseudo_id (else user_id), items[] with item_id, price and quantity, and ga_session_id
 * among event_params. Each item of an event is one interaction, with the list that it was shown or clicked in (item_list_id or
 * item_list_name of the item, else of the event) and its place there: item_list_index or index, else in a view_item_list its place in the
 * event. GA4 lets shops count from 0 or from 1: a file with a 0 in any view_item_list counts from 0 everywhere. Events that concern no
 * item, and those without any user id (consent denied), are left out and counted. The catalogue has what most events say of an item,
 * and its median price.
 */
export const readGa4: LogReader = async ({ file, db, progress }) => {
  const staged = await stageLines(db, file, progress);
  await db.run(`CREATE TABLE events AS
    SELECT line, codes.code AS event, to_time(row.event_timestamp) AS time,
      coalesce(nullif(row.user_pseudo_id, ''), nullif(row.user_id, '')) AS shopper,
      list_filter(row.event_params, lambda p: p.key = 'ga_session_id')[1].value AS session,
      coalesce(${['item_list_id', 'item_list_name'].map((key) => said(`list_filter(row.event_params, lambda p: p.key = '${key}')[1].value.string_value`)).join(', ')}) AS list,
      coalesce(list_filter(row.items, lambda i: coalesce(i.item_id, '') NOT IN ('', '(not set)')), []) AS items,
      CASE
        WHEN row IS NULL THEN 'not a JSON object'
        WHEN row.event_name IS NULL THEN 'no event_name'
        WHEN row.event_timestamp IS NULL THEN 'no event_timestamp'
        WHEN time IS NULL THEN 'not a time: ' || left(row.event_timestamp, 40)
      END AS bad,
      CASE
        WHEN bad IS NOT NULL THEN NULL
        WHEN codes.code IS NULL OR len(items) = 0 THEN 'event without an item'
        WHEN shopper IS NULL THEN 'no user id'
      END AS skip
    FROM (SELECT line, CASE WHEN json_valid(text) AND json_type(text) = 'OBJECT' THEN json_transform(text, '${SHAPE}') END AS row
        FROM ${staged.relation}) LEFT JOIN event_codes codes ON codes.name = row.event_name`);
  await staged.takeRejects();
  await db.run(`CREATE TABLE told AS
    SELECT line, step, shopper, item.item_id AS item, event, time, NULL::DOUBLE AS value,
      to_number(item.quantity) AS quantity, to_number(item.price) AS price,
      coalesce(session.int_value, session.string_value) AS session, skip, bad, item AS details,
      coalesce(${said('item.item_list_id')}, ${said('item.item_list_name')}, list) AS list,
      try_cast(coalesce(item.item_list_index, item.index) AS INTEGER) AS place
    FROM (SELECT line, step, shopper, event, time, session, list, skip, bad, items[step] AS item FROM (
      SELECT *, unnest(CASE WHEN bad IS NULL AND skip IS NULL THEN range(1, len(items) + 1) ELSE [1] END)::INTEGER AS step
      FROM events))`);
  await db.run('DROP TABLE events');
  await placeItems(db);
  return { rows: staged.rows, bad: staged.bad, hasTimes: true, hasPlaces: true, catalogue: await catalogue(db) };
};

/** Creates the view `log` of the table `told`, with the column `position`, from 1, for `place` as the file counts. */
async function placeItems(db: Database): Promise<void> {
  const isShown = `event = ${EVENT_NAMES.indexOf('view_item_list')}`;
  const [[lowest] = []] = await db.rows(
    `SELECT min(place) FROM told WHERE skip IS NULL AND bad IS NULL AND place >= 0 AND ${isShown}`,
  );
  await db.run(`CREATE VIEW log AS SELECT * EXCLUDE (place), coalesce(
    CASE WHEN place >= 0 THEN nullif(place + ${lowest === 0 ? 1 : 0}, 0) END, CASE WHEN ${isShown} THEN step END) AS position
    FROM told`);
}

/** `mode` over sorted values gives ties to the first of them, so equal input gives equal catalogues. */
async function catalogue(db: Database): Promise<CatalogueRow[]> {
  const rows = await db.rows(`
    WITH told AS (SELECT item, price, nullif(details.item_name, '') AS title, nullif(details.item_brand, '') AS brand,
        nullif(concat_ws(' > ', nullif(details.item_category, ''), nullif(details.item_category2, ''),
          nullif(details.item_category3, '')), '') AS category
      FROM log WHERE skip IS NULL AND bad IS NULL)
    SELECT item, ${['title', 'brand', 'category'].map((name) => `mode(${name} ORDER BY ${name})`).join(', ')}, median(price)
    FROM told GROUP BY item ORDER BY code_units(item)`);
  return rows.map(([item, title, brand, category, price]) => ({
    itemId: String(item),
    ...(title === null ? {} : { title: String(title) }),
    ...(brand === null ? {} : { brand: String(brand) }),
    ...(category === null ? {} : { category: String(category) }),
    ...(price === null ? {} : { price: Number(price) }),
  }));
}
