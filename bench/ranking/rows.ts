import { Random } from '../../src/trainer/random.ts';

/** Rows as a shop's candidates are, made up: what each input is like, and labels that a few of them and their products decide. */
export interface SyntheticRows {
  /** One column an input, NaN where a value is missing. */
  columns: Float32Array[];
  labels: Float32Array;
}

type Draw = (random: Random) => number;

const exponential =
  (mean: number): Draw =>
  (random) =>
    -mean * Math.log(1 - random.next());
const missing =
  (share: number, draw: Draw): Draw =>
  (random) => {
    const value = draw(random);
    return random.chance(share) ? Number.NaN : value;
  };

/** Scores and ranks of sources, log counts, rates, price, ages, similarities, context: as the ranking features are distributed. */
const DRAWS: Draw[] = [
  ...[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map((share, s) =>
    missing(share, (random) => exponential(1 + s / 10)(random) + exponential(0.5)(random)),
  ),
  ...[0, 0.2, 0.4, 0.6].map((share) => missing(share, (random) => random.below(300))),
  // Zipf's law over what items were taken.
  ...[1, 2, 4].map(
    (part): Draw =>
      (random) =>
        Math.log1p(Math.floor(1000 / part / (0.01 + random.next()) ** 1.2)),
  ),
  ...[8, 20, 60].map(
    (size): Draw =>
      (random) =>
        Math.min(1, exponential(1 / size)(random)),
  ),
  (random) => Math.floor(Math.exp(3 + random.normal())) + 0.99,
  (random) => 1 + 0.3 * random.normal(),
  missing(0.5, exponential(20)),
  exponential(90),
  exponential(3),
  ...[0, 0, 0.3, 0.6].map((share) => missing(share, (random) => random.normal())),
  (random) => random.below(24),
  (random) => random.below(7),
  (random) => random.below(3),
  (random) => random.below(2),
  (random) => Math.floor(exponential(3)(random)),
];

export const INPUTS = DRAWS.length;

/** `rows` rows, the same for the same arguments. */
export function syntheticRows(rows: number, stream: string): SyntheticRows {
  const random = new Random(1, stream);
  const columns = DRAWS.map((draw) => Float32Array.from({ length: rows }, () => draw(random)));
  const weights = new Random(1, 'weights');
  // Each input counts with its place among its own values, so that none outweighs the rest by its unit.
  const margins = new Float64Array(rows).fill(-2);
  const at = (f: number, row: number) => shares[f]![row]! - 0.5;
  const shares = columns.map(placesOf);
  const linear = columns.map(() => weights.normal());
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < INPUTS; f++) margins[row]! += linear[f]! * at(f, row);
    margins[row]! +=
      4 * at(0, row) * at(18, row) + 3 * Math.sin(6 * at(21, row)) * at(23, row) + 4 * at(12, row) * at(16, row);
  }
  return {
    columns,
    labels: Float32Array.from(margins, (margin) => (random.chance(1 / (1 + Math.exp(-margin))) ? 1 : 0)),
  };
}

/** Share of a column's values below each, .5 where it is missing. */
function placesOf(column: Float32Array): Float64Array {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  return Float64Array.from(column, (value) => {
    if (Number.isNaN(value)) return 0.5;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low / sorted.length;
  });
}
