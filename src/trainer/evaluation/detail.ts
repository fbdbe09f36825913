import { Random } from '../random.ts';
import type { KnownItems } from './beyondAccuracy.ts';
import type { Evaluation } from './evaluate.ts';
import { type Asked, listOf } from './lists.ts';
import { idealDcg } from './metrics.ts';
import { averagePrecision, rocAuc } from './ranking/curves.ts';
import { sweep } from './ranking/sweep.ts';
import type { Curves, EvaluationDetail, ExampleItem, ExampleShopper, Exposure, ScoreDistribution } from './report.ts';
import { type SegmentOptions, segmentsOf } from './segments.ts';

const BINS = 20;
const EXAMPLES = 10;
const TENTHS = 10;
/** Items shown of an example's history, targets and list. */
const SHOWN = 10;

export interface DetailOptions extends SegmentOptions {
  /** As the cases were asked. */
  now: number;
  repeats?: 'exclude' | undefined;
}

/** More than means, of cases that an engine was asked for. Lists are counted up to `k`; curves go as far as they were asked. */
export async function detailOf(
  engine: Asked,
  evaluation: Evaluation,
  options: DetailOptions,
): Promise<EvaluationDetail> {
  return {
    curves: curvesOf(evaluation),
    segments: segmentsOf(evaluation, options),
    exposure: exposureOf(evaluation, engine.bundle.catalogue.size, options),
    scores: scoresOf(evaluation, options.k),
    examples: await examplesOf(engine, evaluation, options),
  };
}

/** Means at every length, each list read once. */
export function curvesOf({ lists, relevant }: Evaluation): Curves {
  const { k: longest } = lists;
  const sums = {
    recall: new Float64Array(longest),
    precision: new Float64Array(longest),
    hit: new Float64Array(longest),
    ndcg: new Float64Array(longest),
  };
  const ideal = Float64Array.from({ length: longest + 1 }, (_, count) => idealDcg(count));
  relevant.forEach((own, index) => {
    const list = listOf(lists, index);
    let hits = 0;
    let dcg = 0;
    for (let place = 0; place < longest; place++) {
      if (place < list.length && own.has(list[place]!)) {
        hits++;
        dcg += 1 / Math.log2(place + 2);
      }
      sums.recall[place]! += hits / own.size;
      sums.precision[place]! += hits / (place + 1);
      sums.hit[place]! += hits > 0 ? 1 : 0;
      sums.ndcg[place]! += dcg / ideal[Math.min(place + 1, own.size)]!;
    }
  });
  const means = (column: Float64Array) => Array.from(column, (sum) => sum / Math.max(1, relevant.length));
  return {
    k: Array.from({ length: longest }, (_, place) => place + 1),
    recall: means(sums.recall),
    precision: means(sums.precision),
    hit: means(sums.hit),
    ndcg: means(sums.ndcg),
  };
}

function exposureOf({ lists, counted }: Evaluation, items: number, { k, known }: DetailOptions): Exposure {
  const shown = new Float64Array(items);
  counted.forEach((_, index) => {
    for (const item of listOf(lists, index).subarray(0, k)) shown[item]!++;
  });
  return {
    k,
    items,
    counts: [...shown].filter((count) => count > 0).sort((a, b) => b - a),
    tenths: tenthsOf(shown, known),
  };
}

function tenthsOf(shown: Float64Array, known: KnownItems | undefined): Exposure['tenths'] {
  if (!known) return [];
  const { takers } = known;
  const order = Array.from(takers.keys()).sort((a, b) => takers[b]! - takers[a]! || a - b);
  const share = (counts: Float64Array, part: readonly number[]) => {
    const all = counts.reduce((a, b) => a + b, 0);
    return all > 0 ? part.reduce((sum, item) => sum + counts[item]!, 0) / all : 0;
  };
  return Array.from({ length: TENTHS }, (_, t) => {
    const at = (tenth: number) => Math.round((order.length * tenth) / TENTHS);
    const part = order.slice(at(t), at(t + 1));
    return { interactions: share(takers, part), shown: share(shown, part) };
  });
}

/** Scores of the first `k` places, hits apart from misses; what merely fills a list up has the score 0. */
function scoresOf({ lists, relevant }: Evaluation, k: number): ScoreDistribution {
  const scores: number[] = [];
  const isHit: boolean[] = [];
  relevant.forEach((own, index) => {
    listOf(lists, index)
      .subarray(0, k)
      .forEach((item, place) => {
        scores.push(lists.scores[index * lists.k + place]!);
        isHit.push(own.has(item));
      });
  });
  const low = scores.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const hits = new Array<number>(BINS).fill(0);
  const misses = new Array<number>(BINS).fill(0);
  if (scores.length === 0) return { edges: [], hits: [], misses: [], auc: 0.5, averagePrecision: 0 };
  const width = (high - low) / BINS;
  scores.forEach((score, i) => {
    const bin = width > 0 ? Math.min(BINS - 1, Math.floor((score - low) / width)) : 0;
    const counts = isHit[i] ? hits : misses;
    counts[bin]!++;
  });
  const steps = sweep(scores, isHit);
  return {
    edges: Array.from({ length: BINS + 1 }, (_, i) => low + width * i),
    hits,
    misses,
    auc: rocAuc(steps),
    averagePrecision: averagePrecision(steps),
  };
}

/** Drawn with the seed, asked again for what a list says beside items. */
async function examplesOf(
  engine: Asked,
  { counted, relevant }: Evaluation,
  { seed, now, repeats }: DetailOptions,
): Promise<ExampleShopper[]> {
  const { catalogue } = engine.bundle;
  const drawn = new Random(seed, 'examples').shuffle([...counted.keys()]).slice(0, EXAMPLES);
  const request = { k: SHOWN, now, ...(repeats ? { repeats } : {}) };
  const examples: ExampleShopper[] = [];
  for (const index of drawn) {
    const { shopper, history, taken } = counted[index]!;
    if (engine.prepare) await engine.prepare(history, request);
    const list = engine.recommend(history, request).items.map(({ itemId, score, source, reason }) => ({
      ...describe(engine, itemId),
      score,
      source,
      reason,
      isHit: relevant[index]!.has(catalogue.numberOf(itemId)),
    }));
    const own = [...new Set(history.map(({ itemId }) => itemId).reverse())].slice(0, SHOWN);
    examples.push({
      shopper,
      history: own.map((itemId) => describe(engine, itemId)),
      historyLength: history.length,
      taken: [...taken].slice(0, SHOWN).map((itemId) => describe(engine, itemId)),
      list,
    });
  }
  return examples;
}

function describe({ display }: Asked, itemId: string): ExampleItem {
  const title = display?.([itemId])[0]?.title;
  return title ? { itemId, title } : { itemId };
}
