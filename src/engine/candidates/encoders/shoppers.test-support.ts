import type { Section } from '../../bundle/bundle.ts';
import { createJsKernels } from '../../kernels/js.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import { packVectors, unpackVectors } from '../../kernels/quantise.ts';
import { readProfile } from '../../profile/readProfile.ts';
import type { Profile } from '../../profile/types.ts';
import { SERVING } from '../../testing/bundle.test-support.ts';
import { createEncoder, type Encoder, type ReadVector } from '../encoder.ts';
import { models } from '../models.ts';

/** Width and number of the items that encoders are tested with. */
export const D = 16;
export const ITEMS = 6;

const value = (item: number, d: number) => (((item + 1) * (d + 3) * 7) % 13) - 6;
const packed = packVectors(
  Float32Array.from({ length: ITEMS * D }, (_, at) => value(Math.floor(at / D), at % D)),
  D,
);
// Item 5 is one that training never saw.
packed.scales[5] = 0;

/** The items' vectors as they ship, row by row. */
export const vectors = unpackVectors(packed.packed, packed.scales, D);

export const readVector: ReadVector = (item, into, at) => into.set(vectors.subarray(item * D, (item + 1) * D), at);

export const openEncoder = (section: Section, kernels: Kernels = createJsKernels()): Encoder =>
  createEncoder(section, ITEMS, kernels, readVector, models.createEncoder);

export const NOBODY: Profile = readProfile([], SERVING);

/** A shopper who took these items, newest first, one a step, and whom these speak against. */
export function profileOf(
  own: readonly (readonly [item: number, weight: number])[],
  against: readonly (readonly [item: number, weight: number])[] = [],
): Profile {
  return {
    ...NOBODY,
    interactions: own.length,
    items: Int32Array.from(own, ([item]) => item),
    weights: Float64Array.from(own, ([, weight]) => weight),
    lags: Int32Array.from(own, (_, lag) => lag),
    ratings: new Float64Array(own.length).fill(Number.NaN),
    negatives: Int32Array.from(against, ([item]) => item),
    negativeWeights: Float64Array.from(against, ([, weight]) => weight),
  };
}

/** Packed input vectors of `width`, as arrays of a section; the last item has none. */
export function inputsOf(width: number): { inputs: Int8Array; inputScales: Float32Array; rows: Float32Array } {
  const rows = Float32Array.from({ length: ITEMS * width }, (_, at) =>
    at >= (ITEMS - 1) * width ? 0 : ((at * 31) % 17) - 8,
  );
  const { packed: inputs, scales: inputScales } = packVectors(rows, width);
  return { inputs, inputScales, rows: unpackVectors(inputs, inputScales, width) };
}
