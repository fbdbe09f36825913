import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section } from '../../bundle/bundle.ts';
import { createWasmKernels } from '../../kernels/wasm.ts';
import { D, inputsOf, openEncoder, profileOf } from './shoppers.test-support.ts';

const WIDTH = 32;
const HIDDEN = 21;
const { rows, ...inputs } = inputsOf(WIDTH);
const numbers = (length: number, step: number) => Float32Array.from({ length }, (_, i) => ((i * step) % 29) / 14 - 1);
const layers = {
  w0: numbers(HIDDEN * WIDTH, 11),
  b0: numbers(HIDDEN, 5),
  w1: numbers(D * HIDDEN, 7),
  b1: numbers(D, 3),
};
const TOWER: Section = {
  name: 'factors',
  params: { encoder: 'tower', inputDimensions: WIDTH, dimensions: D, normalise: 1 },
  arrays: { ...inputs, ...layers },
};

/** The tower in float64, written from its definition. */
function towerOf(own: readonly (readonly [number, number])[]): number[] {
  const unit = (vector: number[]) => {
    const length = Math.hypot(...vector);
    return vector.map((x) => x / length);
  };
  const layer = (w: Float32Array, b: Float32Array, x: number[]) =>
    Array.from(b, (bias, o) => x.reduce((sum, value, i) => sum + w[o * x.length + i]! * value, bias));
  const input = Array.from({ length: WIDTH }, (_, d) =>
    own.reduce((sum, [item, weight]) => sum + weight * rows[item * WIDTH + d]!, 0),
  );
  const hidden = layer(layers.w0, layers.b0, unit(input)).map((y) => Math.max(0, y));
  return unit(layer(layers.w1, layers.b1, hidden));
}

const evidence = fc.uniqueArray(fc.tuple(fc.nat(4), fc.double({ min: 0.1, max: 5, noNaN: true })), {
  selector: ([item]) => item,
  minLength: 1,
  maxLength: 5,
});

describe('encoder tower', () => {
  it('is a sum of inputs at length 1, the layers, and length 1 again', () => {
    const encode = openEncoder(TOWER);
    fc.assert(
      fc.property(evidence, (own) => {
        const vector = encode(profileOf(own))!;
        const expected = towerOf(own);
        for (let d = 0; d < D; d++) expect(vector[d]).toBeCloseTo(expected[d]!, 4);
      }),
    );
  });

  it('counts lags where it has weights for them', () => {
    const encode = openEncoder({ ...TOWER, arrays: { ...TOWER.arrays, lagWeights: Float32Array.of(1, 0.5) } });
    const expected = towerOf([
      [2, 1],
      [0, 0.5],
    ]);
    const vector = encode(
      profileOf([
        [2, 8],
        [0, 3],
        [1, 2],
      ]),
    )!;
    for (let d = 0; d < D; d++) expect(vector[d]).toBeCloseTo(expected[d]!, 4);
  });

  it('gives the same bits in WASM', () => {
    const module = new WebAssembly.Module(readFileSync(new URL('../../kernels/kernels.wasm', import.meta.url)));
    const inWasm = openEncoder(TOWER, createWasmKernels(module)!);
    const inJs = openEncoder(TOWER);
    fc.assert(
      fc.property(evidence, (own) => {
        expect(inWasm(profileOf(own))).toEqual(inJs(profileOf(own)));
      }),
    );
  });

  it('has no vector where nothing of the history has an input, biases or not', () => {
    expect(openEncoder(TOWER)(profileOf([[5, 3]]))).toBeUndefined();
    expect(openEncoder(TOWER)(profileOf([]))).toBeUndefined();
  });

  it('is refused where layers are missing or do not fit', () => {
    const broken = (wrong: object) => () =>
      openEncoder({ ...TOWER, arrays: { ...TOWER.arrays, ...wrong } as Section['arrays'] });
    expect(broken({ w0: undefined })).toThrow('w0');
    expect(broken({ w1: numbers(D * HIDDEN - 1, 1) })).toThrow('w1');
    expect(broken({ b1: undefined })).toThrow('b1');
    expect(broken({ w1: undefined })).toThrow(`tower of ${HIDDEN} outputs`);
    expect(broken({ inputs: undefined })).toThrow('inputs');
  });
});
