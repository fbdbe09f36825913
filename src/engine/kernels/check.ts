import { fail } from '../../errors/fail.ts';
import type { PackedRows, PackedVectors } from './kernels.ts';

/** Up to here a dot product of int8 vectors is a whole number that float32 holds exactly. */
const MAX_DIMENSIONS = 1024;

/** Refuses vectors that a scan would read past or misread. */
export function checkVectors({ packed, scales, items, dimensions }: PackedVectors): void {
  if (!(dimensions > 0 && dimensions <= MAX_DIMENSIONS && dimensions % 16 === 0))
    throw fail('BUNDLE_LAYOUT', `vectors of ${dimensions} dimensions`);
  if (packed.length < items * dimensions || scales.length < items) throw fail('BUNDLE_LAYOUT', `${items} vectors`);
}

/** The position of each item. Refuses an order that is not a permutation of 0 to items - 1. */
export function positionsOf(order: Uint32Array, items: number): Int32Array {
  const positions = new Int32Array(items).fill(-1);
  for (let at = 0; at < items; at++) {
    const item = order[at];
    if (item === undefined || positions[item] !== -1) throw fail('BUNDLE_LAYOUT', `the order of ${items} vectors`);
    positions[item] = at;
  }
  return positions;
}

/** Refuses a width that the solver's tiles would overrun. */
export function checkDimensions(dimensions: number): void {
  if (dimensions <= 0 || dimensions % 4 !== 0) throw fail('BUNDLE_LAYOUT', `a system of ${dimensions} dimensions`);
}

/** Refuses rows that end before they start or beyond the entries. */
export function checkRows({ offsets, maxima, entries, items }: PackedRows): void {
  let sound = offsets.length > items && maxima.length >= items && offsets[items]! <= entries.length;
  for (let item = 0; item < items; item++) sound &&= offsets[item]! <= offsets[item + 1]!;
  if (!sound) throw fail('BUNDLE_LAYOUT', `the rows of ${items} items`);
}
