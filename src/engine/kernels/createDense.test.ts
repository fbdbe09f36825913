import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDense } from './createDense.ts';
import type { DenseLayer } from './dense.ts';
import { createJsKernels } from './js.ts';
import type { Kernels } from './kernels.ts';
import { createWasmKernels } from './wasm.ts';

const js = createJsKernels();
const module = new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
const wasm = createWasmKernels(module)!;

const float = fc.float({ noNaN: true, min: -8, max: 8 });
const floats = (length: number) =>
  fc.array(float, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

/** A chain of one to three layers and inputs for it. */
const chain = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 4 }), fc.integer({ min: 1, max: 3 }))
  .chain(([widths, count]) =>
    fc.record({
      layers: fc.tuple(
        ...widths
          .slice(1)
          .map((outputs, layer) => fc.record({ weights: floats(widths[layer]! * outputs), bias: floats(outputs) })),
      ),
      x: floats(widths[0]! * count),
      count: fc.constant(count),
    }),
  );

describe('createDense', () => {
  it('multiplies, adds and cuts off between layers, not after the last', () => {
    const layers: DenseLayer[] = [
      { weights: Float32Array.of(1, 2, -1, -1, 0, 3), bias: Float32Array.of(0.5, 0, -9) },
      { weights: Float32Array.of(2, -1, 4), bias: Float32Array.of(-20) },
    ];
    for (const kernels of [js, wasm]) {
      const dense = createDense(kernels, layers);
      expect([dense.inputs, dense.outputs]).toEqual([2, 1]);
      // (3, 4): 11.5, -7 -> 0, 3. (-1, 1): 1.5, 0, -6 -> 0.
      expect([...dense.run(Float32Array.of(3, 4, -1, 1), 2)]).toEqual([23 - 20 + 12, 3 - 20]);
    }
  });

  it('gives in WASM the bits of the plain twin', () => {
    fc.assert(
      fc.property(chain, ({ layers, x, count }) => {
        const answer = createDense(wasm, layers).run(x, count);
        const expected = createDense(js, layers).run(x, count);
        expect(new Uint32Array(answer.buffer)).toEqual(new Uint32Array(expected.buffer));
      }),
    );
  });

  it('answers several inputs as one after the other, and the same again after the memory grew', () => {
    const layers = [{ weights: Float32Array.from({ length: 24 }, (_, i) => i / 7), bias: Float32Array.of(1, 2, 3) }];
    const dense = createDense(wasm, layers);
    const x = Float32Array.from({ length: 16 }, (_, i) => i - 5);
    const both = dense.run(x, 2);
    createDense(wasm, [{ weights: new Float32Array(600_000), bias: new Float32Array(1000) }]);
    expect([...dense.run(x.subarray(0, 8)), ...dense.run(x.subarray(8))]).toEqual([...both]);
  });

  it('is the plain twin where the memory cannot grow or the module miscounts', () => {
    const layers = [{ weights: Float32Array.of(2), bias: Float32Array.of(1) }];
    const { exports, arena } = wasm.linked!;
    const full: Kernels = {
      ...wasm,
      linked: {
        exports,
        arena: {
          ...arena,
          allocate: () => {
            throw new RangeError('full');
          },
        },
      },
    };
    const wrong: Kernels = { ...wasm, linked: { exports: { dense: () => {} }, arena } };
    for (const kernels of [full, wrong]) expect([...createDense(kernels, layers).run(Float32Array.of(3))]).toEqual([7]);
  });

  it.each([
    ['no layer', []],
    ['a width that is none', [{ weights: new Float32Array(5), bias: new Float32Array(2) }]],
    ['no output', [{ weights: new Float32Array(0), bias: new Float32Array(0) }]],
    [
      'layers that do not meet',
      [
        { weights: new Float32Array(6), bias: new Float32Array(3) },
        { weights: new Float32Array(8), bias: new Float32Array(2) },
      ],
    ],
  ])('refuses %s', (_, layers: DenseLayer[]) => {
    for (const kernels of [js, wasm])
      expect(() => createDense(kernels, layers)).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
  });
});
