import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRows, type SparseRow } from '../../engine/bundle/rows.ts';
import { createBitmap, setBit } from '../../engine/candidates/bitmap.ts';
import { createJsKernels } from '../../engine/kernels/js.ts';
import { packVectors, unpackVectors } from '../../engine/kernels/quantise.ts';
import { Random } from '../random.ts';
import { floatScanner, floatSummer } from './floatKernels.ts';

const kernels = createJsKernels();
const random = new Random(1, 'test');
const DIMENSIONS = 16;
const ITEMS = 40;

describe('floatScanner', () => {
  it('finds and scores as the kernel does, over the very numbers that int8 stands for', () => {
    const { packed, scales } = packVectors(
      Float32Array.from({ length: ITEMS * DIMENSIONS }, () => random.normal()),
      DIMENSIONS,
    );
    const scanner = kernels.createScanner({ packed, scales, items: ITEMS, dimensions: DIMENSIONS });
    const float = floatScanner(unpackVectors(packed, scales, DIMENSIONS), ITEMS, DIMENSIONS);
    const query = Float32Array.from({ length: DIMENSIONS }, () => random.normal());
    const allowed = createBitmap(ITEMS);
    for (let item = 0; item < ITEMS; item += 2) setBit(allowed, item);
    for (const options of [{}, { allowed }]) {
      const [found, other] = [float.search(query, 5, options), scanner.search(query, 5, options)];
      expect([...found.items]).toEqual([...other.items]);
      found.scores.forEach((score, i) => {
        expect(score).toBeCloseTo(other.scores[i]!, 4);
      });
    }
    expect(float.scoresOf(query, Int32Array.of(3, 99))[1]).toBe(0);
    expect(float.scoresOf(query, Int32Array.of(3))[0]).toBeCloseTo(scanner.scoresOf(query, Int32Array.of(3))[0]!, 4);
  });
});

describe('floatSummer', () => {
  it('sums as the kernel does, within the rounding of 8 bits, and starts anew each time', () => {
    const row = fc.uniqueArray(fc.nat(ITEMS - 1), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: ITEMS, maxLength: ITEMS }),
        fc.array(fc.nat(ITEMS - 1), { maxLength: 4 }),
        (all, asked) => {
          const rows = all.map(
            (targets): SparseRow => ({ targets, strengths: targets.map((target) => 1 + (target % 3)) }),
          );
          const { offsets, maxima, entries } = encodeRows(rows);
          const packed = kernels.createRows({
            offsets: offsets as Uint32Array,
            maxima: maxima as Float32Array,
            entries: entries as Uint8Array,
            items: ITEMS,
          });
          const float = floatSummer(rows, ITEMS);
          const weights = Float64Array.from(asked, (_, i) => 1 / (i + 1));
          float.accumulate(Int32Array.of(0, 1), Float64Array.of(1, 1));
          const [ours, theirs] = [
            float.accumulate(Int32Array.from(asked), weights),
            packed.accumulate(Int32Array.from(asked), weights),
          ];
          expect([...ours.items].sort()).toEqual([...theirs.items].sort());
          ours.sums.forEach((sum, item) => {
            expect(Math.abs(sum - theirs.sums[item]!)).toBeLessThan(0.1);
          });
        },
      ),
    );
  });
});
