import type { Section } from '../bundle/bundle.ts';
import type { RankerContent } from './content.ts';
import { encodeRanker } from './encodeRanker.ts';

/** What every ranker has, whatever its model. */
export const HEAD = {
  calibration: { slope: 1.5, intercept: -0.25 },
  retrievalCalibration: {
    slope: 0.5,
    intercept: -3,
    knots: { margins: Float64Array.of(-1, 0, 2.5), probabilities: Float64Array.of(0.01, 0.01, 0.5) },
  },
  share: 0.3,
  candidates: 300,
};
export const DENSE: RankerContent = {
  ...HEAD,
  features: ['recency', 'frequency', 'itemPrice'],
  model: {
    kind: 'dense',
    link: 'logistic',
    slope: 1,
    layers: [
      { weights: Float32Array.of(1, 2, 3, 4, 5, 6), bias: Float32Array.of(0.5, -0.5) },
      { weights: Float32Array.of(1, -1), bias: Float32Array.of(0.25) },
    ],
  },
};
export const ONNX: RankerContent = {
  ...HEAD,
  features: ['recency'],
  model: { kind: 'onnx', model: Uint8Array.of(1, 2, 3), link: 'identity', slope: 2 },
};

/** The first section of a ranker as its reader gets it. */
export const sectionOf = (content: RankerContent, leaves?: 'i16' | 'f32'): Section => {
  const [ranker] = encodeRanker(content, leaves);
  return { name: 'ranker', params: ranker!.params!, arrays: ranker!.arrays };
};
