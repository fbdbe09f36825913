import type { Kernels } from '../../kernels/kernels.ts';
import { createLayerScorer } from '../../kernels/trees/createLayerScorer.ts';
import { createTreeScorer } from '../../kernels/trees/createTreeScorer.ts';
import type { RankerModel } from '../content.ts';

/** Margins of rows, at once. */
export interface Scorer {
  /**
   * The margin of each of `count` rows, in a view that is valid until the next call.
   * @param columns input f of row r at f * stride + r, NaN where it is missing
   */
  run(columns: Float32Array, count: number, stride: number): Float64Array;
}

/** What a host has for models. */
export interface ScorerHost {
  kernels: Kernels;
  /** Absent: the plain-JS twin, of the same bits. */
  trees: WebAssembly.Module | undefined;
}

/**
 * A ranker's model, ready to score: trees by their kernel, dense layers by the one beside it, a missing value as 0. Undefined for an ONNX model, which answers in its own
 * time (onnx.ts).
 * @throws BUNDLE_LAYOUT where dense layers do not fit each other, or have not one output
 */
export function createScorer(model: RankerModel, { trees }: ScorerHost): Scorer | undefined {
  if (model.kind === 'trees') return createTreeScorer(trees, model.ensemble);
  if (model.kind === 'onnx') return undefined;
  return createLayerScorer(trees, model.layers);
}
