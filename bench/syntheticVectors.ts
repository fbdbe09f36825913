import { Random } from '../src/trainer/random.ts';

export const DIMENSIONS = 64;

/** A made-up catalogue's taste space. Item numbers go from most to least popular, as in a bundle. */
export interface SyntheticVectors {
  /** items x DIMENSIONS, row-major. */
  rows: Float32Array;
  /** Leaf cluster of each item; leaves of one department are neighbours in number. */
  leaf: Uint32Array;
  leaves: number;
  departments: number;
}

/** Leaves a department has. */
const LEAVES = 8;

/**
 * Item vectors like those that factorising a shop's log gives: departments, leaves within them, and each item's own taste, in
 * shares of 0.6, 0.55 and 0.28; norms fall with popularity as (1 + rank)^-0.23. Shares and exponent are those at which 41,000
 * items have the norms and the nearest neighbours (mean cosine .925) of Gowalla's ALS factors; to the 100th neighbour it is .75
 * here and .81 there, so that inverted lists find less to leave out here. Departments differ in size by Zipf's law. The number of departments grows with the square root of the items. Deterministic.
 */
export function syntheticVectors(items: number, seed = 1): SyntheticVectors {
  const random = new Random(seed, `vectors ${items}`);
  const departments = Math.max(8, Math.round(Math.sqrt(items) / 4));
  const leaves = departments * LEAVES;
  const direction = () => {
    const vector = Float64Array.from({ length: DIMENSIONS }, () => random.normal());
    return vector.map((value) => value / Math.sqrt(DIMENSIONS));
  };
  const ofDepartment = Array.from({ length: departments }, direction);
  const ofLeaf = Array.from({ length: leaves }, direction);
  // Cumulative, so that a draw is a search.
  const shares = new Float64Array(departments);
  for (let i = 0, sum = 0; i < departments; i++) {
    sum += 1 / (i + 3);
    shares[i] = sum;
  }
  const rows = new Float32Array(items * DIMENSIONS);
  const leaf = new Uint32Array(items);
  for (let item = 0; item < items; item++) {
    const department = above(shares, random.next() * shares[departments - 1]!);
    const number = department * LEAVES + random.below(LEAVES);
    leaf[item] = number;
    const norm = (1 + item) ** -0.23;
    const [broad, fine] = [ofDepartment[department]!, ofLeaf[number]!];
    for (let d = 0; d < DIMENSIONS; d++) {
      // Of four uniforms: close to normal, a third of the cost of twelve.
      const own = ((random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3)) / 8;
      rows[item * DIMENSIONS + d] = norm * (0.6 * broad[d]! + 0.55 * fine[d]! + 0.28 * own);
    }
  }
  return { rows, leaf, leaves, departments };
}

/** User vectors: the mean of some 12 items out of two or three leaves, as a history's fold-in is. Row-major, `count` rows. */
export function syntheticQueries({ rows, leaf }: SyntheticVectors, count: number, seed = 1): Float32Array {
  const random = new Random(seed, `queries ${leaf.length}`);
  const queries = new Float32Array(count * DIMENSIONS);
  for (let q = 0; q < count; q++) {
    for (const item of syntheticHistory(leaf, 12, random))
      for (let d = 0; d < DIMENSIONS; d++) queries[q * DIMENSIONS + d]! += rows[item * DIMENSIONS + d]! / 12;
  }
  return queries;
}

/** Item numbers of one shopper's history, oldest first: popular ones of two or three leaves, one in five from anywhere. */
export function syntheticHistory(leaf: Uint32Array, length: number, random: Random): number[] {
  const items = leaf.length;
  // Popular items come first in number: the square of a uniform prefers them.
  const popular = () => Math.floor(items * random.next() ** 2);
  const interests = Array.from({ length: 2 + random.below(2) }, () => leaf[popular()]!);
  const history: number[] = [];
  while (history.length < length) {
    const wanted = interests[random.below(interests.length)]!;
    let item = popular();
    for (let tries = 0; !random.chance(0.2) && leaf[item] !== wanted && tries < 20 * LEAVES * items; tries++)
      item = (item + 1) % items;
    history.push(item);
  }
  return history;
}

/** First index whose cumulative share is above `value`. */
function above(shares: Float64Array, value: number): number {
  let [low, high] = [0, shares.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shares[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
