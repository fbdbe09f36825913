import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section, TypedArray } from '../../bundle/bundle.ts';
import type { SectionName } from '../../bundle/manifest.ts';
import { leafOf, marginOf, type TreeEnsemble } from './ensemble.ts';
import { columnsFor, forests, rowOf } from './forest.test-support.ts';
import { type PackedTrees, packTrees } from './pack.ts';
import { roundLeaves } from './round.ts';
import { unpackTrees } from './unpack.ts';

const section = (name: SectionName, params: Section['params'], arrays: Section['arrays']): Section => ({
  name,
  params,
  arrays,
});
const unpack = ({ params, arrays, cover }: PackedTrees) =>
  unpackTrees(section('ranker', params, arrays), 'leafCover' in cover ? section('rankerCover', {}, cover) : undefined);

const asked = forests().chain((ensemble) =>
  fc.record({ ensemble: fc.constant(ensemble), columns: columnsFor(ensemble.inputs, 8) }),
);

describe('packTrees and unpackTrees', () => {
  it('keep what a forest of float32 leaves says of any row, and the cover of the leaf it comes to', () => {
    fc.assert(
      fc.property(asked, ({ ensemble, columns }) => {
        const again = unpack(packTrees(ensemble, { leaves: 'f32' }));
        const { inputs, base, link, slope } = ensemble;
        expect(again).toMatchObject({ inputs, base, link, slope });
        for (let d = 0; d < 8; d++) {
          const row = rowOf(columns, inputs, 8, d);
          expect(Object.is(marginOf(again, row), marginOf(ensemble, row))).toBe(true);
          again.trees.forEach((tree, t) => {
            if (tree.cover.length > 0)
              expect(tree.cover[leafOf(tree, row)]).toBe(ensemble.trees[t]!.cover[leafOf(ensemble.trees[t]!, row)]);
          });
        }
      }),
    );
  });

  it('keep rounded leaves to the last bit in i16', () => {
    fc.assert(
      fc.property(asked, ({ ensemble, columns }) => {
        const rounded = roundLeaves(ensemble);
        const packed = packTrees(rounded, { leaves: 'i16' });
        expect(packed.arrays.leaves).toBeInstanceOf(Int16Array);
        const again = unpack(packed);
        for (let d = 0; d < 8; d++) {
          const row = rowOf(columns, ensemble.inputs, 8, d);
          expect(marginOf(again, row)).toBe(marginOf(rounded, row));
        }
      }),
    );
  });

  it('pack what was unpacked as it was', () => {
    fc.assert(
      fc.property(forests(), (ensemble) => {
        const packed = packTrees(ensemble, { leaves: 'f32' });
        const again = unpack(packed);
        expect(packTrees(again, { leaves: 'f32' })).toEqual(packed);
        expect(unpack(packTrees(again, { leaves: 'f32' }))).toEqual(again);
      }),
    );
  });

  it('make a forest that can be asked of any bytes, or BUNDLE_LAYOUT', () => {
    const change = fc.record({ array: fc.nat(), at: fc.nat(), value: fc.integer(), isCut: fc.boolean() });
    let kept = 0;
    fc.assert(
      fc.property(forests({ trees: 4 }), fc.array(change, { minLength: 1, maxLength: 3 }), (ensemble, changes) => {
        const { params, arrays, cover } = packTrees(ensemble, { leaves: 'f32' });
        const all = Object.entries({ ...arrays, ...cover });
        for (const { array, at, value, isCut } of changes) {
          const entry = all[array % all.length]!;
          entry[1] = isCut ? entry[1].slice(0, at % (entry[1].length + 1)) : entry[1].slice();
          if (entry[1].length > 0) entry[1][at % entry[1].length] = value;
        }
        const changed = Object.fromEntries<TypedArray>(all);
        let again: TreeEnsemble;
        try {
          again = unpackTrees(section('ranker', params, changed), section('rankerCover', {}, changed));
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'BUNDLE_LAYOUT' });
          return;
        }
        kept++;
        for (const value of [0, 1, Number.NaN, 40])
          expect(marginOf(again, new Array<number>(again.inputs).fill(value))).not.toBeNaN();
        expect(() => packTrees(again, { leaves: 'f32' })).not.toThrow();
      }),
      { numRuns: 500 },
    );
    expect(kept).toBeGreaterThan(20);
  });

  const leaf: TreeEnsemble = {
    inputs: 1,
    trees: [
      {
        feature: Uint16Array.of(0),
        threshold: Float32Array.of(1),
        left: Int32Array.of(~0),
        right: Int32Array.of(~1),
        missingLeft: Uint8Array.of(0),
        set: Int32Array.of(-1),
        sets: [],
        leaves: Float64Array.of(1, 2),
        cover: new Float64Array(0),
      },
    ],
    base: 0,
    link: 'identity',
    slope: 1,
  };
  const withTree = (more: object): TreeEnsemble => ({ ...leaf, trees: [{ ...leaf.trees[0]!, ...more }] });

  it.each<[string, TreeEnsemble]>([
    ['a threshold that is no number', withTree({ threshold: Float32Array.of(Number.NaN) })],
    ['a leaf beyond float32', withTree({ leaves: Float64Array.of(1, 1e39) })],
    ['a slope of 0', { ...leaf, slope: 0 }],
    ['an endless base', { ...leaf, base: Number.POSITIVE_INFINITY }],
    ['no input', { ...leaf, inputs: 0, trees: [] }],
    ['a tree of 5,000 leaves', withTree({ leaves: new Float64Array(5000) })],
  ])('refuse %s', (_, ensemble) => {
    expect(() => packTrees(ensemble, { leaves: 'f32' })).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
  });

  it('refuse leaves for i16 that are not rounded', () => {
    const thirds = withTree({ leaves: Float64Array.of(1 / 3, 2) });
    expect(() => packTrees(thirds, { leaves: 'i16' })).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
    expect(() => packTrees(roundLeaves(thirds), { leaves: 'i16' })).not.toThrow();
  });

  it.each([
    ['treeInputs', 2],
    ['treeInputs', 'one'],
    ['treeBase', Number.NaN],
    ['treeLink', 'probit'],
    ['treeSlope', -1],
    ['leafScale', Number.POSITIVE_INFINITY],
  ])('refuse to unpack %s = %s', (name, value) => {
    const { params, arrays } = packTrees(leaf, { leaves: 'f32' });
    expect(() => unpackTrees(section('ranker', { ...params, [name]: value }, arrays))).toThrow(
      expect.objectContaining({ code: 'BUNDLE_LAYOUT' }),
    );
  });
});
