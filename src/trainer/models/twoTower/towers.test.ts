import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { loadTensorflow } from './tensorflow.ts';
import { arraysOf, createLayers, type Layer, runTower, tensorsOf } from './towers.ts';

const [ROWS, INPUTS] = [3, 4];

/** The same by hand, in float64. */
function byHand(rows: ArrayLike<number>, layers: readonly Layer[]): number[] {
  const all: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    let values = Array.from({ length: INPUTS }, (_, d) => rows[row * INPUTS + d]!);
    for (const [place, { outputs, weights, bias }] of layers.entries()) {
      if (place > 0) values = values.map((value) => Math.max(0, value));
      const before = values;
      values = Array.from(bias, (own, out) =>
        before.reduce((sum, value, at) => sum + value * weights[at * outputs + out]!, own),
      );
    }
    const length = Math.hypot(...values);
    all.push(...values.map((value) => value / length));
  }
  return all;
}

describe('a tower', async () => {
  const tf = await loadTensorflow();
  const random = new Random(4, 'test');
  const layers = createLayers(INPUTS, [6, 5], random);
  for (const { bias } of layers) for (let d = 0; d < bias.length; d++) bias[d] = 0.3 * random.normal();
  const rows = Float32Array.from({ length: ROWS * INPUTS }, () => random.normal());
  const towards = Float32Array.from({ length: ROWS * 5 }, () => random.normal());
  const meaning = () => byHand(rows, layers).reduce((sum, value, at) => sum + value * towards[at]!, 0);

  it('is dense layers with max(0, x) between them, and rows of length 1', () => {
    const output = tf.tidy(() =>
      Array.from(runTower(tf, tf.tensor2d(rows, [ROWS, INPUTS]), tensorsOf(tf, layers)).output.dataSync()),
    );
    const expected = byHand(rows, layers);
    for (const [at, value] of output.entries()) expect(value).toBeCloseTo(expected[at]!, 5);
  });

  it('gives the gradient that small differences give, by its rows and by every parameter', () => {
    const slopes = tf.tidy(() => {
      const { back } = runTower(tf, tf.tensor2d(rows, [ROWS, INPUTS]), tensorsOf(tf, layers));
      const { rows: byRows, parameters } = back(tf.tensor2d(towards, [ROWS, 5]) as Tensor2D);
      return [byRows, ...parameters].map((tensor) => Array.from(tensor.dataSync()));
    });
    for (const [which, array] of [rows, ...arraysOf(layers)].entries())
      for (let at = 0; at < array.length; at++) {
        const kept = array[at]!;
        array[at] = kept + 1e-3;
        const [above, reached] = [meaning(), array[at]!];
        array[at] = kept - 1e-3;
        const slope = (above - meaning()) / (reached - array[at]!);
        array[at] = kept;
        expect(Math.abs(slopes[which]![at]! - slope)).toBeLessThan(2e-3 + 0.01 * Math.abs(slope));
      }
  });

  it('leaves the process as it was: nobody else hears of errors that nobody catches', () => {
    for (const event of ['uncaughtException', 'unhandledRejection'])
      for (const listener of process.rawListeners(event)) expect(String(listener)).not.toContain('ExitStatus');
    expect(tf.getBackend()).toBe('wasm');
  });
});
