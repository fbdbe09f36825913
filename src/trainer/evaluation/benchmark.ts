import { popularityFeature } from '../../engine/ranking/features.ts';
import { createEngine } from '../../engine/recommender.ts';
import { fail } from '../../errors/failAny.ts';
import { openPacked } from '../bundle.ts';
import { parseConfig, type TrainConfig } from '../config.ts';
import type { Learned } from '../fit.ts';
import { loadKernels } from '../kernels.ts';
import { itemKnn } from '../models/itemKnn.ts';
import type { Model } from '../models/model.ts';
import { popularity } from '../models/popularity.ts';
import { type Progress, silent } from '../progress.ts';
import type { CatalogueRow, EventLog } from '../tables/log.ts';
import { logSpan, splitByTime } from '../tables/split.ts';
import { DEFAULT_MODELS, trainBundle } from '../train.ts';
import { pairedInterval } from './bootstrap.ts';
import { makeCases } from './cases.ts';
import { type Evaluation, evaluateCases, type Metrics } from './evaluate.ts';

const DAY = 86_400_000;

export const CUTOFFS = [10, 20];

type Intervals = Record<string, [number, number]>;

export interface BenchmarkReport {
  protocol: string;
  metrics: Metrics;
  /** Bought items may not return, and only items new to the shopper count. */
  newItems: Metrics;
  baselines: Record<string, { metrics: Metrics; newItems: Metrics }>;
  /** 95 % bootstrap intervals over shoppers, and the paired gain over each baseline. */
  intervals: {
    metrics: Intervals;
    newItems: Intervals;
    baselines: Record<string, { metrics: Intervals; newItems: Intervals }>;
    gain: Record<string, Record<string, { mean: number; interval: [number, number] }>>;
  };
  shoppers: { all: number; newItems: number };
  bundleBytes: number;
  trainSeconds: number;
  peakRssBytes: number;
  rows: number;
  model: string;
  params: Record<string, unknown>;
}

export interface BenchmarkInput {
  log: EventLog;
  catalogue?: readonly CatalogueRow[] | undefined;
  days: number;
  config?: TrainConfig;
  progress?: Progress;
}

/**
 * Splits a log `days` before its end, trains on the earlier part alone, packs, and evaluates the bundle through the engine
 * on the later part; popularity and item-kNN are packed and asked in the same way. Of the catalogue the bundles get what
 * the earlier part knows of: see `knownBefore`.
 * @throws TOO_LITTLE_DATA
 */
export async function benchmarkTemporal({
  log,
  catalogue,
  days,
  config = parseConfig(),
  progress = silent,
}: BenchmarkInput): Promise<BenchmarkReport> {
  if (!log.hasTimes) throw fail('TOO_LITTLE_DATA', 'this format has no times to split by');
  const { from, to } = logSpan(log);
  const cut = to - days * DAY;
  const { earlier: before, later } = splitByTime(log, cut);
  const earlier = { ...before, catalogue: knownBefore(before, catalogue) };
  if (cut <= from || earlier.item.length === 0 || later.item.length === 0)
    throw fail('TOO_LITTLE_DATA', `no interactions on one side of ${days} days before the end`);
  const run = async (models: readonly Model[], taken?: Learned) => {
    const started = performance.now();
    const { packed, tables, learned } = await trainBundle({
      log: earlier,
      models,
      config,
      kernels: await loadKernels(),
      progress,
      ...(taken ? { learned: taken } : {}),
    });
    const trainSeconds = (performance.now() - started) / 1000;
    const engine = createEngine(await openPacked(packed), await loadKernels());
    const cases = makeCases(earlier, later, tables.eventWeights);
    if (cases.length === 0) throw fail('TOO_LITTLE_DATA', 'no shopper on both sides of the split');
    const all = evaluateCases(engine, cases, CUTOFFS, { aspect: 'all', now: cut, seed: config.seed }, progress);
    const onlyNew = evaluateCases(engine, cases, CUTOFFS, { aspect: 'new', now: cut, seed: config.seed }, progress);
    return { packed, learned, trainSeconds, all, onlyNew };
  };
  const ours = await run(DEFAULT_MODELS);
  // Baselines get the best memory of popularity too, as validation found it, and may repeat what was bought.
  const baseline = (blend: Record<string, number>): Learned => ({ ...ours.learned, blend, repeats: 'allow' });
  const popular = popularityFeature(ours.learned.mainPopularity);
  const peers = {
    popularity: await run([popularity], baseline({ [popular]: 1 })),
    'item-knn': await run([itemKnn], baseline({ neighbours: 1 })),
    // The strongest simple answer where people buy again: their own items first, then what is popular.
    'buy-again': await run([popularity], baseline({ repeat: 1, seen: 1, [popular]: 1 })),
  };
  const against = (pick: (run: typeof ours) => Evaluation) =>
    Object.fromEntries(
      Object.entries(peers).map(([name, peer]) => [
        name,
        pairedInterval(pick(ours).values['ndcg@10']!, pick(peer).values['ndcg@10']!, config.seed),
      ]),
    );
  return {
    protocol: `temporal, last ${days} days`,
    metrics: ours.all.metrics,
    newItems: ours.onlyNew.metrics,
    baselines: Object.fromEntries(
      Object.entries(peers).map(([name, peer]) => [
        name,
        { metrics: peer.all.metrics, newItems: peer.onlyNew.metrics },
      ]),
    ),
    intervals: {
      metrics: ours.all.intervals,
      newItems: ours.onlyNew.intervals,
      baselines: Object.fromEntries(
        Object.entries(peers).map(([name, peer]) => [
          name,
          { metrics: peer.all.intervals, newItems: peer.onlyNew.intervals },
        ]),
      ),
      gain: { 'ndcg@10': against(({ all }) => all), 'newItems.ndcg@10': against(({ onlyNew }) => onlyNew) },
    },
    shoppers: { all: ours.all.shoppers, newItems: ours.onlyNew.shoppers },
    bundleBytes: [...ours.packed.files.values()].reduce((sum, file) => sum + file.length, 0),
    trainSeconds: ours.trainSeconds,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    rows: log.report.rows,
    model: ours.packed.manifest.card.model,
    params: { ...ours.packed.manifest.card.params, serving: ours.packed.manifest.serving },
  };
}

/**
 * The rows of log and catalogue file for items that somebody touched before the cut. Stock is not theirs to tell: it is that
 * of the file's day, and would keep back what sold out since, or what is sold no more. Names and prices may be later ones too;
 * no model of a bundle reads them.
 */
function knownBefore(earlier: EventLog, file: readonly CatalogueRow[] = []): CatalogueRow[] {
  const touched = new Set(earlier.items);
  return [...earlier.catalogue, ...file.filter(({ itemId }) => touched.has(itemId))].map(
    ({ inStock: _, ...row }) => row,
  );
}
