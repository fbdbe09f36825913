import { setImmediate } from 'node:timers/promises';
import type { Interaction } from '../../engine/events.ts';
import { bestOf } from '../../engine/ranking/bestOf.ts';
import type { RankingFeature } from '../../engine/ranking/inputs/feature.ts';
import { computeInputs } from '../../engine/ranking/inputs/inputs.ts';
import { readShop } from '../../engine/ranking/inputs/shop.ts';
import { questionOf } from '../../engine/ranking/ranker.ts';
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
  /** Candidates not taken that are rows, drawn at random; each stands for as many as it was drawn from. Absent: all. */
  negatives?: number | undefined;
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
  told: (done: number, total: number) => void = () => {},
): Promise<RankingRows> {
  const random = new Random(seed, 'ranking rows');
  const shop = readShop(engine.bundle, engine.sources);
  const { ids } = engine.bundle.catalogue;
  const groups: Group[] = [];
  for (const [index, question] of questions.entries()) {
    if (index % BREATH === 0) {
      told(index, questions.length);
      await setImmediate();
    }
    const { history, request, taken, shown } = question;
    if (engine.prepare) await engine.prepare(history, request);
    const found = engine.retrieve(history, shown ? { ...request, only: [...shown], inStock: false } : request);
    const best = bestOf(found.scores, candidates);
    if (best.length === 0) continue;
    const labels = Float32Array.from(best, (row) => (taken.has(ids[found.items[row]!]!) ? 1 : 0));
    const weightOf = new Map(shown?.map((itemId, place) => [itemId, question.weights?.[place] ?? 1]));
    const weights = Float32Array.from(best, (row) => weightOf.get(ids[found.items[row]!]!) ?? 1);
    const kept = negatives === undefined ? best.map((_, place) => place) : draw(labels, weights, negatives, random);
    // Features compare candidates with each other: they are computed with all of them there.
    const { columns, stride } = computeInputs(questionOf(shop, found, best, found.profile, history, request), features);
    groups.push({
      columns: Float32Array.from({ length: features.length * kept.length }, (_, at) => {
        const f = Math.floor(at / kept.length);
        return columns[f * stride + kept[at - f * kept.length]!]!;
      }),
      labels: Float32Array.from(kept, (place) => labels[place]!),
      weights: Float32Array.from(kept, (place) => weights[place]!),
      retrieval: Float64Array.from(kept, (place) => found.scores[best[place]!]!),
      items: kept.map((place) => found.items[best[place]!]!),
      taken: taken.size,
    });
  }
  return join(groups, features);
}

/** The rows of one question. */
interface Group {
  /** Column after column. */
  columns: Float32Array;
  labels: Float32Array;
  weights: Float32Array;
  retrieval: Float64Array;
  items: Int32Array;
  taken: number;
}

/** Places of the taken ones and of some of the others, ascending; the weight of those grows by what they stand for. */
function draw(labels: Float32Array, weights: Float32Array, drawn: number, random: Random): Int32Array {
  const kept: number[] = [];
  const others: number[] = [];
  labels.forEach((label, place) => {
    (label > 0 ? kept : others).push(place);
  });
  const count = Math.min(others.length, drawn);
  for (let n = 0; n < count; n++) {
    const at = n + random.below(others.length - n);
    [others[n], others[at]] = [others[at]!, others[n]!];
    weights[others[n]!]! *= others.length / count;
    kept.push(others[n]!);
  }
  return Int32Array.from(kept).sort();
}

function join(groups: readonly Group[], features: readonly RankingFeature[]): RankingRows {
  const offsets = new Int32Array(groups.length + 1);
  groups.forEach(({ labels }, g) => {
    offsets[g + 1] = offsets[g]! + labels.length;
  });
  const total = offsets[groups.length]!;
  const gather = <T extends Float32Array | Float64Array | Int32Array>(into: T, of: (group: Group) => T) => {
    groups.forEach((group, g) => {
      into.set(of(group), offsets[g]!);
    });
    return into;
  };
  return {
    columns: features.map((_, f) =>
      gather(new Float32Array(total), ({ columns, labels: { length } }) =>
        columns.subarray(f * length, (f + 1) * length),
      ),
    ),
    isCategory: features.map(({ isCategory }) => isCategory === true),
    labels: gather(new Float32Array(total), ({ labels }) => labels),
    weights: gather(new Float32Array(total), ({ weights }) => weights),
    retrieval: gather(new Float64Array(total), ({ retrieval }) => retrieval),
    items: gather(new Int32Array(total), ({ items }) => items),
    offsets,
    taken: Int32Array.from(groups, ({ taken }) => taken),
  };
}
