import type { Engine } from '../../../engine/recommender.ts';
import { Random } from '../../random.ts';
import type { CatalogueRow, EventLog } from '../../tables/log.ts';
import { filterLog } from '../../tables/split.ts';
import { type EvaluationCase, makeCases, weighedEvents } from '../cases.ts';
import { listMetrics, mean } from '../metrics.ts';

export interface ColdItemsSplit {
  /** Everything but the items held out: what models may see. */
  earlier: EventLog;
  /** What the catalogue says of all items, those held out among them: training gets it as a catalogue file. */
  catalogue: CatalogueRow[];
  /** Ids held out. */
  cold: string[];
  /** Shoppers who took of these; `taken` are those items alone, and nothing of the history is. */
  cases: EvaluationCase[];
  now: number;
}

export interface ColdItemsOptions {
  seed: number;
  /** Share of the items to hold out. */
  share?: number;
  /** Shoppers that an item must have had to be one of them. */
  support?: number;
  eventWeights: Record<string, number>;
}

/** Figures of new items. `recall` and `ndcg` at k, means over cases. */
export interface ColdItemsReport {
  k: number;
  /** Items held out, and cases asked. */
  items: number;
  cases: number;
  /** The new items ordered among themselves. */
  amongCold: { recall: number; ndcg: number };
  /** The lists as a shopper gets them, over all items. */
  amongAll: { recall: number; ndcg: number };
  /** Recall of a random order among the new items. */
  chance: number;
}

/** Holds items out wholly: no interaction with them reaches training, and everything that is written of them does. Stock is of today and left out. */
export function splitColdItems(
  log: EventLog,
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
  const earlier = filterLog(log, (row) => !isCold[log.item[row]!]);
  const later = filterLog(log, (row) => isCold[log.item[row]!]!);
  return {
    earlier: { ...earlier, catalogue: [] },
    catalogue: log.items.map((itemId) => described.get(itemId) ?? { itemId }),
    cold: log.items.filter((_, item) => isCold[item]),
    cases: makeCases(earlier, later, eventWeights),
    now: Number.MAX_SAFE_INTEGER,
  };
}

/** Asks an engine trained on the split's earlier part with its catalogue. */
export function measureColdItems(
  engine: Pick<Engine, 'recommend' | 'rerank'>,
  { cold, cases, now }: ColdItemsSplit,
  k = 20,
): ColdItemsReport {
  const among = { cold: figures(), all: figures() };
  for (const { history, taken } of cases) {
    among.cold.add(engine.rerank(cold, history, { now }).slice(0, k), taken, k);
    const { items } = engine.recommend(history, { k, now, repeats: 'exclude' });
    among.all.add(
      items.map(({ itemId }) => itemId),
      taken,
      k,
    );
  }
  return {
    k,
    items: cold.length,
    cases: cases.length,
    amongCold: among.cold.means(),
    amongAll: among.all.means(),
    chance: Math.min(1, k / Math.max(1, cold.length)),
  };
}

function figures() {
  const values: { recall: number[]; ndcg: number[] } = { recall: [], ndcg: [] };
  return {
    add(list: readonly string[], relevant: ReadonlySet<string>, k: number) {
      const { recall, ndcg } = listMetrics(list, relevant, k);
      values.recall.push(recall);
      values.ndcg.push(ndcg);
    },
    means: () => ({ recall: meanOf(values.recall), ndcg: meanOf(values.ndcg) }),
  };
}

const meanOf = (values: readonly number[]) => (values.length > 0 ? mean(values) : 0);

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
