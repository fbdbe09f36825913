import { setImmediate } from 'node:timers/promises';
import type { Interaction } from '../../engine/events.ts';
import type { RankingFeature } from '../../engine/ranking/inputs/feature.ts';
import { computeInputs } from '../../engine/ranking/inputs/inputs.ts';
import { readShop } from '../../engine/ranking/inputs/shop.ts';
import { bestOf, questionOf } from '../../engine/ranking/ranker.ts';
import type { Engine } from '../../engine/recommender.ts';
import type { RecommendRequest } from '../../engine/shelf/types.ts';
import { Random } from '../random.ts';
import type { RankingData } from './data.ts';

/** One shelf that a shopper was, or could have been, shown, and what they took. */
export interface ShelfQuestion {
  /** Oldest first: what the device knew just before. */
  history: readonly Interaction[];
  request: Omit<RecommendRequest, 'k'>;
  /** Ids of what was taken, known to the bundle or not. */
  taken: ReadonlySet<string>;
  /** Ids that were shown, where the log says so: these are the rows then, and not what the retrieval finds. */
  shown?: readonly string[];
  /** Weight of each of `shown`, above 0; absent: 1. */
  weights?: readonly number[];
}

export interface RowOptions {
  features: readonly RankingFeature[];
  /** Candidates of a question, the best of the retrieval. */
  candidates: number;
  /**
   * Of the candidates not taken, so many of the first are rows, and so many of the rest, drawn at random, each of which then stands for as many as it was
   * drawn from; absent: all.
   */
  negatives?: { first: number; drawn: number };
  seed: number;
}

/** Rows with what the retrieval said of them. */
export interface RankingRows extends RankingData {
  /** Score of the retrieval's blend, by row. */
  retrieval: Float64Array;
  /** Item number, by row. */
  items: Int32Array;
  /** Things taken in each group, retrieved or not. */
  taken: Int32Array;
  isCategory: readonly boolean[];
  weights: Float32Array;
}

/** Questions between two looks at Ctrl-C. */
const BREATH = 64;

/** Asks an engine's own stages for every question's candidates, with the features that its device would compute. */
export async function collectRankingRows(
  engine: Engine,
  questions: readonly ShelfQuestion[],
  { features, candidates, negatives, seed }: RowOptions,
): Promise<RankingRows> {
  const random = new Random(seed, 'ranking rows');
  const shop = readShop(engine.bundle, engine.sources);
  const { ids } = engine.bundle.catalogue;
  const parts: { columns: Float32Array; stride: number; rows: number[]; group: Group }[] = [];
  for (const [index, question] of questions.entries()) {
    if (index % BREATH === 0) await setImmediate();
    const { history, request, taken, shown } = question;
    if (engine.prepare) await engine.prepare(history, request);
    const found = engine.retrieve(history, shown ? { ...request, only: [...shown], inStock: false } : request);
    const best = bestOf(found, candidates);
    if (best.length === 0) continue;
    const labels = Float32Array.from(best, (row) => (taken.has(ids[found.items[row]!]!) ? 1 : 0));
    const weightOf = new Map(shown?.map((itemId, place) => [itemId, question.weights?.[place] ?? 1]));
    const weights = Float32Array.from(best, (row) => weightOf.get(ids[found.items[row]!]!) ?? 1);
    const kept = negatives ? sample(labels, weights, negatives, random) : Array.from(best.keys());
    // Features compare candidates with each other: they are computed with all of them there.
    const asked = questionOf(shop, found, best, found.profile, history, request);
    const { columns, stride } = computeInputs(asked, features);
    parts.push({
      columns,
      stride,
      rows: kept,
      group: {
        labels,
        weights,
        retrieval: Float64Array.from(best, (row) => found.scores[row]!),
        items: best.map((row) => found.items[row]!),
        taken: taken.size,
      },
    });
  }
  return join(parts, features);
}

interface Group {
  labels: Float32Array;
  weights: Float32Array;
  retrieval: Float64Array;
  items: Int32Array;
  taken: number;
}

/** Places of the taken ones, the first others, and some of the rest, whose weight grows by what they stand for. */
function sample(
  labels: Float32Array,
  weights: Float32Array,
  { first, drawn }: { first: number; drawn: number },
  random: Random,
): number[] {
  const kept: number[] = [];
  const rest: number[] = [];
  let others = 0;
  labels.forEach((label, place) => {
    if (label > 0) kept.push(place);
    else if (others++ < first) kept.push(place);
    else rest.push(place);
  });
  const standsFor = rest.length / Math.min(rest.length, drawn);
  for (let n = 0; n < Math.min(drawn, rest.length); n++) {
    const at = n + random.below(rest.length - n);
    [rest[n], rest[at]] = [rest[at]!, rest[n]!];
    weights[rest[n]!]! *= standsFor;
    kept.push(rest[n]!);
  }
  return kept.sort((a, b) => a - b);
}

function join(
  parts: readonly { columns: Float32Array; stride: number; rows: readonly number[]; group: Group }[],
  features: readonly RankingFeature[],
): RankingRows {
  const offsets = new Int32Array(parts.length + 1);
  parts.forEach(({ rows }, g) => {
    offsets[g + 1] = offsets[g]! + rows.length;
  });
  const total = offsets[parts.length]!;
  const gather = <T extends Float32Array | Float64Array | Int32Array>(
    into: T,
    of: (group: Group) => ArrayLike<number>,
  ) => {
    parts.forEach(({ rows, group }, g) => {
      const from = of(group);
      rows.forEach((place, n) => {
        into[offsets[g]! + n] = from[place]!;
      });
    });
    return into;
  };
  const columns = features.map((_, f) => {
    const column = new Float32Array(total);
    parts.forEach(({ columns: from, stride, rows }, g) => {
      rows.forEach((place, n) => {
        column[offsets[g]! + n] = from[f * stride + place]!;
      });
    });
    return column;
  });
  return {
    columns,
    isCategory: features.map(({ isCategory }) => isCategory === true),
    labels: gather(new Float32Array(total), ({ labels }) => labels),
    weights: gather(new Float32Array(total), ({ weights }) => weights),
    retrieval: gather(new Float64Array(total), ({ retrieval }) => retrieval),
    items: gather(new Int32Array(total), ({ items }) => items),
    offsets,
    taken: Int32Array.from(parts, ({ group }) => group.taken),
  };
}
