import type { EventName } from '../../engine/events.ts';

/**
 * A shop's log as columns, one entry an interaction, ordered by shopper, then time, then place in the file.
 * Shoppers and items are numbered by the order of their ids (code-unit order), so equal input gives equal numbers.
 */
export interface EventLog {
  /** Item ids by number. */
  items: string[];
  /** Shopper ids by number. */
  shoppers: string[];
  shopper: Int32Array;
  item: Int32Array;
  /** Index into EVENT_NAMES. */
  event: Uint8Array;
  /**
   * Milliseconds since 1970 UTC. Formats without a clock count seconds instead: `sequences` a shopper's steps from 1, `pairs` nothing (0),
   * `sessions` line * 1e6 + step (lines are in order of age, so a split by time is a split by line).
   */
  time: Float64Array;
  /** NaN where absent. */
  value: Float32Array;
  quantity: Float32Array;
  price: Float32Array;
  /** Session number, unique over shoppers; -1 where the log has none. */
  session: Int32Array;
  /** Place in its list, from 1, of an item shown or clicked; 0 unknown. Absent where no row of the log says it. */
  position?: Uint16Array;
  /** Index into `lists`: which list the item was shown or clicked in; -1 unknown. Absent with `position`. */
  list?: Int32Array;
  /** Names of the lists by number, in code-unit order. Absent with `position`. */
  lists?: string[];
  /** False where the format has no clock (sessions, sequences): ages in days then mean nothing. */
  hasTimes: boolean;
  /** False where the order of a history says nothing (pairs of shopper and item); absent: it does. */
  hasOrder?: boolean;
  /** What the format itself says of its items (names, prices), where it does. */
  catalogue: CatalogueRow[];
  report: ReadReport;
}

/** One item of the catalogue, after the Google Merchant feed. */
export interface CatalogueRow {
  itemId: string;
  title?: string;
  description?: string;
  link?: string;
  image?: string;
  price?: number;
  /** ISO 4217 code of the price, where the price says it. */
  currency?: string;
  /** The feed's product_type path, "Home > Kitchen > Bowls". */
  category?: string;
  brand?: string;
  inStock?: boolean;
  /** When the item entered the catalogue, ms. */
  created?: number;
  groupId?: string;
}

/** What reading a file left out, and why. */
export interface ReadReport {
  /** Data lines in the file. */
  rows: number;
  /** Lines that became an interaction. */
  used: number;
  /** Readable lines left out on purpose: cancellations, non-products, ratings below the floor ... -> count. */
  skipped: Record<string, number>;
  /** Lines that could not be read. */
  bad: number;
  /** The first of them (at most 20), by line number counted from 1 with the header. */
  badLines: { line: number; reason: string }[];
}

/** Formats that `--format` accepts. */
export const LOG_FORMATS = [
  'canonical',
  'ga4',
  'online-retail',
  'movielens',
  'retailrocket',
  'sessions',
  'sequences',
  'pairs',
  'eshop',
  'obd',
] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface ReadOptions {
  format: LogFormat;
  /** Share of bad lines above which the run is refused, 0 to 1. Default 0.01. */
  maxBad?: number;
  /** movielens: ratings below it are skipped. Default 4. */
  minRating?: number;
}

/** The inverse of EVENT_NAMES for the columns above. */
export type EventCode = { [K in EventName]: number };
