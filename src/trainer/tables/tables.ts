import type { CatalogueColumns } from '../../engine/bundle/catalogue.ts';
import { EVENT_NAMES, type EventName } from '../../engine/events.ts';
import { MAX_LOG } from '../../engine/profile/log.ts';
import type { NumberedInteraction } from '../../engine/profile/readProfile.ts';
import type { DisplayColumns } from '../../engine/shelf/display.ts';
import { fail } from '../../errors/failAny.ts';
import type { TrainConfig } from '../config.ts';
import type { CatalogueRow, EventLog } from './log.ts';
import { logSpan } from './split.ts';

const DAY = 86_400_000;

/**
 * A log in the bundle's own numbers, which is what every model is fitted on. Items are numbered from most to least
 * popular (weighted interactions, ties by id); catalogue items that nobody touched come last. Rows without weight are out.
 */
export interface Tables {
  catalogue: CatalogueColumns;
  display: DisplayColumns;
  /** Items in the bundle. */
  items: number;
  /** ISO 4217 code of most prices; undefined where none says it. */
  currency: string | undefined;
  /** Shoppers with at least one row. */
  shoppers: number;
  /** Row range of each shopper: offsets[s] .. offsets[s + 1]; rows oldest first. */
  offsets: Int32Array;
  /** Number of each shopper in the log that the tables were built from. */
  logShopper: Int32Array;
  item: Int32Array;
  /** Index into EVENT_NAMES. */
  event: Uint8Array;
  /** Weight of each row's event. */
  weight: Float32Array;
  time: Float64Array;
  /** The log's value of each row, a rating in logs of ratings; NaN where it gives none. */
  value: Float32Array;
  eventWeights: Partial<Record<EventName, number>>;
  hasTimes: boolean;
  /** False where the order of a history says nothing. */
  hasOrder: boolean;
  from: number;
  to: number;
  /** Bundle number of each of the log's items, -1 for one not in the bundle. */
  numberOfLogItem: Int32Array;
}

/**
 * Numbers a log and its catalogue. With a catalogue file, what it does not list is out of stock.
 * @throws TOO_LITTLE_DATA where no row has weight
 */
export function buildTables(
  log: EventLog,
  catalogueFile: readonly CatalogueRow[] | undefined,
  config: TrainConfig,
): Tables {
  const eventWeights = scaledWeights(log, config);
  const weightOf = Float32Array.from(EVENT_NAMES, (name) => eventWeights[name] ?? 0);
  const popularity = new Float64Array(log.items.length);
  const shoppersSeen: number[] = [];
  let rows = 0;
  for (let row = 0; row < log.item.length; row++) {
    const weight = weightOf[log.event[row]!]!;
    if (weight === 0) continue;
    rows++;
    popularity[log.item[row]!]! += weight;
    if (shoppersSeen.at(-1) !== log.shopper[row]) shoppersSeen.push(log.shopper[row]!);
  }
  if (rows === 0) throw fail('TOO_LITTLE_DATA', 'no interaction that says anything of taste');

  const described = new Map<string, CatalogueRow>();
  for (const row of log.catalogue) described.set(row.itemId, row);
  for (const row of catalogueFile ?? []) described.set(row.itemId, { ...described.get(row.itemId), ...row });
  const ids = numberItems(log, popularity, catalogueFile);
  const numberOf = new Map(ids.map((id, number) => [id, number]));
  const numberOfLogItem = Int32Array.from(log.items, (id) => numberOf.get(id) ?? -1);

  const tables = {
    item: new Int32Array(rows),
    event: new Uint8Array(rows),
    weight: new Float32Array(rows),
    time: new Float64Array(rows),
    value: new Float32Array(rows),
  };
  const offsets = new Int32Array(shoppersSeen.length + 1);
  let at = 0;
  let shopper = -1;
  for (let row = 0; row < log.item.length; row++) {
    const weight = weightOf[log.event[row]!]!;
    if (weight === 0) continue;
    if (shopper < 0 || shoppersSeen[shopper] !== log.shopper[row]) shopper++;
    tables.item[at] = numberOfLogItem[log.item[row]!]!;
    tables.event[at] = log.event[row]!;
    tables.weight[at] = weight;
    tables.time[at] = log.time[row]!;
    tables.value[at] = log.value[row]!;
    offsets[shopper + 1] = ++at;
  }
  const listed = catalogueFile && new Set(catalogueFile.map(({ itemId }) => itemId));
  const text = (key: 'title' | 'link' | 'image' | 'description') => ids.map((id) => described.get(id)?.[key] ?? '');
  return {
    ...tables,
    ...logSpan(log),
    catalogue: {
      ids,
      price: Float32Array.from(ids, (id) => described.get(id)?.price ?? Number.NaN),
      category: ids.map((id) => described.get(id)?.category ?? ''),
      brand: ids.map((id) => described.get(id)?.brand ?? ''),
      inStock: Uint8Array.from(ids, (id) =>
        described.get(id)?.inStock === false || listed?.has(id) === false ? 0 : 1,
      ),
      created: Uint16Array.from(ids, (id) =>
        Math.min(65_535, Math.max(0, Math.floor((described.get(id)?.created ?? 0) / DAY))),
      ),
    },
    display: { title: text('title'), link: text('link'), image: text('image'), description: text('description') },
    items: ids.length,
    currency: commonest(ids.map((id) => described.get(id)?.currency)),
    shoppers: shoppersSeen.length,
    offsets,
    logShopper: Int32Array.from(shoppersSeen),
    eventWeights,
    hasTimes: log.hasTimes,
    hasOrder: log.hasOrder !== false,
    numberOfLogItem,
  };
}

/** One shopper's rows as the device would hold them: the newest MAX_LOG. */
export function shopperLog(tables: Tables, shopper: number): NumberedInteraction[] {
  const end = tables.offsets[shopper + 1]!;
  const interactions: NumberedInteraction[] = [];
  for (let row = Math.max(tables.offsets[shopper]!, end - MAX_LOG); row < end; row++)
    interactions.push({
      item: tables.item[row]!,
      event: EVENT_NAMES[tables.event[row]!]!,
      timestamp: tables.time[row]!,
    });
  return interactions;
}

/** The configured weights in units of the log's commonest weighted event, so that a log of purchases alone has weight 1. */
function scaledWeights(log: EventLog, config: TrainConfig): Partial<Record<EventName, number>> {
  const counts = new Float64Array(EVENT_NAMES.length);
  for (const event of log.event) counts[event]!++;
  let commonest: EventName | undefined;
  EVENT_NAMES.forEach((name, code) => {
    const isCommoner = commonest === undefined || counts[code]! > counts[EVENT_NAMES.indexOf(commonest)]!;
    if ((config.eventWeights[name] ?? 0) > 0 && counts[code]! > 0 && isCommoner) commonest = name;
  });
  const unit = commonest ? config.eventWeights[commonest]! : 1;
  return Object.fromEntries(
    EVENT_NAMES.filter((name) => (config.eventWeights[name] ?? 0) > 0).map((name) => [
      name,
      config.eventWeights[name]! / unit,
    ]),
  );
}

function numberItems(
  log: EventLog,
  popularity: Float64Array,
  catalogueFile: readonly CatalogueRow[] | undefined,
): string[] {
  const touched = log.items.map((id, i) => ({ id, popularity: popularity[i]! })).filter((item) => item.popularity > 0);
  touched.sort((a, b) => b.popularity - a.popularity || (a.id < b.id ? -1 : 1));
  const ids = touched.map(({ id }) => id);
  const known = new Set(ids);
  const untouched = (catalogueFile ?? []).map(({ itemId }) => itemId).filter((id) => !known.has(id));
  return [...ids, ...[...new Set(untouched)].sort()];
}

/** The value that occurs most; the first in order of those that do. */
function commonest(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}
