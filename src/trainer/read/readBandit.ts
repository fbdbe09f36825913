import { basename } from 'node:path';
import { fail } from '../../errors/failAny.ts';
import { type Progress, silent } from '../progress.ts';
import { type BanditLog, type Feature, featureOf } from '../tables/banditLog.ts';
import type { ReadReport } from '../tables/log.ts';
import { beside } from './beside.ts';
import { type Database, type Plain, withDatabase } from './database.ts';
import { firstLine } from './firstLine.ts';
import { type ColumnSpec, parseHeader } from './header.ts';
import { refuseBad } from './refuse.ts';
import { type Staged, stageTable } from './stage.ts';

const COLUMNS = {
  item: { names: ['item_id', 'item'] },
  click: { names: ['click', 'reward'] },
  position: { names: ['position'], optional: true },
  propensity: { names: ['propensity_score', 'propensity', 'pscore'], optional: true },
} as const;
const ITEM = { item: COLUMNS.item } as const;

/** Columns of the affinity to an item, and of what is known of the shopper or the moment. */
const AFFINITY = /^user-item_affinity_(.+)$/i;
const CONTEXT = /^(user|context)_/i;

/** Why a line cannot be read. */
const BAD = `CASE
  WHEN item IS NULL THEN 'no item_id'
  WHEN click IS NULL OR coalesce(to_number(click), -1) NOT IN (0, 1) THEN 'click is not 0 or 1: ' || left(coalesce(click, ''), 40)
  WHEN position IS NOT NULL AND coalesce(try_cast(position AS INTEGER), 0) NOT BETWEEN 1 AND 65535
    THEN 'position is not a whole number from 1: ' || left(position, 40)
  WHEN propensity IS NOT NULL AND NOT coalesce(to_number(propensity) > 0 AND to_number(propensity) <= 1, false)
    THEN 'propensity is not above 0 and at most 1: ' || left(propensity, 40)
END`;

export interface ReadBanditOptions {
  /** Share of bad lines above which the file is refused, 0 to 1. Default 0.01. */
  maxBad?: number | undefined;
}

/**
 * Reads impressions with the chance that their policy gave them: a delimited file, plain or gzip, with the columns item_id and click (0 or
 * 1), and where there are any position (from 1), propensity_score, what is known of the shopper (user_..., context_...), and the
 * affinity to each item (user-item_affinity_ID). Beside NAME.csv, NAME_item_context.csv says what is known of the items: item_id and any
 * columns. It is the layout of the Open Bandit data (Saito et al. 2021), and one that a shop can write.
 *
 * @throws the INPUT_* codes of `readLog`; INPUT_COLUMNS also where only some lines have a propensity
 */
export function readBandit(
  file: string,
  { maxBad }: ReadBanditOptions = {},
  progress: Progress = silent,
): Promise<BanditLog> {
  return withDatabase(async (db) => {
    const header = parseHeader(await firstLine(file)).columns;
    const affinities = header.filter((name) => AFFINITY.test(name));
    const contexts = header.filter((name) => CONTEXT.test(name) && !AFFINITY.test(name));
    const named = (names: readonly string[], prefix: string): ColumnSpec =>
      Object.fromEntries(names.map((name, at) => [`${prefix}${at}`, { names: [name] }]));
    const spec = { ...COLUMNS, ...named(contexts, 'u'), ...named(affinities, 'a') };
    const staged = await stageTable(db, file, spec, progress);
    await db.run(`CREATE TABLE bandit AS SELECT *, ${BAD} AS bad FROM ${staged.relation}`);
    const report = await takeReport(db, staged);
    refuseBad(report, file, maxBad);
    if (report.used === 0) throw fail('INPUT_EMPTY', `${file}: no line could be used`, { ...report });

    const columns = await takeTexts(db, 'bandit WHERE bad IS NULL ORDER BY line', Object.keys(spec));
    const of = (name: string) => columns.get(name)!;
    const known = await readItems(db, file, maxBad, progress);
    const items = [...new Set([...of('item'), ...known.ids])].map(String).sort();
    const numberOf = new Map(items.map((id, number) => [id, number]));
    const place = of('position').map((text) => Number(text ?? 0));
    const positions = [...new Set(place)].sort((a, b) => a - b);
    const propensity = of('propensity');
    const without = propensity.filter((text) => text === null).length;
    if (without > 0 && without < propensity.length)
      throw fail('INPUT_COLUMNS', `${file}: ${without} lines have no propensity`);
    return {
      items,
      positions,
      item: Int32Array.from(of('item'), (id) => numberOf.get(String(id))!),
      slot: Uint16Array.from(place, (position) => positions.indexOf(position)),
      click: Uint8Array.from(of('click'), Number),
      ...(without === 0 && { propensity: Float64Array.from(propensity, Number) }),
      context: contexts.map((name, at) => featureOf(name, of(`u${at}`))),
      itemFeatures: byNumber(known, items),
      ...(affinities.length > 0 && { affinity: affinityOf(affinities, columns, numberOf) }),
      report,
    };
  });
}

async function takeReport(db: Database, staged: Staged): Promise<ReadReport> {
  await staged.takeRejects();
  const { rows, bad } = staged;
  const [[count] = []] = await db.rows('SELECT count(*) FROM bandit WHERE bad IS NOT NULL');
  const first = await db.rows('SELECT line, bad FROM bandit WHERE bad IS NOT NULL ORDER BY line LIMIT 20');
  bad.addMany(
    Number(count),
    first.map(([line, reason]) => ({ line: Number(line), reason: String(reason) })),
  );
  return { rows, used: rows - bad.count, skipped: {}, bad: bad.count, badLines: bad.first };
}

/** Columns of text, NULL as null. */
async function takeTexts(db: Database, from: string, names: readonly string[]): Promise<Map<string, Plain[]>> {
  const columns = new Map(names.map((name): [string, Plain[]] => [name, []]));
  const all = [...columns.values()];
  for await (const chunk of db.chunks(`SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM ${from}`))
    for (const row of chunk.getRows()) for (const [at, value] of row.entries()) all[at]!.push(value as Plain);
  return columns;
}

interface KnownItems {
  ids: string[];
  /** In the order of `ids`. */
  features: Feature[];
}

/** What the file of items beside the log says; nothing where there is none. */
async function readItems(
  db: Database,
  file: string,
  maxBad: number | undefined,
  progress: Progress,
): Promise<KnownItems> {
  const name = basename(file).replace(/(\.\w+)?(\.gz)?$/, '_item_context.csv');
  const path = await beside(file, [name]);
  if (path === undefined) return { ids: [], features: [] };
  const names = parseHeader(await firstLine(path)).columns.filter(
    (column) => column !== '' && !COLUMNS.item.names.some((id) => id === column.toLowerCase()),
  );
  const spec: ColumnSpec = { ...ITEM };
  for (const [at, column] of names.entries()) spec[`f${at}`] = { names: [column] };
  const staged = await stageTable(db, path, spec, progress);
  await db.run(`CREATE TABLE known AS SELECT * FROM ${staged.relation} WHERE item IS NOT NULL`);
  await staged.takeRejects();
  const { rows, bad } = staged;
  refuseBad({ rows, bad: bad.count, badLines: bad.first, used: rows - bad.count, skipped: {} }, path, maxBad);
  const columns = await takeTexts(db, 'known ORDER BY line', Object.keys(spec));
  return {
    ids: columns.get('item')!.map(String),
    features: names.map((column, at) => featureOf(column, columns.get(`f${at}`)!)),
  };
}

/** The features of the items by their numbers; missing for an item of which nothing is said. */
function byNumber({ ids, features }: KnownItems, items: readonly string[]): Feature[] {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  return features.map((feature) => ({
    ...feature,
    values: Float32Array.from(items, (id) => feature.values[rowOf.get(id) ?? -1] ?? Number.NaN),
  }));
}

function affinityOf(names: readonly string[], columns: Map<string, Plain[]>, numberOf: ReadonlyMap<string, number>) {
  const rows = columns.get('item')!.length;
  const affinity = new Float32Array(rows * numberOf.size);
  for (const [at, name] of names.entries()) {
    const item = numberOf.get(AFFINITY.exec(name)![1]!);
    if (item === undefined) continue;
    columns.get(`a${at}`)!.forEach((text, row) => {
      affinity[row * numberOf.size + item] = Number(text ?? 0);
    });
  }
  return affinity;
}
