import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DenseLayer } from '../../kernels/dense.ts';
import { createJsDense } from '../../kernels/js-dense.ts';
import { createIntegratedGradients } from './integratedGradients.ts';

const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
const small = fc.integer({ min: -16, max: 16 }).map((value) => value / 8);
const floats = (length: number) =>
  fc.array(small, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

/** A net of up to two hidden layers over 4 inputs and a row, eighths all: units turn at the same point, and at 0. */
const nets = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }).chain((hidden) => {
  const widths = [4, ...hidden, 1];
  return fc.tuple(
    fc.tuple(
      ...widths
        .slice(1)
        .map(
          (outputs, layer): fc.Arbitrary<DenseLayer> =>
            fc.record({ weights: floats(widths[layer]! * outputs), bias: floats(outputs) }),
        ),
    ),
    floats(4),
    floats(4),
  );
});

/** Margin in float64, from the definition. */
function marginOf(layers: readonly DenseLayer[], row: ArrayLike<number>): number {
  let values = Array.from(row);
  layers.forEach(({ weights, bias }, layer) => {
    values = Array.from(bias, (own, unit) => {
      const sum = values.reduce((all, value, i) => all + value * weights[unit * values.length + i]!, own);
      return layer < layers.length - 1 ? Math.max(0, sum) : sum;
    });
  });
  return values[0]!;
}

describe('integrated gradients', () => {
  it('sum to the margin with their base, from any baseline', () => {
    fc.assert(
      fc.property(nets, ([layers, row, baseline]) => {
        const { base, inputs } = createIntegratedGradients(layers, baseline)(row);
        expect(base).toBeCloseTo(marginOf(layers, baseline), 9);
        expect(base + total(inputs)).toBeCloseTo(marginOf(layers, row), 9);
        expect(Math.abs(base + total(inputs) - createJsDense(layers).run(row)[0]!)).toBeLessThan(0.01);
      }),
      { numRuns: 300 },
    );
  });

  it('are the mean gradient along the way', () => {
    fc.assert(
      fc.property(nets, ([layers, row]) => {
        const { inputs } = createIntegratedGradients(layers)(row);
        const steps = 2000;
        const numeric = new Float64Array(4);
        const h = 1e-7;
        for (let step = 0; step < steps; step++) {
          const at = Array.from(row, (value) => (value * (step + 0.5)) / steps);
          for (let input = 0; input < 4; input++) {
            const moved = (by: number) =>
              marginOf(
                layers,
                at.map((value, i) => (i === input ? value + by : value)),
              );
            numeric[input]! += ((moved(h) - moved(-h)) / (2 * h)) * (row[input]! / steps);
          }
        }
        inputs.forEach((own, input) => {
          expect(Math.abs(own - numeric[input]!)).toBeLessThan(0.05);
        });
      }),
      { numRuns: 15 },
    );
  });

  it('are weight x difference of one layer, a missing value taken as 0', () => {
    const explain = createIntegratedGradients(
      [{ weights: Float32Array.of(2, -1, 0.5), bias: Float32Array.of(3) }],
      [1, 1, Number.NaN],
    );
    const { base, inputs } = explain([5, Number.NaN, 4]);
    expect([base, ...inputs]).toEqual([4, 8, 1, 2]);
  });

  it('give two inputs that do the same alike, where a kink lies on the way', () => {
    // max(0, x + y - 3): nothing until half of the way.
    const layers = [
      { weights: Float32Array.of(1, 1), bias: Float32Array.of(-3) },
      { weights: Float32Array.of(1), bias: Float32Array.of(0) },
    ];
    const { base, inputs } = createIntegratedGradients(layers)([3, 3]);
    expect([base, ...inputs]).toEqual([0, 1.5, 1.5]);
  });

  it('refuses layers that do not fit', () => {
    expect(() => createIntegratedGradients([])).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
  });
});
