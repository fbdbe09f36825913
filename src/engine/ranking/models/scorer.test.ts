import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsKernels } from '../../kernels/js.ts';
import { createWasmKernels } from '../../kernels/wasm.ts';
import type { RankerModel } from '../content.ts';
import { forests, rows } from '../explain/forest.test-support.ts';
import { marginOf } from '../trees/ensemble.ts';
import { createScorer } from './scorer.ts';

const js = createJsKernels();
const wasm = createWasmKernels(
  new WebAssembly.Module(readFileSync(new URL('../../kernels/kernels.wasm', import.meta.url))),
)!;

const columnsOf = (table: readonly number[][], inputs: number, stride: number) => {
  const columns = new Float32Array(inputs * stride).fill(77);
  table.forEach((row, r) => {
    for (let f = 0; f < inputs; f++) columns[f * stride + r] = row[f]!;
  });
  return columns;
};

describe('a scorer', () => {
  it('of trees gives the margin of every row', () => {
    fc.assert(
      fc.property(forests(4), fc.array(rows(4), { maxLength: 20 }), fc.nat(5), (ensemble, table, spare) => {
        const scorer = createScorer({ kind: 'trees', ensemble }, { kernels: js, trees: undefined })!;
        const stride = table.length + spare;
        const margins = scorer.run(columnsOf(table, 4, stride), table.length, stride);
        expect([...margins]).toEqual(table.map((row) => marginOf(ensemble, row)));
      }),
    );
  });

  const layers = [
    { weights: Float32Array.of(1, 2, -1, 1), bias: Float32Array.of(0, -1) },
    { weights: Float32Array.of(1, 10), bias: Float32Array.of(0.5) },
  ];
  const dense: RankerModel = { kind: 'dense', layers, link: 'logistic', slope: 1 };

  it.each([
    ['js', js],
    ['wasm', wasm],
  ])('of dense layers gives their one output, a missing value taken as 0, with %s kernels', (_, kernels) => {
    const scorer = createScorer(dense, { kernels, trees: undefined })!;
    const table = [
      [1, 1],
      [-3, Number.NaN],
      [Number.NaN, 4],
    ];
    // max(0, x + 2y) + 10 max(0, y - x - 1) + .5
    expect([...scorer.run(columnsOf(table, 2, 3), 3, 3)]).toEqual([3.5, 20.5, 38.5]);
  });

  it('refuses dense layers of another width than one, and leaves ONNX to onnx.ts', () => {
    const host = { kernels: js, trees: undefined };
    const wide: RankerModel = { ...dense, layers: layers.slice(0, 1) };
    expect(() => createScorer(wide, host)).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
    expect(createScorer({ kind: 'onnx', model: new Uint8Array(0), link: 'identity', slope: 1 }, host)).toBeUndefined();
  });
});
