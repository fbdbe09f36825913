import { setImmediate } from 'node:timers/promises';
import { fail } from '../../../errors/failAny.ts';
import type { RankingData } from '../../ranker/data.ts';
import { invertPositive } from '../linear/invert.ts';
import { type Scaling, scalingOf, standardise } from './scaling.ts';

export interface LogisticSettings {
  /** Half of it times the squared weights is added to the summed log loss; the bias goes free. Absent: 1, as scikit-learn's C = 1. */
  lambda?: number;
  /** Newton steps at most. Absent: 25. */
  steps?: number;
}

/** A line through standardised inputs, and the chance it stands for. */
export interface LogisticModel extends Scaling {
  /** By input, of the standardised value; 0 for categories and for what never changes. */
  weights: Float64Array;
  bias: number;
  /** Newton steps that were taken. */
  steps: number;
  /** Chances of 1, by row, of as many columns as it was fitted on. What is missing counts as the mean. */
  predict(columns: readonly Float32Array[]): Float64Array;
}

/** Rows whose inputs are standardised at once; between two blocks there is room for a pause. */
const BLOCK = 4096;
/** Largest step of a weight at which the fit is done. */
const CLOSE = 1e-8;

/**
 * Logistic regression with a ridge, on standardised inputs, by Newton's method (iteratively reweighted least squares), a step that does not
 * lower the loss halved. Float64, every sum in the order of the rows. Labels above 0 count as 1; categories are left out.
 *
 * @throws TOO_LITTLE_DATA without rows
 */
export async function fitLogistic(data: RankingData, settings: LogisticSettings = {}): Promise<LogisticModel> {
  const { lambda = 1, steps: mostSteps = 25 } = settings;
  const rows = data.labels.length;
  if (rows === 0) throw fail('TOO_LITTLE_DATA', 'logistic regression: no rows to learn from');
  const scaling = scalingOf(data);
  const inputs = data.columns.length;
  // The bias is the weight of one more input, which is always 1. A trace of ridge keeps it finite where all labels are alike.
  const width = inputs + 1;
  const ridges = new Float64Array(width).fill(lambda);
  ridges[inputs] = 1e-6;
  let line = new Float64Array(width);
  let loss = await lossOf(line);
  let steps = 0;
  while (steps < mostSteps) {
    const step = await newtonStep();
    steps++;
    let size = 1;
    let next = moved(step, size);
    let after = await lossOf(next);
    while (!(after <= loss) && size > 1e-6) {
      size /= 2;
      next = moved(step, size);
      after = await lossOf(next);
    }
    if (!(after <= loss)) break;
    line = next;
    loss = after;
    if (step.every((part) => Math.abs(size * part) < CLOSE)) break;
  }
  const weights = line.slice(0, inputs);
  const bias = line[inputs]!;
  return {
    ...scaling,
    weights,
    bias,
    steps,
    predict(columns) {
      const chances = new Float64Array(columns[0]?.length ?? 0);
      const block = new Float64Array(BLOCK * width);
      for (let first = 0; first < chances.length; first += BLOCK) {
        const count = Math.min(BLOCK, chances.length - first);
        standardise(columns, scaling, first, count, block);
        for (let row = 0; row < count; row++) chances[first + row] = chanceOf(marginOf(line, block, row));
      }
      return chances;
    },
  };

  function moved(step: Float64Array, size: number): Float64Array<ArrayBuffer> {
    return line.map((weight, at) => weight - size * step[at]!);
  }

  /** The inverse of the loss's bend times its slope. */
  async function newtonStep(): Promise<Float64Array> {
    const slope = line.map((weight, at) => ridges[at]! * weight);
    const bend = new Float64Array(width * width);
    ridges.forEach((ridge, at) => {
      bend[at * width + at] = ridge;
    });
    await eachBlock((block, first, count) => {
      for (let row = 0; row < count; row++) {
        const chance = chanceOf(marginOf(line, block, row));
        const weight = data.weights?.[first + row] ?? 1;
        const error = weight * (chance - labelOf(first + row));
        addRow(slope, bend, block, row * width, error, weight * chance * (1 - chance));
      }
    });
    await invertPositive(bend, width, () => {});
    return slope.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += bend[i * width + j]! * slope[j]!;
      return sum;
    });
  }

  function addRow(
    slope: Float64Array,
    bend: Float64Array,
    block: Float64Array,
    at: number,
    error: number,
    own: number,
  ): void {
    for (let i = 0; i < width; i++) {
      const value = block[at + i]!;
      slope[i]! += error * value;
      const scaled = own * value;
      if (scaled === 0) continue;
      const place = i * width;
      for (let j = 0; j <= i; j++) bend[place + j]! += scaled * block[at + j]!;
    }
  }

  async function lossOf(at: Float64Array): Promise<number> {
    let sum = 0;
    at.forEach((weight, input) => {
      sum += (ridges[input]! / 2) * weight * weight;
    });
    await eachBlock((block, first, count) => {
      for (let row = 0; row < count; row++) {
        const margin = marginOf(at, block, row);
        const against = Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin)));
        sum += (data.weights?.[first + row] ?? 1) * (against - labelOf(first + row) * margin);
      }
    });
    return sum;
  }

  async function eachBlock(visit: (block: Float64Array, first: number, count: number) => void): Promise<void> {
    const block = new Float64Array(BLOCK * width);
    for (let first = 0; first < rows; first += BLOCK) {
      const count = Math.min(BLOCK, rows - first);
      standardise(data.columns, scaling, first, count, block);
      visit(block, first, count);
      await setImmediate();
    }
  }

  function marginOf(at: Float64Array, block: Float64Array, row: number): number {
    let sum = 0;
    for (let input = 0; input < width; input++) sum += at[input]! * block[row * width + input]!;
    return sum;
  }

  function labelOf(row: number): number {
    return data.labels[row]! > 0 ? 1 : 0;
  }
}

const chanceOf = (margin: number) => 1 / (1 + Math.exp(-margin));
