import { fail } from '../../errors/failAny.ts';
import type { TableSource, TrainConfig } from '../config.ts';
import type { Model } from '../models/model.ts';
import { openSettings, settingsOf } from './settings.ts';

/** What a bundle may take where nobody says: enough for one dense and one or two sparse tables. */
const BASE_BYTES = 200_000;
const BYTES_PER_ITEM = 210;

const UNITS: Record<string, number> = { '': 1, b: 1, kb: 1e3, mb: 1e6 };

/** Bytes of "25MB", "900 kB" or "1000000". @throws USAGE */
export function parseBytes(text: string): number {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const bytes = Math.round(Number(amount) * (UNITS[unit?.toLowerCase() ?? '?'] ?? Number.NaN));
  if (!(bytes >= 1)) throw fail('USAGE', `budget "${text}": give bytes, kB or MB, as in 25MB`);
  return bytes;
}

/** Bytes that the packed bundle may take. */
export function budgetOf({ budget }: Pick<TrainConfig, 'budget'>, items: number): number {
  return budget === 'auto' ? BASE_BYTES + BYTES_PER_ITEM * items : budget;
}

/** How the tables that grow with their settings share what the rest leaves: first those that say most. */
const SHARES: Record<'ordered' | 'unordered', Partial<Record<TableSource, number>>> = {
  ordered: { transitions: 0.43, factors: 0.36, neighbours: 0.21 },
  unordered: { factors: 0.38, neighbours: 0.62 },
};

/** Part of the budget that ids, popularity, names and small tables take, until they are packed and counted. */
const REST = 0.12;

/** Bytes for each of the tables that grow. */
export function allotments(budget: number, order: 'ordered' | 'unordered'): Partial<Record<TableSource, number>> {
  return Object.fromEntries(
    Object.entries(SHARES[order]).map(([table, share]) => [table, share * (1 - REST) * budget]),
  );
}

/** What a table grows by, and the sizes worth having. */
const DIMENSIONS = [16, 32, 48, 64, 96, 128, 192, 256];
const MOST_KEPT = 120;

/** The next smaller size of vectors; undefined below the smallest. */
export function smallerSize(dimensions: number): number | undefined {
  return DIMENSIONS.filter((one) => one < dimensions).at(-1);
}

/** The largest size of vectors that takes at most `factor` times the bytes; undefined where none is larger. */
export function largerSize(dimensions: number, factor: number): number | undefined {
  return DIMENSIONS.filter((one) => one > dimensions && one <= factor * dimensions).at(-1);
}

/** Bytes of an entry of a sparse row, and of a row without entries; what encodeRows takes on real catalogues. */
const BYTES_PER_ENTRY = 2.6;
const BYTES_PER_ROW = 8;

/** About how many bytes a model's section takes. */
export function bytesOf(model: Model, items: number, settings: Record<string, unknown>): number {
  if (model.bytes) return model.bytes(items, settings);
  const { dimensions, keep } = settings as { dimensions?: number; keep?: number };
  if (dimensions !== undefined) return items * (dimensions + 4) + 4 * dimensions * dimensions;
  return keep === undefined ? 0 : items * (BYTES_PER_ROW + BYTES_PER_ENTRY * keep);
}

/** The size (`dimensions` or `keep`) of a model that uses what it may take, where the config leaves it open. */
export function sizeFor(model: Model, config: TrainConfig, items: number, bytes: number): Record<string, number> {
  const settings = settingsOf(model, config);
  const fits = (size: Record<string, number>) => bytesOf(model, items, { ...settings, ...size }) <= bytes;
  const key = 'dimensions' in settings ? 'dimensions' : 'keep' in settings ? 'keep' : undefined;
  if (!key) return {};
  const sizes = key === 'dimensions' ? DIMENSIONS : Array.from({ length: MOST_KEPT }, (_, k) => k + 1);
  const size = { [key]: sizes.filter((one) => fits({ [key]: one })).at(-1) ?? sizes[0]! };
  return openSettings(model, config, size) as Record<string, number>;
}

/** What a ranker and its covers take at most, about, and its item facts for each item. */
const RANKER_BYTES = 60_000;
const FACT_BYTES = 10;
/** A ranker may take this part of a budget: a small one has none to spare. */
const RANKER_SHARE = 0.12;

/** Bytes kept free for a ranker that is yet to be learned. */
export function rankerBytes(config: TrainConfig, items: number): number {
  return Math.round(Math.min(RANKER_BYTES + FACT_BYTES * items, RANKER_SHARE * budgetOf(config, items)));
}
