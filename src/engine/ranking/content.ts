import type { DenseLayer } from '../kernels/dense.ts';
import type { Calibration } from './calibrate.ts';
import type { TreeEnsemble } from './trees/ensemble.ts';

/** The model of a ranker: what gives a row of inputs its margin. */
export type RankerModel =
  | { kind: 'trees'; ensemble: TreeEnsemble }
  /** Dense layers of one output, see kernels/dense.ts; NaN counts as 0. */
  | { kind: 'dense'; layers: readonly DenseLayer[]; link: 'logistic' | 'identity'; slope: number }
  /** Anything else, run by onnxruntime-web: input `rows` float32 [count, inputs], output `scores` float32 [count] or [count, 1]. */
  | { kind: 'onnx'; model: Uint8Array; link: 'logistic' | 'identity'; slope: number };

/** A ranker as the trainer has it, to be packed into the section `ranker`. */
export interface RankerContent {
  model: RankerModel;
  /** Names of the inputs in their order, of RANKING_FEATURES; those that the engine does not know are missing values. */
  features: readonly string[];
  /** Margin of the model -> probability that the shopper takes the item. */
  calibration: Calibration;
  /** Score of the retrieval's blend -> probability. */
  retrievalCalibration: Calibration;
  /** Share of the retrieval's probability in the score, 0 to 1: (1 - share) * ranker + share * factors. */
  share: number;
  /** True: shelves of shoppers of whom nothing is known are ranked too, by what items, moment and page say. Absent: they are in the order of popularity. */
  newcomers?: boolean;
  /** Candidates that are ranked, the best of the retrieval's blend; the rest follow in its order. 1 to 1000. */
  candidates: number;
}
