import { setImmediate } from 'node:timers/promises';
import { type Rows, transpose } from '../../tables/rows.ts';

/** The lower triangle of G = X^T D X, items by items, as sparse rows: of row i the columns up to i, in no order. */
export interface ItemGram {
  columns: Int32Array[];
  values: Float32Array[];
  /** G's diagonal. */
  diagonal: Float64Array;
}

export interface ItemGramOptions {
  items: number;
  /** A shopper's row counts (its length / the mean length over all pairs)^-userPower. */
  userPower: number;
  /** Sees each row whole: the items that share shoppers with `item`, itself among them, and what they share by item number. */
  visit?(item: number, touched: readonly number[], shared: Float64Array): void;
  progress(done: number, total: number): void;
}

/** Pairs of two items of one shopper that G is summed over at most. Beyond that every n-th shopper speaks. */
const MAX_PAIRS = 400_000_000;

/**
 * How much any two items are taken together, with shoppers of many items counting less: X is shoppers by items, 1 where taken, D the
 * shoppers' weights. Memory is 8 bytes for each pair of items that share a shopper; time the sum over shoppers of items squared. Sums are
 * float64 in the order of shoppers. Pauses now and then.
 */
export async function itemGram(byShopper: Rows, options: ItemGramOptions): Promise<ItemGram> {
  const { items, visit, progress } = options;
  const rows = fewer(byShopper, MAX_PAIRS);
  const rowOf = createSummer(rows, options);
  const gram: ItemGram = { columns: [], values: [], diagonal: new Float64Array(items) };
  for (let item = 0; item < items; item++) {
    if (item % 1024 === 0) {
      progress(item, items);
      await setImmediate();
    }
    rowOf(item, (touched, shared) => {
      let count = 0;
      for (const other of touched) if (other <= item) count++;
      const columns = new Int32Array(count);
      const values = new Float32Array(count);
      let at = 0;
      for (const other of touched) {
        if (other > item) continue;
        columns[at] = other;
        values[at++] = shared[other]!;
      }
      gram.columns.push(columns);
      gram.values.push(values);
      gram.diagonal[item] = shared[item]!;
      visit?.(item, touched, shared);
    });
  }
  progress(items, items);
  return gram;
}

/** Apart from the pauses: a compiler makes less of a loop in an asynchronous function. */
function createSummer({ offsets, columns }: Rows, { items, userPower }: ItemGramOptions) {
  const byItem = transpose({ offsets, columns, values: new Float32Array(columns.length) }, items);
  const weights = shopperWeights(offsets, userPower);
  const shared = new Float64Array(items);
  return (item: number, use: (touched: readonly number[], shared: Float64Array) => void) => {
    const touched: number[] = [];
    for (let at = byItem.offsets[item]!; at < byItem.offsets[item + 1]!; at++) {
      const shopper = byItem.columns[at]!;
      const weight = weights[shopper]!;
      const end = offsets[shopper + 1]!;
      for (let q = offsets[shopper]!; q < end; q++) {
        const other = columns[q]!;
        const sum = shared[other]!;
        if (sum === 0) touched.push(other);
        shared[other] = sum + weight;
      }
    }
    use(touched, shared);
    for (const other of touched) shared[other] = 0;
  };
}

/** The weight of each shopper: 1 for one of usual length, which is the mean number of items. */
export function shopperWeights(offsets: Int32Array, userPower: number): Float64Array {
  const shoppers = offsets.length - 1;
  const usual = offsets[shoppers]! / Math.max(1, shoppers);
  return Float64Array.from({ length: shoppers }, (_, shopper) => {
    const length = offsets[shopper + 1]! - offsets[shopper]!;
    return length > 0 ? (length / usual) ** -userPower : 0;
  });
}

/** Every n-th of the rows, so that the squares of their lengths sum to at most about `most`. */
function fewer(rows: Rows, most: number): Rows {
  let pairs = 0;
  for (let row = 0; row < rows.offsets.length - 1; row++) pairs += (rows.offsets[row + 1]! - rows.offsets[row]!) ** 2;
  const stride = Math.ceil(pairs / most);
  if (stride <= 1) return rows;
  const kept = Array.from({ length: Math.ceil((rows.offsets.length - 1) / stride) }, (_, at) => at * stride);
  const offsets = new Int32Array(kept.length + 1);
  const columns: number[] = [];
  kept.forEach((row, at) => {
    for (let from = rows.offsets[row]!; from < rows.offsets[row + 1]!; from++) columns.push(rows.columns[from]!);
    offsets[at + 1] = columns.length;
  });
  return { offsets, columns: Int32Array.from(columns), values: new Float32Array(columns.length).fill(1) };
}
