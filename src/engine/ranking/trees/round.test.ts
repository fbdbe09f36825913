import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TreeEnsemble } from './ensemble.ts';
import { forests } from './forest.test-support.ts';
import { leafScaleOf, roundLeaves } from './round.ts';

const ofLeaves = (base: number, ...trees: number[][]): TreeEnsemble => ({
  inputs: 1,
  trees: trees.map((leaves) => ({
    feature: new Uint16Array(leaves.length - 1),
    threshold: new Float32Array(leaves.length - 1),
    left: Int32Array.from({ length: leaves.length - 1 }, (_, i) => ~i),
    right: Int32Array.from({ length: leaves.length - 1 }, (_, i) => (i === leaves.length - 2 ? ~(i + 1) : i + 1)),
    missingLeft: new Uint8Array(leaves.length - 1),
    set: new Int32Array(leaves.length - 1).fill(-1),
    sets: [],
    leaves: Float64Array.from(leaves),
    cover: new Float64Array(0),
  })),
  base,
  link: 'identity',
  slope: 1,
});

describe('roundLeaves', () => {
  it('makes whole multiples of a power of two that fit i16, and changes nothing the second time', () => {
    fc.assert(
      fc.property(forests(), (ensemble) => {
        const rounded = roundLeaves(ensemble);
        const scale = leafScaleOf(rounded)!;
        expect(Number.isInteger(Math.log2(scale))).toBe(true);
        for (const { leaves } of rounded.trees)
          for (const leaf of leaves) expect(Math.abs(leaf / scale)).toBeLessThanOrEqual(32767);
        expect(roundLeaves(rounded)).toEqual(rounded);
      }),
    );
  });

  it('moves a leaf by a small part of the spread', () => {
    const trees = Array.from({ length: 100 }, (_, t) => [0.3 / (t + 1), -0.2 / (t + 1), 0.1 / (t + 1)]);
    const ensemble = ofLeaves(0.123, ...trees);
    const rounded = roundLeaves(ensemble);
    // One tree of the hundred spreads by .2, all together by .26; a sum of rounded leaves is off by a 64th of it at most, typically.
    const scale = leafScaleOf(rounded)!;
    expect(scale * Math.sqrt(100 / 12)).toBeLessThan(0.27 / 64);
    expect(scale * Math.sqrt(100 / 12)).toBeGreaterThan(0.26 / 256);
    rounded.trees.forEach(({ leaves }, t) => {
      leaves.forEach((leaf, l) => {
        expect(Math.abs(leaf - trees[t]![l]!)).toBeLessThanOrEqual(scale / 2);
      });
    });
  });
});

describe('leafScaleOf', () => {
  it.each<[number | undefined, number, number[]]>([
    [0.5, 0, [1.5, -2]],
    [0.25, 1.25, [1.5, -2]],
    [1, 3, [1, 2]],
    [undefined, 0, [0.1, 1 / 3]],
    [undefined, 0.1, [1, 2]],
    [undefined, 0, [Number.NaN, 1]],
    [undefined, 1e308, [0]],
  ])('is %s for a base of %s and leaves %j', (scale, base, leaves) => {
    expect(leafScaleOf(ofLeaves(base, leaves))).toBe(scale);
  });
});
