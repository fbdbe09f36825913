import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../errors/failAny.ts';
import type { CatalogueRow } from '../../tables/log.ts';
import { beside } from '../beside.ts';
import type { ColumnSpec } from '../header.ts';
import type { LogReader, ReadTask } from '../reader.ts';
import { refuseBad } from '../refuse.ts';
import { stageTable } from '../stage.ts';

const EVENTS = {
  time: { names: ['timestamp'] },
  visitor: { names: ['visitorid'] },
  event: { names: ['event'] },
  item: { names: ['itemid'] },
} as const;
const PROPERTIES = {
  time: { names: ['timestamp'] },
  item: { names: ['itemid'] },
  property: { names: ['property'] },
  value: { names: ['value'] },
} as const;
const TREE = { category: { names: ['categoryid'] }, parent: { names: ['parentid'] } } as const;

/** Deeper than any shop's tree: ends a walk up a tree that has a cycle. */
const MAX_DEPTH = 32;

/**
 * RetailRocket's raw files (kaggle.com/retailrocket/ecommerce-dataset): events.csv, or the folder it lies in. Events are
 * view, addtocart and transaction; a transaction is a purchase. item_properties_part1 and 2 beside it give the catalogue
 * each item's latest availability and category, category_tree the path above the category.
 */
export const readRetailrocket: LogReader = async (task) => {
  const { db, progress } = task;
  const file = await eventsFile(task.file);
  const staged = await stageTable(db, file, EVENTS, progress);
  await db.run(`CREATE TABLE log AS
    SELECT line, 0 AS step, visitor AS shopper, item, codes.code AS event, to_time("time") AS time,
      NULL::DOUBLE AS value, NULL::DOUBLE AS quantity, NULL::DOUBLE AS price, NULL::VARCHAR AS session,
      NULL::VARCHAR AS skip,
      CASE
        WHEN visitor IS NULL OR item IS NULL THEN 'no visitorid or itemid'
        WHEN codes.code IS NULL THEN 'unknown event: ' || left(coalesce(event, ''), 40)
        WHEN to_time("time") IS NULL THEN 'not a time: ' || left(coalesce("time", ''), 40)
      END AS bad
    FROM ${staged.relation} LEFT JOIN event_codes codes ON codes.name = event_name(event)`);
  await staged.takeRejects();
  const catalogue = await readProperties({ ...task, file });
  return { rows: staged.rows, bad: staged.bad, hasTimes: true, catalogue };
};

async function eventsFile(path: string): Promise<string> {
  const folder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!folder) return path;
  const file = await beside(join(path, 'events.csv'), ['events.csv']);
  if (file === undefined) throw fail('INPUT_MISSING', `${join(path, 'events.csv')} (or .gz)`);
  return file;
}

async function readProperties(task: ReadTask): Promise<CatalogueRow[]> {
  const { db } = task;
  await db.run('CREATE TABLE properties (item VARCHAR, property VARCHAR, value VARCHAR, time DOUBLE)');
  for (const name of ['item_properties_part1.csv', 'item_properties_part2.csv', 'item_properties.csv']) {
    await load(task, name, PROPERTIES, (relation) =>
      db.run(`INSERT INTO properties SELECT item, property, value, to_time("time") FROM ${relation}
        WHERE item IS NOT NULL AND property IN ('categoryid', 'available')`),
    );
  }
  const parents = new Map<string, string>();
  await load(task, 'category_tree.csv', TREE, async (relation) => {
    const rows = await db.rows(
      `SELECT category, parent FROM ${relation} WHERE category IS NOT NULL AND parent IS NOT NULL`,
    );
    for (const [category, parent] of rows) parents.set(String(category), String(parent));
  });
  const rows = await db.rows(`
    WITH latest AS (SELECT item, property, arg_max(value, (coalesce(time, 0), value)) AS value FROM properties GROUP BY ALL)
    SELECT item, max(value) FILTER (property = 'categoryid'), max(value) FILTER (property = 'available')
    FROM latest GROUP BY item ORDER BY code_units(item)`);
  return rows.map(([item, category, available]) => ({
    itemId: String(item),
    ...(category === null ? {} : { category: pathOf(String(category), parents) }),
    ...(available === null ? {} : { inStock: available === '1' }),
  }));
}

async function load(
  { db, file, options, progress }: ReadTask,
  name: string,
  spec: ColumnSpec,
  take: (relation: string) => Promise<void>,
): Promise<void> {
  const path = await beside(file, [name]);
  if (path === undefined) return;
  const { relation, rows, bad, takeRejects } = await stageTable(db, path, spec, progress);
  await take(relation);
  await takeRejects();
  refuseBad({ rows, bad: bad.count, badLines: bad.first, used: rows - bad.count, skipped: {} }, path, options.maxBad);
}

function pathOf(category: string, parents: Map<string, string>): string {
  const path = [category];
  for (let up = parents.get(category); up !== undefined && path.length < MAX_DEPTH; up = parents.get(up))
    path.unshift(up);
  return path.join(' > ');
}
