import type { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import type { RowAdam } from './adam.ts';
import { takenShares } from './itemInputs.ts';
import { createSampler } from './sampler.ts';
import type { Batch, Outcome } from './step.ts';

/** Items of a history that are read for an example, at most: a random part of a longer one. */
const HISTORY = 64;

/** Share of the candidates that go by what is written of them alone, so that items without a past find a place (Volkovs et al. 2017). */
const ID_DROPOUT = 0.1;

/** Takes a candidate out of the softmax. */
const NOT_COMPARED = -1e9;

export interface BatchOptions {
  histories: Rows;
  /** Items x width, read anew for every batch. */
  inputs: Float32Array;
  width: number;
  /** The first so many numbers of an input are the item's own; the rest is its content. */
  embedding: number;
  count: number;
  /** Candidates beside the right ones, drawn by popularity^0.5. */
  negatives: number;
  items: number;
  random: Random;
}

export interface Batches {
  /** The batch of these places in `histories.columns`; its arrays are valid until the next. */
  make(examples: Int32Array): Batch;
  /** Hands the gradient by the last batch's inputs to the embeddings that these were made of. */
  scatter(outcome: Outcome, rows: RowAdam): void;
}

/**
 * Batches of examples: a shopper's history without one item, at length 1, and that item among the candidates. Candidates are compared with
 * -log of the expected number of times that they are in a batch (the logQ correction, for in-batch and drawn ones together: Yang et al. 2020);
 * those that the shopper took too are not compared.
 */
export function createBatches(options: BatchOptions): Batches {
  const { histories, inputs, width, embedding, count, negatives, items, random } = options;
  const { offsets, columns, values } = histories;
  const candidates = count + negatives;
  const shopperOf = new Int32Array(columns.length);
  for (let row = 0; row < offsets.length - 1; row++) shopperOf.fill(row, offsets[row]!, offsets[row + 1]!);
  const taken = takenShares(columns, items);
  const roots = taken.map(Math.sqrt);
  const rootSum = roots.reduce((sum, root) => sum + root, 0);
  const correction = Float64Array.from(taken, (share, item) =>
    share > 0 ? -Math.log(count * share + (negatives * roots[item]!) / rootSum) : 0,
  );
  const draw = createSampler(roots, random);

  const users = new Float32Array(count * width);
  const rows = new Float32Array(candidates * width);
  const adjustments = new Float32Array(count * candidates);
  const candidate = new Int32Array(candidates);
  const isNameless = new Uint8Array(candidates);
  const read: Int32Array[] = [];
  const lengths = new Float64Array(count);
  const markOf = new Int32Array(items);
  const slope = new Float32Array(width);
  let mark = 0;

  const readHistory = (place: number, row: number) => {
    const shopper = shopperOf[place]!;
    const chosen = othersOf(offsets[shopper]!, offsets[shopper + 1]!, place, random);
    const sum = new Float64Array(width);
    for (const at of chosen) {
      const from = columns[at]! * width;
      for (let d = 0; d < width; d++) sum[d]! += values[at]! * inputs[from + d]!;
    }
    let squared = 0;
    for (const value of sum) squared += value * value;
    lengths[row] = Math.sqrt(squared) + 1e-12;
    for (let d = 0; d < width; d++) users[row * width + d] = sum[d]! / lengths[row]!;
    read[row] = chosen;
  };
  const compare = (place: number, row: number) => {
    const shopper = shopperOf[place]!;
    mark++;
    for (let at = offsets[shopper]!; at < offsets[shopper + 1]!; at++) markOf[columns[at]!] = mark;
    for (let c = 0; c < candidates; c++) {
      const item = candidate[c]!;
      adjustments[row * candidates + c] = markOf[item] === mark && c !== row ? NOT_COMPARED : correction[item]!;
    }
  };

  return {
    make(examples) {
      for (let c = 0; c < candidates; c++) {
        const item = c < count ? columns[examples[c]!]! : draw();
        candidate[c] = item;
        isNameless[c] = embedding < width && random.chance(ID_DROPOUT) ? 1 : 0;
        rows.set(inputs.subarray(item * width, (item + 1) * width), c * width);
        if (isNameless[c]) rows.fill(0, c * width, c * width + embedding);
      }
      examples.forEach(readHistory);
      examples.forEach(compare);
      return { users, items: rows, adjustments };
    },
    scatter(outcome, embeddings) {
      for (let row = 0; row < count; row++) {
        const from = row * width;
        let along = 0;
        for (let d = 0; d < width; d++) along += users[from + d]! * outcome.users[from + d]!;
        for (let d = 0; d < width; d++)
          slope[d] = (outcome.users[from + d]! - along * users[from + d]!) / lengths[row]!;
        for (const at of read[row]!) embeddings.add(columns[at]!, slope, values[at]!);
      }
      for (let c = 0; c < candidates; c++)
        if (!isNameless[c]) embeddings.add(candidate[c]!, outcome.items.subarray(c * width, c * width + embedding), 1);
    },
  };
}

/** The places from `start` to `end` but `place`; of more than HISTORY a random choice of so many. */
function othersOf(start: number, end: number, place: number, random: Random): Int32Array {
  const all = new Int32Array(end - start - 1);
  for (let at = start, to = 0; at < end; at++) if (at !== place) all[to++] = at;
  if (all.length <= HISTORY) return all;
  for (let i = 0; i < HISTORY; i++) {
    const j = i + random.below(all.length - i);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.subarray(0, HISTORY);
}
