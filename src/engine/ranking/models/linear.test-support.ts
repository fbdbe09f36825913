import type { RankerContent } from '../content.ts';

const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** Written by onnx.helper: scores = rows x (1, -2) + .5. */
export const LINEAR = bytes(
  'CAgSADp3ChoKBHJvd3MKAXcKAWISBnNjb3JlcyIER2VtbRIBZyoTCAIIARABIggAAIA/AAAAwEIBdyoNCAEQASIEAAAAP0IBYloXCgRyb3dzEg8KDQgBEgkKAxIBbgoCCAJiGQoGc2NvcmVzEg8KDQgBEgkKAxIBbgoCCAFCBAoAEA0=',
);

/** A ranker of that model: dear items first. */
export const LINEAR_RANKER: RankerContent = {
  model: { kind: 'onnx', model: LINEAR, link: 'identity', slope: 1 },
  features: ['itemPrice', 'ownMoments'],
  calibration: { slope: 1, intercept: 0 },
  retrievalCalibration: { slope: 1, intercept: 0 },
  share: 0,
  candidates: 100,
};
