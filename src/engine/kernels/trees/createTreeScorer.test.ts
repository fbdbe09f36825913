import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marginOf, type Tree, type TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import { columnsFor, type ForestShape, forests, rowOf } from '../../ranking/trees/forest.test-support.ts';
import { roundLeaves } from '../../ranking/trees/round.ts';
import { createTreeScorer } from './createTreeScorer.ts';
import { createJsTrees } from './js-trees.ts';
import { empty, module, withInstruction, withOnePage } from './module.test-support.ts';

const bits = (margins: Float64Array) => new BigUint64Array(margins.slice().buffer);

const asked = (shape: ForestShape) =>
  fc
    .tuple(forests(shape), fc.integer({ min: 1, max: 90 }), fc.nat(3))
    .chain(([forest, count, more]) =>
      fc.tuple(fc.constant(forest), columnsFor(forest.inputs, count + more), fc.constant(count), fc.constant(more)),
    );

/** A chain or a heap of `size` leaves over input 0, thresholds in turn over 0 .. `distinct`. */
function largeTree(size: number, distinct: number, isChain: boolean): Tree {
  const nodes = Array.from({ length: size - 1 }, (_, node) => node);
  const child = (at: number) => (at < size - 1 ? at : ~(at - size + 1));
  return {
    feature: new Uint16Array(size - 1),
    threshold: Float32Array.from(nodes, (node) => (node * 7919) % distinct),
    left: Int32Array.from(nodes, (node) => (isChain ? ~node : child(2 * node + 1))),
    right: Int32Array.from(nodes, (node) =>
      isChain ? (node + 1 < size - 1 ? node + 1 : ~(size - 1)) : child(2 * node + 2),
    ),
    missingLeft: Uint8Array.from(nodes, (node) => node % 2),
    set: new Int32Array(size - 1).fill(-1),
    sets: [],
    leaves: Float64Array.from({ length: size }, (_, leaf) => leaf / 7),
    cover: new Float64Array(0),
  };
}

const forestOf = (...trees: Tree[]): TreeEnsemble => ({ inputs: 1, trees, base: 0.1, link: 'identity', slope: 1 });

describe('createTreeScorer', () => {
  it.each<[string, ForestShape, (forest: TreeEnsemble) => TreeEnsemble]>([
    ['float leaves, larger trees', { leaves: 90 }, (forest) => forest],
    ['rounded leaves', { leaves: 32, trees: 20 }, roundLeaves],
    ['leaves of 16 bits, many trees', { leaves: 5, trees: 60, isRounded: true }, (forest) => forest],
    ['many thresholds', { leaves: 32, trees: 40, inputs: 2 }, roundLeaves],
  ])('gives in WASM and its twin the bits of the definition: %s', (_, shape, change) => {
    fc.assert(
      fc.property(asked(shape), ([drawn, columns, count, more]) => {
        const forest = change(drawn);
        const wasm = createTreeScorer(module, forest);
        const twin = createTreeScorer(undefined, forest);
        expect([wasm.kind, twin.kind, wasm.inputs]).toEqual(['wasm', 'js', forest.inputs]);
        const margins = wasm.run(columns, count, count + more);
        expect(bits(margins)).toEqual(bits(twin.run(columns, count, count + more)));
        const row = (d: number) => rowOf(columns, forest.inputs, count + more, d);
        expect(bits(margins)).toEqual(bits(Float64Array.from({ length: count }, (_, d) => marginOf(forest, row(d)))));
        // Again, shorter: nothing is left of the last question.
        expect(bits(wasm.run(columns, 1, count + more))).toEqual(bits(margins.slice(0, 1)));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a chain of 300 leaves', forestOf(largeTree(300, 500, true), largeTree(3, 5, true))],
    ['4,096 leaves and 3,000 thresholds', forestOf(largeTree(4096, 3000, false), largeTree(257, 300, false))],
    ['a chain of 4,096 leaves', forestOf(largeTree(4096, 4000, true))],
    ['no tree', forestOf()],
  ])('gives the bits of its twin: %s', (_, forest) => {
    const rows = 1500;
    const columns = Float32Array.from({ length: rows }, (_, d) => (d % 50 === 0 ? Number.NaN : (d * 613) % 4200));
    const scorer = createTreeScorer(module, forest);
    expect(scorer.kind).toBe('wasm');
    expect(bits(scorer.run(columns, rows, rows))).toEqual(bits(createJsTrees(forest).run(columns, rows, rows)));
  });

  it('keeps where one number of a column stands for all', () => {
    const forest = forestOf(largeTree(32, 40, false));
    for (const value of [Number.NaN, -0, 7, Number.POSITIVE_INFINITY]) {
      const columns = new Float32Array(100).fill(value);
      const margins = createTreeScorer(module, forest).run(columns, 100, 100);
      expect(bits(margins)).toEqual(bits(new Float64Array(100).fill(marginOf(forest, [value]))));
    }
  });

  // i8x16.lt_s in place of i8x16.gt_s.
  it.each([
    ['has nothing', empty],
    ['compares the wrong way', withInstruction(0x25, 0x27)],
    ['cannot have so much memory', withOnePage()],
    ['is not there', undefined],
  ])('is the twin where the module %s', (_, broken) => {
    const forest = forestOf(largeTree(4096, 3000, false));
    expect(createTreeScorer(broken, forest).kind).toBe('js');
  });

  it('is the twin where a forest asks more than there are columns', () => {
    const trees = Array.from({ length: 16_385 }, (_, f) => ({ ...largeTree(2, 2, true), feature: Uint16Array.of(f) }));
    expect(createTreeScorer(module, { ...forestOf(...trees), inputs: trees.length }).kind).toBe('js');
  });
});
