import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { EventLog } from '../tables/log.ts';
import type { Database } from './database.ts';

type Columns = Pick<
  EventLog,
  | 'items'
  | 'shoppers'
  | 'shopper'
  | 'item'
  | 'event'
  | 'time'
  | 'value'
  | 'quantity'
  | 'price'
  | 'session'
  | 'position'
  | 'list'
  | 'lists'
>;

const USABLE = 'FROM timely WHERE skip IS NULL AND bad IS NULL';

/** Places that a Uint16Array holds. */
const MAX_POSITION = 65_535;

/**
 * Numbers the ids of the relation `timely` (see `setApartFarTimes`) and brings its usable rows out of the database in order.
 * `hasPlaces`: the relation says what was shown where; the columns of that come only where any row says it.
 */
export async function takeColumns(db: Database, hasPlaces = false): Promise<Columns> {
  const shoppers = await numberIds(db, 'shopper');
  const items = await numberIds(db, 'item');
  await db.run(`CREATE TABLE sessions AS
    SELECT shopper, session, (row_number() OVER (ORDER BY code_units(shopper), min(time), min(line), code_units(session)) - 1)::INTEGER AS number
    ${USABLE} AND session IS NOT NULL GROUP BY shopper, session`);

  const [[placed] = []] = hasPlaces
    ? await db.rows(`SELECT count(*) ${USABLE} AND (position IS NOT NULL OR list IS NOT NULL)`)
    : [];
  const lists = placed ? await numberIds(db, 'list') : undefined;
  const [[count] = []] = await db.rows(`SELECT count(*) ${USABLE}`);
  const n = Number(count);
  const columns: Columns = {
    items,
    shoppers,
    shopper: new Int32Array(n),
    item: new Int32Array(n),
    event: new Uint8Array(n),
    time: new Float64Array(n),
    value: new Float32Array(n),
    quantity: new Float32Array(n),
    price: new Float32Array(n),
    session: new Int32Array(n),
    ...(lists && { position: new Uint16Array(n), list: new Int32Array(n), lists }),
  };
  const arrays = [
    columns.shopper,
    columns.item,
    columns.event,
    columns.time,
    columns.value,
    columns.quantity,
    columns.price,
    columns.session,
    ...(columns.position && columns.list ? [columns.position, columns.list] : []),
  ];
  let row = 0;
  // NaN is put in by DuckDB: where a vector has NULLs, its getItem is some ten times slower.
  const ordered = db.chunks(`
    SELECT shoppers.number, items.number, event, time, ${['value', 'quantity', 'price'].map((name) => `coalesce(${name}, 'NaN')`).join(', ')},
      coalesce(sessions.number, -1)${lists ? `, least(coalesce(position, 0), ${MAX_POSITION}), coalesce(lists.number, -1)` : ''}
    FROM (SELECT * ${USABLE}) log
      JOIN ids_of_shopper shoppers ON shoppers.id = log.shopper
      JOIN ids_of_item items ON items.id = log.item
      LEFT JOIN sessions ON sessions.shopper = log.shopper AND sessions.session = log.session
      ${lists ? 'LEFT JOIN ids_of_list lists ON lists.id = log.list' : ''}
    ORDER BY shoppers.number, time, line, step`);
  for await (const chunk of ordered) {
    for (const [column, array] of arrays.entries()) copyColumn(chunk, column, array, row);
    row += chunk.rowCount;
  }
  return columns;
}

/** Creates `ids_of_<column>(id, number)` and returns the ids by number. */
async function numberIds(db: Database, column: 'shopper' | 'item' | 'list'): Promise<string[]> {
  await db.run(`CREATE TABLE ids_of_${column} AS
    SELECT id, (row_number() OVER (ORDER BY code_units(id)) - 1)::INTEGER AS number
    FROM (SELECT DISTINCT ${column} AS id ${USABLE} AND ${column} IS NOT NULL)`);
  const ids: string[] = [];
  for await (const chunk of db.chunks(`SELECT id FROM ids_of_${column} ORDER BY number`)) {
    const vector = chunk.getColumnVector(0);
    for (let i = 0; i < chunk.rowCount; i++) ids.push(vector.getItem(i) as string);
  }
  return ids;
}

type NumberArray = Int32Array | Uint16Array | Uint8Array | Float32Array | Float64Array;

function copyColumn(chunk: DuckDBDataChunk, column: number, into: NumberArray, offset: number): void {
  const vector = chunk.getColumnVector(column);
  for (let i = 0; i < chunk.rowCount; i++) into[offset + i] = vector.getItem(i) as number;
}
