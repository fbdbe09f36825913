import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packVectors, quantise } from './quantise.ts';

const vector = fc.float32Array({
  minLength: 1,
  maxLength: 64,
  noNaN: true,
  noDefaultInfinity: true,
  min: -1000,
  max: 1000,
});

describe('quantise', () => {
  it('is off by half a step at most', () => {
    fc.assert(
      fc.property(vector, (values) => {
        const max = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        fc.pre(max > 1e-30);
        const { values: levels, scale } = quantise(values);
        expect(levels.reduce((a, b) => Math.max(a, Math.abs(b)), 0)).toBe(127);
        values.forEach((value, d) => {
          expect(Math.abs(levels[d]! * scale - value)).toBeLessThanOrEqual((scale / 2) * 1.001);
        });
      }),
    );
  });

  it.each([
    ['zeros', Float32Array.of(0, -0)],
    ['NaN', Float32Array.of(1, Number.NaN)],
    ['infinity', Float32Array.of(Number.NEGATIVE_INFINITY, 1)],
  ])('gives zeros for %s', (_, values) => {
    expect(quantise(values)).toEqual({ values: new Int8Array(2), scale: 0 });
  });
});

describe('packVectors', () => {
  it('stores even dimensions as x + 128, each row with its own scale', () => {
    const { packed, scales } = packVectors(Float32Array.of(127, -127, 0, 1, 2, -254, 0, 0), 4);
    expect([...new Uint8Array(packed.buffer)]).toEqual([255, 129, 128, 1, 129, 129, 128, 0]);
    expect([...scales]).toEqual([1, 2]);
  });
});
