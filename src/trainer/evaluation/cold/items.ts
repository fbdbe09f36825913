import { setImmediate } from 'node:timers/promises';
import type { Engine } from '../../../engine/recommender.ts';
import type { Progress } from '../../progress.ts';
import { Random } from '../../random.ts';
import type { CatalogueRow, EventLog } from '../../tables/log.ts';
import { filterLog } from '../../tables/split.ts';
import { weighedEvents } from '../cases.ts';
import { numberShoppers } from '../evaluate.ts';
import type { Split } from '../protocols/protocol.ts';
import { type ColdFigures, collectFigures, sampleCases } from './figures.ts';

/** A split whose cases ask for items that nobody has taken yet. */
export interface ColdItemsSplit extends Omit<Split, 'repeats'> {
  /** What the catalogue says of all items, those held out among them: training gets it as a catalogue file. */
  catalogue: CatalogueRow[];
  /** Ids held out, in an order that means nothing. */
  cold: string[];
}

export interface ColdItemsOptions {
  seed: number;
  /** Share of the items to hold out. */
  share?: number;
  /** Shoppers that an item must have had to be one of them. */
  support?: number;
  eventWeights: Record<string, number>;
}

/** Figures of new items: recall, nDCG and hit at k. */
export interface ColdItemsReport {
  k: number;
  /** Items held out. */
  items: number;
  /** Lists asked for, and the shoppers they are for. */
  cases: number;
  shoppers: number;
  /** The new items ordered among themselves. */
  amongNew: ColdFigures;
  /** The lists as a shopper gets them, over all items. */
  amongAll: ColdFigures;
  /** Recall of a random order among the new items. */
  chance: number;
}

/**
 * Holds items out of a split wholly: no interaction with them reaches training or a history, and everything that is written of them does. They
 * alone are targets, of shoppers who had not taken them before. Stock is of today and left out.
 */
export function holdOutItems(
  { earlier: log, cases, now }: Split,
  file: readonly CatalogueRow[],
  { seed, share = 0.1, support = 3, eventWeights }: ColdItemsOptions,
): ColdItemsSplit {
  const random = new Random(seed, 'cold items');
  const takers = takersOf(log, eventWeights);
  const described = new Map<string, CatalogueRow>();
  for (const { inStock: _, ...row } of [...log.catalogue, ...file])
    described.set(row.itemId, { ...described.get(row.itemId), ...row });
  // Drawn whether or not it may be one: what an item is must not shift the others' luck.
  const isCold = log.items.map((_, item) => random.chance(share) && takers[item]! >= support);
  // Ties keep the order that they are asked in, and ids are not without meaning: makers number what belongs together in a row.
  const cold = random.shuffle(log.items.filter((_, item) => isCold[item]));
  const held = new Set(cold);
  const asked = cases.flatMap(({ shopper, history, takenNew }) => {
    const known = history.filter(({ itemId }) => !held.has(itemId));
    const targets = new Set([...takenNew].filter((itemId) => held.has(itemId)));
    return known.length > 0 && targets.size > 0
      ? [{ shopper, history: known, taken: targets, takenNew: new Set(targets) }]
      : [];
  });
  return {
    earlier: { ...filterLog(log, (row) => !isCold[log.item[row]!]), catalogue: [] },
    catalogue: log.items.map((itemId) => described.get(itemId) ?? { itemId }),
    cold,
    cases: sampleCases(asked),
    now,
  };
}

/** Asks an engine trained on the split's earlier part with its catalogue. */
export async function measureColdItems(
  engine: Pick<Engine, 'recommend' | 'rerank'> & Partial<Pick<Engine, 'prepare'>>,
  { cold, cases, now }: ColdItemsSplit,
  { k = 20, seed, progress }: { k?: number; seed: number; progress: Progress },
): Promise<ColdItemsReport> {
  const amongNew = collectFigures(k);
  const amongAll = collectFigures(k);
  for (const [index, { history, taken }] of cases.entries()) {
    progress('cold items', index, cases.length);
    await setImmediate();
    const request = { now, repeats: 'exclude' } as const;
    await engine.prepare?.(history, request);
    amongNew.add(engine.rerank(cold, history, request).slice(0, k), taken);
    const { items } = engine.recommend(history, { ...request, k });
    amongAll.add(
      items.map(({ itemId }) => itemId),
      taken,
    );
  }
  progress('cold items', cases.length, cases.length);
  const shopperOf = numberShoppers(cases);
  return {
    k,
    items: cold.length,
    cases: cases.length,
    shoppers: new Set(shopperOf).size,
    amongNew: amongNew.figures(seed, shopperOf),
    amongAll: amongAll.figures(seed, shopperOf),
    chance: Math.min(1, k / Math.max(1, cold.length)),
  };
}

/** Different shoppers with an event of weight, by item. The log is ordered by shopper. */
function takersOf(log: EventLog, eventWeights: Record<string, number>): Int32Array {
  const weighs = weighedEvents(eventWeights);
  const takers = new Int32Array(log.items.length);
  const last = new Int32Array(log.items.length).fill(-1);
  for (let row = 0; row < log.item.length; row++) {
    const item = log.item[row]!;
    if (!weighs[log.event[row]!] || last[item] === log.shopper[row]) continue;
    last[item] = log.shopper[row]!;
    takers[item]!++;
  }
  return takers;
}
