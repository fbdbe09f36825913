import { Random } from '../../random.ts';

/** Code of a missing value: MISSING of ../../threads/assembly/treeSplit.ts. */
export const MISSING = 255;
/** Code of a category that has no bin of its own; it never goes left. */
const OTHER = 254;
/** Rows that bins are found on at most. */
export const SAMPLE = 200_000;
/** Rows of a bin at least. */
const MIN_ROWS = 3;
/** Categories from here on have no bin of their own: their sets would be long. */
const CATEGORIES = 65_536;
/** The greatest float32 there is. */
const GREATEST = 3.4028234663852886e38;

/** How the values of an input become codes of a byte: bins by number, or one bin a category. */
export interface Bins {
  /** Bins, the missing and other categories apart; below 2 the input tells nothing. */
  count: number;
  /** Highest value of each bin, ascending, float32: a comparison at a threshold parts the rows as the codes do. */
  thresholds?: Float32Array;
  /** Category of each bin. */
  categories?: Int32Array;
}

/**
 * The values of a column that are there into `values`, of every row or of a seeded sample of `values.length` rows in which every row is as likely.
 * How many, and whether a row of the column is endless.
 */
export function drawSample(
  column: Float32Array,
  seed: number,
  values: Float32Array,
): { count: number; isEndless: boolean } {
  const rows = column.length;
  const random = new Random(seed, 'bins');
  let count = 0;
  let wanted = values.length;
  let isEndless = false;
  for (let row = 0; row < rows; row++) {
    const value = column[row]!;
    if (value === Number.POSITIVE_INFINITY) isEndless = true;
    if (rows > values.length && random.next() * (rows - row) >= wanted) continue;
    wanted--;
    if (!Number.isNaN(value)) values[count++] = value;
  }
  return { count, isEndless };
}

/** Bins of about as many of the `sorted` values each (LightGBM's greedy search): a value of many rows has a bin of its own. */
export function numberBins(sorted: Float32Array, limit: number, isEndless: boolean): Bins {
  const { values, counts } = distinct(sorted);
  const ends = values.length > limit ? endsOfMany(counts, limit, sorted.length) : endsOfFew(counts);
  const last = ends.length - 1;
  // Values above all that were drawn belong to the last bin, not to the missing.
  const highest = isEndless ? Number.POSITIVE_INFINITY : GREATEST;
  const thresholds = Float32Array.from(ends, (end, bin) =>
    bin === last ? highest : between(values[end]!, values[end + 1]!),
  );
  return { count: thresholds.length, thresholds };
}

/** Of the float32 from `a` to below `b` the one of the fewest binary digits: what thresholds take of a bundle are their digits. */
function between(a: number, b: number): number {
  for (let step = 2 ** 127; ; step /= 2) {
    const first = Math.ceil(a / step) * step;
    if (first < b) return first + 0;
  }
}

function distinct(sorted: Float32Array): { values: Float32Array; counts: Int32Array } {
  const values = new Float32Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let last = -1;
  for (let at = 0; at < sorted.length; at++) {
    const value = sorted[at]!;
    if (last < 0 || value !== values[last]) values[++last] = value;
    counts[last]!++;
  }
  return { values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

function endsOfFew(counts: Int32Array): number[] {
  const ends: number[] = [];
  let rows = 0;
  counts.forEach((count, at) => {
    rows += count;
    if (rows < MIN_ROWS && at < counts.length - 1) return;
    ends.push(at);
    rows = 0;
  });
  return ends;
}

function endsOfMany(counts: Int32Array, limit: number, rows: number): number[] {
  const most = Math.min(limit, Math.max(1, Math.floor(rows / MIN_ROWS)));
  const big = rows / most;
  let binsLeft = most;
  let rowsLeft = rows;
  for (let at = 0; at < counts.length; at++) {
    if (counts[at]! < big) continue;
    binsLeft--;
    rowsLeft -= counts[at]!;
  }
  let mean = rowsLeft / Math.max(1, binsLeft);
  const ends: number[] = [];
  let own = 0;
  for (let at = 0; at < counts.length - 1 && ends.length < most - 1; at++) {
    const isBig = counts[at]! >= big;
    own += counts[at]!;
    if (!isBig) rowsLeft -= counts[at]!;
    const isFull = isBig || own >= mean || (counts[at + 1]! >= big && own >= Math.max(1, mean / 2));
    if (!isFull) continue;
    ends.push(at);
    own = 0;
    if (isBig) continue;
    binsLeft--;
    mean = rowsLeft / Math.max(1, binsLeft);
  }
  ends.push(counts.length - 1);
  return ends;
}

/** The categories of most rows, the commonest first. */
export function categoryBins(sample: Float32Array, limit: number): Bins {
  const counts = new Map<number, number>();
  for (const value of sample) if (isCategoryNumber(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const common = [...counts]
    .sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || a - b)
    .slice(0, Math.min(limit, OTHER));
  return { count: common.length, categories: Int32Array.from(common, ([category]) => category) };
}

const isCategoryNumber = (value: number) => value >= 0 && value < CATEGORIES && Number.isInteger(value);

/** Codes of a column of categories; what has no bin never goes left. */
export function encodeCategories(column: Float32Array, categories: Int32Array, codes: Uint8Array): void {
  const codeOf = new Uint8Array(CATEGORIES).fill(OTHER);
  categories.forEach((category, code) => {
    codeOf[category] = code;
  });
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    codes[row] = Number.isNaN(value) ? MISSING : isCategoryNumber(value) ? codeOf[value]! : OTHER;
  }
}
