import { setImmediate } from 'node:timers/promises';
import type { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { shuffle } from '../warp/order.ts';
import { createRowAdam } from './adam.ts';
import { createBatches } from './batches.ts';
import { createStep } from './step.ts';
import type { Tensorflow } from './tensorflow.ts';
import { createLayers, type Layer } from './towers.ts';

export interface TwoTowerOptions {
  tf: Tensorflow;
  /** Each shopper's items, ascending, with their weights in the profile. */
  histories: Rows;
  /** items x `content`: what the catalogue says of each. */
  contents: Float32Array;
  content: number;
  /** Learned dimensions of an item's input. */
  embedding: number;
  layers: readonly number[];
  epochs: number;
  batch: number;
  negatives: number;
  temperature: number;
  rate: number;
  items: number;
  random: Random;
  progress(done: number, total: number): void;
  /** Told of each step's loss and the tensors alive after it. */
  watch?(loss: number, tensors: number): void;
}

export interface TwoTowers {
  /** Items x (embedding + content): what a history is the sum of, and what the item tower reads. */
  inputs: Float32Array;
  user: Layer[];
  item: Layer[];
}

/**
 * Trains both towers; an item's input, its own embedding beside its content, is the same for both. Everything indexed lies in typed arrays
 * outside tfjs, whose wasm backend has no gradient for looking rows up: it gets dense inputs, and gives the gradient by them.
 */
export async function trainTwoTowers(options: TwoTowerOptions): Promise<TwoTowers> {
  const { tf, histories, contents, content, embedding, layers, epochs, items, random, progress } = options;
  const width = embedding + content;
  const inputs = new Float32Array(items * width);
  const learned = new Float32Array(items * embedding);
  const isTaken = new Uint8Array(items);
  for (const item of histories.columns) isTaken[item] = 1;
  // An item that nobody has taken is what is written of it.
  for (let at = 0; at < learned.length; at++)
    learned[at] = isTaken[Math.floor(at / embedding)] ? random.normal() / Math.sqrt(embedding) : 0;
  const write = (item: number) => {
    inputs.set(learned.subarray(item * embedding, (item + 1) * embedding), item * width);
    inputs.set(contents.subarray(item * content, (item + 1) * content), item * width + embedding);
  };
  for (let item = 0; item < items; item++) write(item);
  const user = createLayers(width, layers, random);
  const item = createLayers(width, layers, random);
  const examples = usableRows(histories);
  const towers = { inputs, user, item };
  if (examples.length === 0) return towers;

  const count = Math.min(options.batch, examples.length);
  const batches = createBatches({ ...options, inputs, width, count });
  const step = createStep({ ...options, user, item, count, candidates: count + options.negatives });
  const rows = createRowAdam(learned, embedding, options.rate);
  const perEpoch = Math.floor(examples.length / count);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(examples, random);
    for (let at = 0; at < perEpoch; at++) {
      if (at % 8 === 0) {
        progress(epoch * perEpoch + at, epochs * perEpoch);
        await setImmediate();
      }
      const outcome = step(batches.make(examples.subarray(at * count, (at + 1) * count)));
      batches.scatter(outcome, rows);
      rows.step(write);
      options.watch?.(outcome.loss, tf.memory().numTensors);
    }
  }
  progress(1, 1);
  return towers;
}

/** Places in `columns` of shoppers with two items or more: of one nothing foresees the other. */
function usableRows({ offsets, columns }: Rows): Int32Array {
  const places = new Int32Array(columns.length);
  let found = 0;
  for (let row = 0; row < offsets.length - 1; row++)
    if (offsets[row + 1]! - offsets[row]! > 1)
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) places[found++] = at;
  return places.slice(0, found);
}
