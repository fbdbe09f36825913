import { fail } from '../../errors/fail.ts';

/** One layer: y = W x + b. */
export interface DenseLayer {
  /** W, outputs x inputs, row by row. */
  weights: Float32Array;
  /** b; its length is the number of outputs. */
  bias: Float32Array;
}

/** A chain of dense layers with max(0, y) between them and nothing after the last, in float32. */
export interface Dense {
  readonly inputs: number;
  readonly outputs: number;
  /**
   * The answer to `count` inputs (default 1), row by row: count x outputs. Each sum begins with its bias and takes its terms
   * in the order of the inputs, product and sum rounded to float32 each.
   */
  run(x: Float32Array, count?: number): Float32Array;
}

/** Least value of a layer's outputs. */
export const floorOf = (layers: readonly DenseLayer[], layer: number): number =>
  layer < layers.length - 1 ? 0 : Number.NEGATIVE_INFINITY;

/** The widths of a chain. @throws BUNDLE_LAYOUT where there is no layer, or one does not take what the one before it gives */
export function checkLayers(layers: readonly DenseLayer[]): { inputs: number; outputs: number } {
  const inputs = layers[0] ? layers[0].weights.length / layers[0].bias.length : 0;
  let width = inputs;
  for (const { weights, bias } of layers) {
    if (!(width >= 1 && bias.length >= 1 && weights.length === width * bias.length)) width = 0;
    else width = bias.length;
  }
  if (!Number.isInteger(inputs) || width === 0) throw fail('BUNDLE_LAYOUT', 'dense layers that do not fit each other');
  return { inputs, outputs: width };
}
