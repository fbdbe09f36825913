import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section } from '../bundle/bundle.ts';
import { createJsKernels } from '../kernels/js.ts';
import { createEncoder } from './encoder.ts';
import {
  D,
  ITEMS,
  NOBODY,
  openEncoder as open,
  profileOf,
  readVector,
  vectors,
} from './encoders/shoppers.test-support.ts';

const kernels = createJsKernels();
const gram = Float32Array.from({ length: D * D }, (_, at) => {
  let sum = 0;
  for (let item = 0; item < ITEMS; item++)
    sum += 0.05 * vectors[item * D + Math.floor(at / D)]! * vectors[item * D + (at % D)]!;
  return sum;
});
const ALS: Section = {
  name: 'factors',
  params: { encoder: 'als', dimensions: D, alpha: 0.05, lambda: 0.1 },
  arrays: { gram },
};
const SUM: Section = { name: 'factors', params: { encoder: 'sum', dimensions: D, normalise: 0 }, arrays: {} };

/** How far u is from solving (gram + sum w y y^T + ridge I) u = sum w p y, the largest of D gaps. */
function residual(u: Float32Array, own: [number, number][], against: [number, number][]): number {
  const ridge = 0.1 * (own.length + against.length + 0.05 * ITEMS);
  let worst = 0;
  for (let i = 0; i < D; i++) {
    let gap = ridge * u[i]!;
    for (let j = 0; j < D; j++) gap += gram[i * D + j]! * u[j]!;
    for (const [observed, preference] of [[own, 1] as const, [against, 0] as const])
      for (const [item, weight] of observed) {
        let score = 0;
        for (let j = 0; j < D; j++) score += vectors[item * D + j]! * u[j]!;
        gap += weight * vectors[item * D + i]! * (score - preference);
      }
    worst = Math.max(worst, Math.abs(gap));
  }
  return worst;
}

const score = (u: Float32Array, item: number) => u.reduce((sum, x, d) => sum + x * vectors[item * D + d]!, 0);
const evidence = fc.uniqueArray(fc.tuple(fc.nat(4), fc.double({ min: 0.1, max: 5, noNaN: true })), {
  selector: ([item]) => item,
  maxLength: 5,
});

describe('encoder als', () => {
  const encode = open(ALS);

  it('solves for what was taken and what speaks against an item', () => {
    fc.assert(
      fc.property(evidence, evidence, (own, against) => {
        const vector = encode(profileOf(own, against));
        if (own.length === 0) expect(vector).toBeUndefined();
        else expect(residual(vector!, own, against)).toBeLessThan(1e-3);
      }),
    );
  });

  it('likes an item less for what speaks against it, the more the stronger', () => {
    const liked = score(encode(profileOf([[0, 1]]))!, 2);
    const weak = score(encode(profileOf([[0, 1]], [[2, 0.5]]))!, 2);
    const strong = score(encode(profileOf([[0, 1]], [[2, 5]]))!, 2);
    expect(Math.abs(weak)).toBeLessThan(Math.abs(liked));
    expect(Math.abs(strong)).toBeLessThan(Math.abs(weak));
  });

  it('takes 10,000 rows in memory for 256, as it would take them at once', () => {
    const own = Array.from({ length: 10_000 }, (_, i): [number, number] => [i % 5, 1 + (i % 3)]);
    const solver = kernels.createSolver(D);
    const rows = new Float32Array(own.length * D);
    for (const [r, [item]] of own.entries()) rows.set(vectors.subarray(item * D, (item + 1) * D), r * D);
    const weights = Float32Array.from(own, ([, weight]) => weight);
    const whole = new Float32Array(D);
    solver.begin(gram, 0.1 * (10_000 + 0.05 * ITEMS));
    solver.add(rows, weights, weights, 10_000);
    solver.solve(whole);
    expect(encode(profileOf(own))).toEqual(whole);
  });
});

describe('an encoder', () => {
  it.each([ALS, SUM])(
    'has no vector for an empty history, nor for items without vectors ($params.encoder)',
    (section) => {
      expect(open(section)(NOBODY)).toBeUndefined();
      expect(open(section)(profileOf([[5, 3]]))).toBeUndefined();
      expect(open(section)(profileOf([], [[0, 1]]))).toBeUndefined();
    },
  );

  it('gives no vector of damaged numbers', () => {
    expect(open(ALS)(profileOf([[0, Number.POSITIVE_INFINITY]]))).toBeUndefined();
    expect(open(SUM)(profileOf([[0, Number.NaN]]))).toBeUndefined();
  });

  it('makes no vectors where the code for it is not there, als apart', () => {
    const history = profileOf([[0, 1]]);
    expect(createEncoder(SUM, ITEMS, kernels, readVector)(history)).toBeUndefined();
    expect(createEncoder(ALS, ITEMS, kernels, readVector)(history)).toEqual(open(ALS)(history));
  });

  it('is refused where it is unknown or lacks what it needs', () => {
    expect(() => open({ ...ALS, params: { ...ALS.params, encoder: 'none' } })).toThrow('encoder none');
    expect(() => open({ ...ALS, params: { ...ALS.params, encoder: 'toString' } })).toThrow('encoder toString');
    expect(() => open({ ...ALS, arrays: {} })).toThrow('gram');
    expect(() => open({ ...SUM, params: { encoder: 'sum', dimensions: D } })).toThrow('normalise');
  });
});
