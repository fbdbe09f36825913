import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goesLeft, marginOf, type Tree, type TreeEnsemble } from '../trees/ensemble.ts';
import { forests, rows } from './forest.test-support.ts';
import { createTreeShap } from './shap.ts';

const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

/** Margin of a row of which only some inputs are known, straight from the definition. */
function marginKnowing({ trees, base }: TreeEnsemble, row: readonly number[], known: number): number {
  const coverOf = (tree: Tree, node: number): number => {
    if (node < 0) return tree.cover.length > 0 ? tree.cover[~node]! : 1;
    return coverOf(tree, tree.left[node]!) + coverOf(tree, tree.right[node]!);
  };
  const value = (tree: Tree, node: number): number => {
    if (node < 0) return tree.leaves[~node]!;
    const [left, right] = [tree.left[node]!, tree.right[node]!];
    const feature = tree.feature[node]!;
    if ((known >> feature) & 1) return value(tree, goesLeft(tree, node, row[feature]!) ? left : right);
    const all = coverOf(tree, node);
    const share = all > 0 ? coverOf(tree, left) / all : 0.5;
    return share * value(tree, left) + (1 - share) * value(tree, right);
  };
  return trees.reduce((sum, tree) => sum + value(tree, tree.left.length > 0 ? 0 : ~0), base);
}

/** Shapley values over all subsets (Shapley 1953). */
function shapley(inputs: number, value: (known: number) => number): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: inputs }, (_, input) => {
    let sum = 0;
    for (let known = 0; known < 1 << inputs; known++) {
      if ((known >> input) & 1) continue;
      const size = total(Array.from({ length: inputs }, (_, other) => (known >> other) & 1));
      const weight = (factorial(size) * factorial(inputs - size - 1)) / factorial(inputs);
      sum += weight * (value(known | (1 << input)) - value(known));
    }
    return sum;
  });
}

type Written = Record<Exclude<keyof Tree, 'sets'>, number[]> & { sets: number[][] };

/** A tree as bench/peers/shap.py writes it. */
const treeOf = (tree: Written): Tree => ({
  feature: Uint16Array.from(tree.feature),
  threshold: Float32Array.from(tree.threshold),
  left: Int32Array.from(tree.left),
  right: Int32Array.from(tree.right),
  missingLeft: Uint8Array.from(tree.missingLeft),
  set: Int32Array.from(tree.set),
  sets: tree.sets.map((categories) => Uint32Array.of(categories.reduce((bits, category) => bits | (1 << category), 0))),
  leaves: Float64Array.from(tree.leaves),
  cover: Float64Array.from(tree.cover),
});

describe('TreeSHAP', () => {
  it.each([1, 3, 8])('is the Shapley value over all subsets of %i inputs', (inputs) => {
    fc.assert(
      fc.property(forests(inputs), rows(inputs), fc.boolean(), (forest, row, isCovered) => {
        const ensemble = isCovered
          ? forest
          : { ...forest, trees: forest.trees.map((tree) => ({ ...tree, cover: new Float64Array(0) })) };
        const values = new Map<number, number>();
        const value = (known: number) => {
          if (!values.has(known)) values.set(known, marginKnowing(ensemble, row, known));
          return values.get(known)!;
        };
        const found = createTreeShap(ensemble)(row);
        expect(Math.abs(found.base - value(0))).toBeLessThan(1e-10);
        shapley(inputs, value).forEach((expected, input) => {
          expect(Math.abs(found.inputs[input]! - expected)).toBeLessThan(1e-10);
        });
      }),
      { numRuns: 80 },
    );
  });

  it("is what LightGBM's own says of its forest, with missing values, sets and categories that nobody saw", () => {
    const { trees, rows, margins, contributions, base } = JSON.parse(
      readFileSync(new URL('fixtures/lightgbm.json', import.meta.url), 'utf8'),
    );
    const forest: TreeEnsemble = { inputs: 5, trees: trees.map(treeOf), base: 0, link: 'logistic', slope: 1 };
    const explain = createTreeShap(forest);
    rows.forEach((one: (number | null)[], r: number) => {
      const row = one.map((value) => value ?? Number.NaN);
      const found = explain(row);
      expect(Math.abs(marginOf(forest, row) - margins[r])).toBeLessThan(1e-12);
      expect(Math.abs(found.base - base)).toBeLessThan(1e-9);
      contributions[r].forEach((expected: number, input: number) => {
        expect(Math.abs(found.inputs[input]! - expected)).toBeLessThan(1e-9);
      });
    });
  });

  it('sums to the margin, however deep the trees', () => {
    fc.assert(
      fc.property(forests(40, { depth: 14, trees: 2 }), rows(40), (forest, row) => {
        const { base, inputs } = createTreeShap(forest)(row);
        expect(Math.abs(base + total(inputs) - marginOf(forest, row))).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its digits on a chain of 512 inputs', () => {
    const depth = 512;
    const chain: Tree = {
      feature: Uint16Array.from({ length: depth }, (_, node) => node),
      threshold: new Float32Array(depth),
      left: Int32Array.from({ length: depth }, (_, node) => ~node),
      right: Int32Array.from({ length: depth }, (_, node) => (node + 1 < depth ? node + 1 : ~depth)),
      missingLeft: new Uint8Array(depth),
      set: new Int32Array(depth).fill(-1),
      sets: [],
      leaves: Float64Array.from({ length: depth + 1 }, (_, leaf) => (leaf % 7) - 3),
      cover: Float64Array.from({ length: depth + 1 }, (_, leaf) => 1 + (leaf % 5)),
    };
    const forest: TreeEnsemble = { inputs: depth, trees: [chain], base: 1, link: 'identity', slope: 1 };
    const row = Array.from({ length: depth }, (_, input) => (input === 300 ? -1 : 1));
    const { base, inputs } = createTreeShap(forest)(row);
    expect(Math.abs(base + total(inputs) - marginOf(forest, row))).toBeLessThan(1e-9);
    // Inputs that a row which leaves at 300 is not asked for still matter to what it would be with others unknown, but little.
    expect(Math.abs(inputs[300]!)).toBeGreaterThan(Math.max(...inputs.subarray(301).map(Math.abs)));
  });

  it('gives an input that no tree asks exactly nothing, and a forest of leaves its base alone', () => {
    fc.assert(
      fc.property(forests(3), rows(5), (forest, row) => {
        const { inputs } = createTreeShap({ ...forest, inputs: 5 })(row);
        expect([inputs[3], inputs[4]]).toEqual([0, 0]);
      }),
    );
    const leaf: Tree = {
      feature: new Uint16Array(0),
      threshold: new Float32Array(0),
      left: new Int32Array(0),
      right: new Int32Array(0),
      missingLeft: new Uint8Array(0),
      set: new Int32Array(0),
      sets: [],
      leaves: Float64Array.of(0.25),
      cover: Float64Array.of(3),
    };
    const found = createTreeShap({ inputs: 2, trees: [leaf, leaf], base: 1, link: 'identity', slope: 1 })([0, 0]);
    expect([found.base, ...found.inputs]).toEqual([1.5, 0, 0]);
  });

  it('answers one row after the other as it answers each alone', () => {
    fc.assert(
      fc.property(forests(4), fc.array(rows(4), { maxLength: 5 }), (forest, several) => {
        const explain = createTreeShap(forest);
        for (const row of several) expect(explain(row)).toEqual(createTreeShap(forest)(row));
      }),
    );
  });
});
