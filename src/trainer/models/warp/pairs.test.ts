import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { identity } from './byUser.ts';
import { createEmbedding } from './embedding.ts';
import { createPairs } from './pairs.ts';

const ITEMS = 9;
const D = 4;

function made(hasBias = false) {
  const random = new Random(4, 'test');
  const embedding = createEmbedding(ITEMS, D, random, hasBias);
  embedding.vectors.fill(0);
  const pair = createPairs({ features: identity(ITEMS), embedding, maxSampled: 4, rate: 0.1, random });
  return { embedding, pair };
}
const user = Float32Array.of(1, 0, -2, 0);

describe('a pair', () => {
  it('lifts the positive and lowers one other, by the loss of the first draw', () => {
    const { embedding, pair } = made(true);
    const slope = new Float32Array(D);
    const loss = pair(user, 2, 1, (item) => item === 2, slope);
    expect(loss).toBe(Math.log(ITEMS - 1));
    const moved = Array.from({ length: ITEMS }, (_, item) => embedding.vectors[item * D]!);
    expect(moved[2]).toBeCloseTo(0.1 * loss, 6);
    const lowered = moved.findIndex((value) => value < 0);
    expect(moved[lowered]).toBeCloseTo(-0.1 * loss, 6);
    expect(moved.filter((value) => value !== 0).length).toBe(2);
    expect(embedding.vectors[2 * D + 2]).toBeCloseTo(-0.2 * loss, 6);
    expect(embedding.biases[2]).toBeCloseTo(0.1 * loss, 6);
    expect(embedding.biases[lowered]).toBeCloseTo(-0.1 * loss, 6);
    // Before the step both vectors were 0, so the gradient by the user is too.
    expect([...slope]).toEqual([0, 0, 0, 0]);
  });

  it('gives the gradient by the user: loss x (negative - positive), as they were', () => {
    const { embedding, pair } = made();
    for (let item = 0; item < ITEMS; item++) embedding.vectors[item * D + 1] = item === 2 ? 3 : 1;
    const slope = new Float32Array(D);
    const loss = pair(user, 2, 0.5, (item) => item === 2, slope);
    expect(loss).toBeCloseTo(0.5 * Math.log(ITEMS - 1), 6);
    expect(slope[1]).toBeCloseTo(-2 * loss, 5);
  });

  it('leaves everything as it is where all that could be drawn is taken or a margin below', () => {
    for (const isTaken of [() => true, (item: number) => item === 2]) {
      const { embedding, pair } = made();
      if (!isTaken(0)) for (let item = 0; item < ITEMS; item++) embedding.vectors[item * D] = item === 2 ? 5 : 0;
      const before = embedding.vectors.slice();
      const slope = Float32Array.of(7, 7, 7, 7);
      expect(pair(user, 2, 1, isTaken, slope)).toBe(0);
      expect(embedding.vectors).toEqual(before);
      expect([...slope]).toEqual([7, 7, 7, 7]);
    }
  });
});
