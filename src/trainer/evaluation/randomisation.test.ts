import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { randomisationTest } from './randomisation.ts';

describe('randomisationTest', () => {
  it('is 1 where the two do not differ', () => {
    expect(randomisationTest([1, 2, 3], [1, 2, 3], 1)).toBe(1);
    expect(randomisationTest([], [], 1)).toBe(1);
  });

  it('comes near the share of all swaps that a hand counts', () => {
    // Differences 1, 1, 1, 1: of 16 signs, 2 reach a sum of 4. With 1, 1, 1, -1: a sum of at least 2 in 10 of 16.
    expect(randomisationTest([1, 1, 1, 1], [0, 0, 0, 0], 1)).toBeCloseTo(2 / 16, 1);
    expect(randomisationTest([1, 1, 1, 0], [0, 0, 0, 1], 1)).toBeCloseTo(10 / 16, 1);
  });

  it('has no word against chance, and sees what is no chance', () => {
    const random = new Random(1, 'test');
    const a = Array.from({ length: 300 }, () => random.next());
    const noise = Array.from({ length: 300 }, () => random.next());
    expect(randomisationTest(a, noise, 1)).toBeGreaterThan(0.05);
    expect(
      randomisationTest(
        a.map((value) => value + 0.2),
        noise,
        1,
      ),
    ).toBeLessThan(0.001);
  });

  it('swaps the cases of one shopper together', () => {
    // Ten cases of one shopper say no more than one.
    const [a, b] = [Array(10).fill(1), Array(10).fill(0)];
    expect(randomisationTest(a, b, 1)).toBeLessThan(0.01);
    expect(randomisationTest(a, b, 1, new Int32Array(10))).toBe(1);
  });
});
