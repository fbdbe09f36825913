import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDense } from '../createDense.ts';
import type { DenseLayer } from '../dense.ts';
import { createJsKernels } from '../js.ts';
import { createLayerScorer } from './createLayerScorer.ts';
import { empty, module, withInstruction, withOnePage } from './module.test-support.ts';

const float = fc.float({ noNaN: true, min: -8, max: 8 });
const floats = (length: number, of = float) =>
  fc.array(of, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

/** A chain of one to three layers of one output, and columns of rows for it. */
const asked = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 1, max: 90 }),
    fc.nat(3),
  )
  .chain(([widths, count, more]) =>
    fc.record({
      layers: fc.tuple(
        ...[...widths.slice(1), 1].map((outputs, layer) =>
          fc.record({ weights: floats(widths[layer]! * outputs), bias: floats(outputs) }),
        ),
      ),
      columns: floats(widths[0]! * (count + more), fc.oneof({ weight: 9, arbitrary: float }, fc.constant(Number.NaN))),
      count: fc.constant(count),
      stride: fc.constant(count + more),
    }),
  );

const bits = (margins: Float64Array) => new BigUint64Array(margins.slice().buffer);

describe('createLayerScorer', () => {
  it('gives in WASM and its twin what createDense gives each row, a missing value as 0', () => {
    fc.assert(
      fc.property(asked, ({ layers, columns, count, stride }) => {
        const scorer = createLayerScorer(module, layers);
        const twin = createLayerScorer(undefined, layers);
        expect([scorer.kind, twin.kind]).toEqual(['wasm', 'js']);
        const margins = scorer.run(columns, count, stride).slice();
        expect(bits(margins)).toEqual(bits(twin.run(columns, count, stride)));
        const dense = createDense(createJsKernels(), layers);
        for (let row = 0; row < count; row++) {
          const x = Float32Array.from({ length: scorer.inputs }, (_, f) => columns[f * stride + row]! || 0);
          expect(margins[row]! + 0).toBe(dense.run(x)[0]! + 0);
        }
        expect(bits(scorer.run(columns, 1, stride))).toEqual(bits(margins.slice(0, 1)));
      }),
      { numRuns: 60 },
    );
  });

  it('takes more rows than it copies at once', () => {
    const layers: DenseLayer[] = [{ weights: Float32Array.of(2, -1), bias: Float32Array.of(0.5) }];
    const columns = Float32Array.from({ length: 6000 }, (_, i) => (i < 3000 ? i : 1));
    const expected = Float64Array.from({ length: 3000 }, (_, row) => 2 * row - 0.5);
    for (const kernels of [module, undefined])
      expect(createLayerScorer(kernels, layers).run(columns, 3000, 3000)).toEqual(expected);
  });

  // f32x4.lt in place of f32x4.eq.
  it.each([
    ['has nothing', empty],
    ['compares the wrong way', withInstruction(0x43, 0x41)],
    ['cannot have so much memory', withOnePage()],
    ['is not there', undefined],
  ])('is the twin where the module %s', (_, broken) => {
    const layers: DenseLayer[] = [{ weights: new Float32Array(20_000).fill(1), bias: Float32Array.of(1) }];
    expect(createLayerScorer(module, layers).kind).toBe('wasm');
    expect(createLayerScorer(broken, layers).kind).toBe('js');
  });

  it.each<[string, DenseLayer[]]>([
    ['no layer', []],
    ['two outputs', [{ weights: new Float32Array(4), bias: new Float32Array(2) }]],
  ])('refuses %s', (_, layers) => {
    for (const kernels of [module, undefined])
      expect(() => createLayerScorer(kernels, layers)).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
  });
});
