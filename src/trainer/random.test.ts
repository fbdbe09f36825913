import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

const draw = (random: Random, n: number) => Array.from({ length: n }, () => random.next());

describe('Random', () => {
  it('repeats for a seed and stream, and differs for any other', () => {
    expect(draw(new Random(1, 'a'), 20)).toEqual(draw(new Random(1, 'a'), 20));
    expect(draw(new Random(1, 'a'), 20)).not.toEqual(draw(new Random(2, 'a'), 20));
    expect(draw(new Random(1, 'a'), 20)).not.toEqual(draw(new Random(1, 'b'), 20));
  });

  it('draws normals with mean 0 and deviation 1', () => {
    const random = new Random(3, 'normal');
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  it('draws indices in proportion to weights and never one of weight 0', () => {
    const random = new Random(4, 'weighted');
    const counts = [0, 0, 0];
    for (let i = 0; i < 9000; i++) counts[random.weighted([2, 0, 1])]!++;
    expect(counts[1]).toBe(0);
    expect(counts[0]! / counts[2]!).toBeGreaterThan(1.85);
    expect(counts[0]! / counts[2]!).toBeLessThan(2.15);
    expect(random.weighted([0, 0])).toBe(-1);
  });

  it('shuffles without losing anything', () => {
    const list = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = new Random(5, 'shuffle').shuffle(list);
    expect(shuffled).not.toEqual(list);
    expect([...shuffled].sort()).toEqual(list);
  });
});
