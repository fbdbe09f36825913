import type { PackedBundle } from '../../engine/bundle/write.ts';
import { fail } from '../../errors/failAny.ts';
import type { TrainConfig } from '../config.ts';
import { type FitInput, type Fitted, fitBundle, type Learned } from '../fit.ts';
import type { Model } from '../models/model.ts';
import { buildTables } from '../tables/tables.ts';
import { budgetOf, largerSize, smallerSize } from './budget.ts';
import { GROWING } from './families.ts';
import { openSettings, settingsOf, withSettings } from './settings.ts';

/** Bytes left free when sparse tables are cut: rows are not all of one length. */
const MARGIN = 0.01;

/** Rounds of cutting, each of which refits what it cuts; far more than it takes. */
const ROUNDS = 20;

/** Rows cut below this part are no longer what was chosen: rather vectors go short too. */
const STUMP = 1 / 3;

/** Entries that a row may grow to where bytes are left, as a multiple of what was tried. */
const GROWTH = 3;
const MOST_KEPT = 120;

/** A table of this share of the budget is not refitted to use up what is left. */
const WORTHWHILE = 0.1;

/**
 * Fits on the whole log within the budget. Sparse tables that the blend listens to first take what the others leave; where the packed
 * bytes are more than the budget all the same, sparse rows are cut, then dense vectors. @throws TOO_LITTLE_DATA; CONFIG_INVALID where not even the smallest
 * tables fit
 * @param reserved bytes of the budget that are left free
 */
export async function fitWithin(
  input: FitInput,
  learned: Learned,
  reserved = 0,
): Promise<{ fitted: Fitted; learned: Learned }> {
  const tables = buildTables(input.log, input.catalogue, input.config);
  const budget = budgetOf(input.config, tables.items) - reserved;
  const kept = input.kept ?? new Map();
  // A first guess by the bytes behind validation, so that what takes long is fitted once.
  let current = { ...learned, config: foresee(input, learned, tables.items, budget) ?? learned.config };
  let fitted = await fitBundle({ ...input, tables, kept }, current);
  const grown = grow(input, current, sizesOf(fitted.packed), budget - bytesOf(fitted.packed));
  // Where nothing was learned nobody knows what more would bring.
  if (grown && learned.asked && budget - bytesOf(fitted.packed) > WORTHWHILE * budget) {
    current = { ...current, config: grown };
    fitted = await fitBundle({ ...input, tables, kept }, current);
  }
  for (let round = 0; bytesOf(fitted.packed) > budget; round++) {
    const smaller = cut(input, current, sizesOf(fitted.packed), bytesOf(fitted.packed) - budget);
    if (!smaller || round === ROUNDS)
      throw fail(
        'CONFIG_INVALID',
        `budget: ${budget} bytes; the smallest bundle of this log and catalogue takes ${bytesOf(fitted.packed)}`,
      );
    current = { ...current, config: smaller };
    fitted = await fitBundle({ ...input, tables, kept }, current);
  }
  return { fitted, learned: current };
}

export const bytesOf = ({ files }: PackedBundle) => [...files.values()].reduce((sum, { length }) => sum + length, 0);

/** Bytes of sections, by name. */
type Sizes = Readonly<Record<string, number>>;

const sizesOf = ({ manifest }: PackedBundle): Sizes =>
  Object.fromEntries(manifest.sections.map(({ name, bytes }) => [name, bytes]));

/** Part of the budget that a forecast leaves free: a second fit costs more than these bytes are worth. */
const RESERVE = 0.02;

/** The manifest, about: it is no section. */
const MANIFEST_BYTES = 10_000;

/** The config with sparse rows of the length that the bytes behind validation suggest; undefined where they suggest no other. */
function foresee(input: FitInput, learned: Learned, items: number, budget: number): TrainConfig | undefined {
  if (!learned.expected) return undefined;
  const silent = new Set<string>(learned.tables.filter(({ ships }) => !ships).map(({ table }) => table));
  const sizes = Object.fromEntries(
    Object.entries(learned.expected.bytes)
      .filter(([name]) => !silent.has(name))
      .map(([name, bytes]) => [name, (bytes * items) / learned.expected!.items]),
  );
  const left = (1 - RESERVE) * budget - MANIFEST_BYTES - Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
  return left < 0 ? cut(input, learned, sizes, -left) : grow(input, learned, sizes, left);
}

interface Shipped {
  model: Model;
  bytes: number;
  settings: { keep?: number; dimensions?: number };
}

/** The tables in a bundle that have a size to change which the config leaves open. */
function shippedOf({ models, config }: FitInput, learned: Learned, sizes: Sizes): Shipped[] {
  return GROWING.flatMap((table): Shipped[] => {
    const bytes = sizes[table];
    const model = models.find((one) => one.table === table && one.name === (learned.families[table] ?? one.name));
    if (bytes === undefined || !model) return [];
    return [{ model, bytes, settings: openSettings(model, config, settingsOf(model, learned.config)) }];
  });
}

/**
 * The config with longer vectors of a family that reads order, which has no ridge that was chosen for its size, and with longer sparse
 * rows, for those that the blend listens to; undefined where none can grow.
 */
function grow(input: FitInput, learned: Learned, sizes: Sizes, left: number): TrainConfig | undefined {
  const heard = shippedOf(input, learned, sizes).filter(({ model }) => learned.blend[model.table!] !== undefined);
  const dense = heard.find(({ model, settings }) => model.readsOrder && settings.dimensions !== undefined);
  const longer = dense && largerSize(dense.settings.dimensions!, 1 + left / dense.bytes);
  if (longer) {
    const config = withSettings(dense.model, learned.config, { dimensions: longer });
    const rest = left - dense.bytes * (longer / dense.settings.dimensions! - 1);
    return growRows(heard, config, rest) ?? config;
  }
  return growRows(heard, learned.config, left);
}

function growRows(heard: readonly Shipped[], config: TrainConfig, left: number): TrainConfig | undefined {
  const sparse = heard.filter(({ settings }) => settings.keep !== undefined);
  const bytes = sparse.reduce((sum, one) => sum + one.bytes, 0);
  if (bytes === 0 || left <= 0) return undefined;
  const factor = Math.min(GROWTH, 1 + (left * (1 - MARGIN)) / bytes);
  return resize(sparse, config, (keep) => Math.min(Math.max(keep, MOST_KEPT), Math.floor(keep * factor)));
}

/** The config with sparse rows cut so that `over` bytes go, or else with shorter vectors; undefined where nothing is left to cut. */
function cut(input: FitInput, learned: Learned, sizes: Sizes, over: number): TrainConfig | undefined {
  const shipped = shippedOf(input, learned, sizes);
  const sparse = shipped.filter(({ settings: { keep } }) => keep !== undefined && keep > 1);
  // First what the blend does not listen to at home.
  const quiet = sparse.filter(({ model }) => learned.blend[model.table!] === undefined);
  const cutBy = (tables: readonly Shipped[], least: number): TrainConfig | undefined => {
    const factor = 1 - (over * (1 + MARGIN)) / tables.reduce((sum, { bytes }) => sum + bytes, 0);
    if (!(factor > least)) return undefined;
    return resize(tables, learned.config, (keep) => Math.max(1, Math.min(keep - 1, Math.floor(keep * factor))));
  };
  const dense = shipped.find(({ settings: { dimensions } }) => dimensions !== undefined && smallerSize(dimensions));
  return (
    cutBy(quiet, STUMP) ??
    cutBy(sparse, STUMP) ??
    (dense && withSettings(dense.model, learned.config, { dimensions: smallerSize(dense.settings.dimensions!)! })) ??
    cutBy(sparse, 0) ??
    resize(sparse, learned.config, () => 1)
  );
}

function resize(
  tables: readonly Shipped[],
  config: TrainConfig,
  size: (keep: number) => number,
): TrainConfig | undefined {
  const changed = tables.filter(({ settings: { keep } }) => size(keep!) !== keep);
  if (changed.length === 0) return undefined;
  return changed.reduce(
    (next, { model, settings }) => withSettings(model, next, { keep: size(settings.keep!) }),
    config,
  );
}
