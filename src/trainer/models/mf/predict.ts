import type { Interaction } from '../../../engine/events.ts';
import type { Engine } from '../../../engine/recommender.ts';
import { fail } from '../../../errors/failAny.ts';

/** Foresees the rating of an item by who has this history, in the units of the log's values; the items' order is kept. */
export type PredictRatings = (history: readonly Interaction[], itemIds: readonly string[]) => Float64Array;

/**
 * Ratings from a bundle of the family `mf`, through the engine and its int8 vectors: mean + bias + p.q, where p is folded in from the
 * values of the history's interactions. Who rated nothing gets mean + bias; an item that training did not know, the mean. Not held
 * to the scale of the ratings.
 * @throws REQUEST_INVALID for a bundle without predicted ratings
 */
export function createRatingPredictor(engine: Engine): PredictRatings {
  const { bundle, sources } = engine;
  const { params } = bundle.section('factors') ?? {};
  const { factors } = sources;
  if (!factors || params?.encoder !== 'mf')
    throw fail('REQUEST_INVALID', `the bundle foresees no ratings: its factors are of encoder ${params?.encoder}`);
  const mean = params.mean as number;
  const newcomer = new Float32Array(factors.dimensions);
  newcomer[params.rank as number] = 1;
  return (history, itemIds) => {
    const user = factors.userVector(engine.readProfile(history)) ?? newcomer;
    return Float64Array.from(itemIds, (id) => {
      const item = bundle.catalogue.numberOf(id);
      if (item < 0) return mean;
      const vector = factors.itemVector(item);
      let sum = mean;
      for (let d = 0; d < vector.length; d++) sum += user[d]! * vector[d]!;
      return sum;
    });
  };
}
