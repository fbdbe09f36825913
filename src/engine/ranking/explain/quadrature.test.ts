import { expect, it } from 'vitest';
import { gaussLegendre } from './quadrature.ts';

it.each([1, 2, 3, 7, 16, 64, 255, 256])('%i points integrate every power of t up to 2 n - 1', (count) => {
  const { points, weights } = gaussLegendre(count);
  for (const power of [0, 1, count, 2 * count - 2, 2 * count - 1]) {
    let sum = 0;
    for (let q = 0; q < count; q++) sum += weights[q]! * points[q]! ** power;
    expect(Math.abs(sum * (power + 1) - 1)).toBeLessThan(1e-12);
  }
  expect(points.every((point, q) => point > (points[q - 1] ?? 0) && point < 1)).toBe(true);
});

it('is the rule of the tables', () => {
  const { points, weights } = gaussLegendre(3);
  expect([...points]).toEqual([
    expect.closeTo(0.5 - Math.sqrt(0.15), 15),
    0.5,
    expect.closeTo(0.5 + Math.sqrt(0.15), 15),
  ]);
  expect([...weights]).toEqual([5, 8, 5].map((part) => expect.closeTo(part / 18, 15)));
});
