import { fail } from '../../errors/fail.ts';
import type { PackedVectors } from './kernels.ts';

/** Refuses vectors that a scan would read past or misread. */
export function checkVectors({ packed, scales, items, dimensions }: PackedVectors): void {
  if (dimensions <= 0 || dimensions % 16 !== 0) throw fail('BUNDLE_LAYOUT', `vectors of ${dimensions} dimensions`);
  if (packed.length < items * dimensions || scales.length < items) throw fail('BUNDLE_LAYOUT', `${items} vectors`);
}

/** Refuses a width that the solver's tiles would overrun. */
export function checkDimensions(dimensions: number): void {
  if (dimensions <= 0 || dimensions % 4 !== 0) throw fail('BUNDLE_LAYOUT', `a system of ${dimensions} dimensions`);
}
