import { expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { shuffle } from './order.ts';

it('shuffles in place: every element once, each as often in each place', () => {
  const random = new Random(1, 'test');
  const firsts = new Int32Array(4);
  for (let round = 0; round < 4000; round++) {
    const order = Int32Array.of(0, 1, 2, 3);
    shuffle(order, random);
    expect([...order].sort()).toEqual([0, 1, 2, 3]);
    firsts[order[0]!]!++;
  }
  for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(120);
});
