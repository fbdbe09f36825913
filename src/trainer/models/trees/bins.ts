import { Random } from '../../random.ts';

/** Code of a missing value: MISSING of ../../threads/assembly/treeSplit.ts. */
export const MISSING = 255;
/** Code of a category that has no bin of its own; it never goes left. */
const OTHER = 254;
/** Rows that bins are found on at most. */
const SAMPLE = 200_000;
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

/** Bins of an input, on all its rows or a seeded sample; at most `limit` of them. */
export function findBins(column: Float32Array, isCategory: boolean, limit: number, seed: number): Bins {
  const values = sampleOf(column, seed);
  return isCategory ? categoryBins(values, Math.min(limit, OTHER)) : numberBins(values, limit);
}

/** Codes of `column` into `codes`. */
export function encode(column: Float32Array, bins: Bins, codes: Uint8Array): void {
  if (bins.categories) encodeCategories(column, bins.categories, codes);
  else encodeNumbers(column, bins.thresholds!, codes);
}

/** The values that are there, of every row or of a sample in which every row is as likely. */
function sampleOf(column: Float32Array, seed: number): Float32Array {
  const rows = column.length;
  const random = new Random(seed, 'bins');
  const values = new Float32Array(Math.min(rows, SAMPLE));
  let found = 0;
  let wanted = values.length;
  for (let row = 0; row < rows && wanted > 0; row++) {
    if (rows > SAMPLE && random.next() * (rows - row) >= wanted) continue;
    wanted--;
    const value = column[row]!;
    if (!Number.isNaN(value)) values[found++] = value;
  }
  return values.subarray(0, found);
}

/** Bins of about as many rows each (LightGBM's greedy search): a value of many rows has a bin of its own. */
function numberBins(sample: Float32Array, limit: number): Bins {
  const [values, counts] = distinct(sample);
  const highest = values.length > limit ? endsOfMany(counts, limit, sample.length) : endsOfFew(counts);
  const thresholds = Float32Array.from(highest, (end) => between(values[end]!, values[end + 1]));
  return { count: thresholds.length, thresholds };
}

/** Of the float32 from `a` to below `b` the one of the fewest binary digits: what thresholds take of a bundle are their digits. */
function between(a: number, b: number | undefined): number {
  // Values above all that were seen belong to the last bin, not to the missing.
  if (b === undefined) return a === Number.POSITIVE_INFINITY ? a : GREATEST;
  for (let step = 2 ** 127; ; step /= 2) {
    const first = Math.ceil(a / step) * step;
    if (first < b) return first + 0;
  }
}

function distinct(sample: Float32Array): [Float32Array, Int32Array] {
  const sorted = sample.slice().sort();
  const values = new Float32Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let last = -1;
  for (const value of sorted) {
    if (last < 0 || value !== values[last]) values[++last] = value;
    counts[last]!++;
  }
  return [values.subarray(0, last + 1), counts.subarray(0, last + 1)];
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
  let mean = rows / most;
  const isBig = Array.from(counts, (count) => count >= mean);
  let binsLeft = most;
  let rowsLeft = rows;
  counts.forEach((count, at) => {
    if (!isBig[at]) return;
    binsLeft--;
    rowsLeft -= count;
  });
  mean = rowsLeft / Math.max(1, binsLeft);
  const ends: number[] = [];
  let own = 0;
  for (let at = 0; at < counts.length - 1 && ends.length < most - 1; at++) {
    own += counts[at]!;
    if (!isBig[at]) rowsLeft -= counts[at]!;
    const isFull = isBig[at]! || own >= mean || (isBig[at + 1]! && own >= Math.max(1, mean / 2));
    if (!isFull) continue;
    ends.push(at);
    own = 0;
    if (isBig[at]) continue;
    binsLeft--;
    mean = rowsLeft / Math.max(1, binsLeft);
  }
  ends.push(counts.length - 1);
  return ends;
}

/** The categories of most rows, the commonest first. */
function categoryBins(sample: Float32Array, limit: number): Bins {
  const counts = new Map<number, number>();
  for (const value of sample) if (isCategoryNumber(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const common = [...counts].sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || a - b).slice(0, limit);
  return { count: common.length, categories: Int32Array.from(common, ([category]) => category) };
}

const isCategoryNumber = (value: number) => value >= 0 && value < CATEGORIES && Number.isInteger(value);

function encodeNumbers(column: Float32Array, thresholds: Float32Array, codes: Uint8Array): void {
  const last = thresholds.length - 1;
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    if (Number.isNaN(value)) {
      codes[row] = MISSING;
      continue;
    }
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= thresholds[middle]!) high = middle;
      else low = middle + 1;
    }
    codes[row] = low;
  }
}

function encodeCategories(column: Float32Array, categories: Int32Array, codes: Uint8Array): void {
  const codeOf = new Uint8Array(CATEGORIES).fill(OTHER);
  categories.forEach((category, code) => {
    codeOf[category] = code;
  });
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    codes[row] = Number.isNaN(value) ? MISSING : isCategoryNumber(value) ? codeOf[value]! : OTHER;
  }
}
