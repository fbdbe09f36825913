import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { createSampler } from './sampler.ts';

it('draws in proportion to the weights, and never what weighs nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }).filter((all) => all.some((w) => w > 0)),
      (weights) => {
        const draw = createSampler(Float64Array.from(weights), new Random(1, 'test'));
        const counts = new Int32Array(weights.length);
        for (let i = 0; i < 4000; i++) counts[draw()]!++;
        const total = weights.reduce((a, b) => a + b, 0);
        for (const [at, weight] of weights.entries()) {
          expect(Math.abs(counts[at]! / 4000 - weight / total)).toBeLessThan(0.04);
          if (weight === 0) expect(counts[at]).toBe(0);
        }
      },
    ),
    { numRuns: 30 },
  );
});
