import { EVENT_NAMES, type Interaction } from '../events.ts';

/** Most interactions a device keeps. Beyond it the oldest impressions go, then the oldest of the rest. */
export const MAX_LOG = 500;

/** Longest item id a log takes, in UTF-16 units: a page's mistake must not fill the device. */
const MAX_ID = 256;

/** The latest time that a Date can hold; a later one would also lose the milliseconds that order a log. */
export const MAX_TIME = 8.64e15;

/** Is this a record that a log can hold? Pages send what they like. */
export function isInteraction(value: unknown): value is Interaction {
  if (typeof value !== 'object' || value === null) return false;
  const { itemId, event, timestamp } = value as Partial<Interaction>;
  return (
    typeof itemId === 'string' &&
    itemId.length > 0 &&
    itemId.length <= MAX_ID &&
    EVENT_NAMES.includes(event as never) &&
    Number.isFinite(timestamp) &&
    timestamp! >= 0 &&
    timestamp! <= MAX_TIME
  );
}

/**
 * The log with `added` in their places by time (equal times: item id, then event), bounded to MAX_LOG. Of each record
 * only the fields of an Interaction are kept, and of what is no interaction nothing. One item, event and millisecond are one
 * interaction, however often they are reported: pages fire twice, and logs that are merged overlap. Pure.
 */
export function appendInteractions(log: readonly Interaction[], added: readonly Interaction[]): Interaction[] {
  const merged = distinct([...log, ...added.filter(isInteraction).map(known)].sort(byRecord));
  let surplus = merged.length - MAX_LOG;
  if (surplus <= 0) return merged;
  // A page of a category is dozens of impressions: a morning's browsing of lists must not push out what was bought.
  return merged.filter(({ event }) => event !== 'view_item_list' || surplus-- <= 0).slice(-MAX_LOG);
}

/**
 * The union of two logs of one shopper, say of this device and of the account, bounded to MAX_LOG. Commutative,
 * associative and idempotent, the bound included: devices that exchange their logs in any order end up with one.
 */
export function mergeLogs(a: readonly Interaction[], b: readonly Interaction[]): Interaction[] {
  return appendInteractions([], [...a, ...b]);
}

/** A page may hang anything on a record; the device keeps what has a meaning, and only in its type. */
function known({
  itemId,
  event,
  timestamp,
  value,
  quantity,
  price,
  sessionId,
  engagementMs,
}: Interaction): Interaction {
  const kept: Interaction = { itemId, event, timestamp };
  if (Number.isFinite(value)) kept.value = value!;
  if (Number.isFinite(quantity)) kept.quantity = quantity!;
  if (Number.isFinite(price)) kept.price = price!;
  if (typeof sessionId === 'string' && sessionId.length <= MAX_ID) kept.sessionId = sessionId;
  if (Number.isFinite(engagementMs) && engagementMs! >= 0) kept.engagementMs = engagementMs!;
  return kept;
}

/** The log as if these items had never been touched. */
export function forgetItems(log: readonly Interaction[], itemIds: readonly string[]): Interaction[] {
  const forgotten = new Set(itemIds);
  return log.filter((interaction) => !forgotten.has(interaction.itemId));
}

/** What names one interaction. */
export type InteractionKey = Pick<Interaction, 'itemId' | 'event' | 'timestamp'>;

/** The log as if these interactions had never been. */
export function forgetInteractions(log: readonly Interaction[], forgotten: readonly InteractionKey[]): Interaction[] {
  const nameOf = ({ itemId, event, timestamp }: InteractionKey) => `${timestamp} ${event} ${itemId}`;
  const names = new Set(forgotten.map(nameOf));
  return log.filter((interaction) => !names.has(nameOf(interaction)));
}

/** A total order, so that the order in which late events arrive cannot show. */
export function byTime(a: InteractionKey, b: InteractionKey): number {
  return a.timestamp - b.timestamp || compare(a.itemId, b.itemId) || compare(a.event, b.event);
}

/** Of two reports of one interaction the one that says more comes last. */
function byRecord(a: Interaction, b: Interaction): number {
  let order = byTime(a, b);
  for (const field of ['engagementMs', 'quantity', 'value', 'price'] as const)
    order ||= compare(a[field] ?? Number.NEGATIVE_INFINITY, b[field] ?? Number.NEGATIVE_INFINITY);
  return order || compare(a.sessionId ?? '', b.sessionId ?? '');
}

/** The last of each interaction's reports, of a log in the order of `byRecord`. */
function distinct(log: readonly Interaction[]): Interaction[] {
  return log.filter((interaction, i) => i + 1 === log.length || byTime(interaction, log[i + 1]!) !== 0);
}

const compare = <T extends string | number>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
