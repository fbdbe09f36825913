import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section } from '../../bundle/bundle.ts';
import { D, inputsOf, openEncoder, profileOf, vectors } from './shoppers.test-support.ts';

const SUM: Section = { name: 'factors', params: { encoder: 'sum', dimensions: D, normalise: 0 }, arrays: {} };
const UNIT: Section = { ...SUM, params: { ...SUM.params, normalise: 1 } };

const evidence = fc.uniqueArray(fc.tuple(fc.nat(4), fc.double({ min: 0.1, max: 5, noNaN: true })), {
  selector: ([item]) => item,
  maxLength: 5,
});

describe('encoder sum', () => {
  it('adds the vectors of what was taken, by weight', () => {
    fc.assert(
      fc.property(evidence, evidence, (own, against) => {
        const expected = new Float64Array(D);
        for (const [item, weight] of own) for (let d = 0; d < D; d++) expected[d]! += weight * vectors[item * D + d]!;
        const vector = openEncoder(SUM)(profileOf(own, against));
        if (own.length === 0) expect(vector).toBeUndefined();
        else expect(vector).toEqual(Float32Array.from(expected));
      }),
    );
  });

  it('divides by the length where it is told to', () => {
    const history = profileOf([
      [0, 1000],
      [3, 1],
    ]);
    const vector = openEncoder(UNIT)(history)!;
    const plain = openEncoder(SUM)(history)!;
    expect(Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))).toBeCloseTo(1, 6);
    expect(vector[2]! / vector[1]!).toBeCloseTo(plain[2]! / plain[1]!, 5);
  });

  it('adds input vectors of their own where they ship', () => {
    const { rows, ...arrays } = inputsOf(D);
    const history = profileOf([
      [1, 2],
      [4, 0.5],
    ]);
    const expected = Float32Array.from({ length: D }, (_, d) => 2 * rows[D + d]! + 0.5 * rows[4 * D + d]!);
    expect(openEncoder({ ...SUM, arrays })(history)).toEqual(expected);
    const broken = (wrong: object) => () => openEncoder({ ...SUM, arrays: { ...arrays, ...wrong } });
    expect(broken({ inputScales: new Float32Array(2) })).toThrow('inputScales');
    expect(broken({ inputs: arrays.inputs.subarray(1) })).toThrow('inputs');
  });

  it('counts places in the history in place of evidence where it has weights of lags', () => {
    const bag: Section = { ...SUM, arrays: { lagWeights: Float32Array.of(1, 0.25, -0.5) } };
    const sumOf = (...lagged: [item: number, weight: number][]) =>
      Float32Array.from({ length: D }, (_, d) =>
        lagged.reduce((sum, [item, weight]) => sum + weight * vectors[item * D + d]!, 0),
      );
    const history = profileOf([
      [3, 9],
      [0, 0.1],
      [2, 4],
      [4, 7],
    ]);
    expect(openEncoder(bag)(history)).toEqual(sumOf([3, 1], [0, 0.25], [2, -0.5]));
    // Items of one moment share a step, and so its weight.
    const together = { ...history, lags: Int32Array.of(0, 0, 1, 7) };
    expect(openEncoder(bag)(together)).toEqual(sumOf([3, 1], [0, 1], [2, 0.25]));
    expect(openEncoder(bag)({ ...history, lags: Int32Array.of(3, 4, 5, 6) })).toBeUndefined();
    expect(() => openEncoder({ ...SUM, arrays: { lagWeights: new Float64Array(2) } })).toThrow('lagWeights');
  });

  it('takes 10,000 items', () => {
    const own = Array.from({ length: 10_000 }, (_, i): [number, number] => [i % 5, 0.5]);
    const once = openEncoder(SUM)(profileOf(own.slice(0, 5)))!;
    openEncoder(SUM)(profileOf(own))!.forEach((x, d) => {
      expect(x).toBeCloseTo(2000 * once[d]!, 1);
    });
  });
});
