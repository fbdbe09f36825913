import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHeap } from './hnswHeap.ts';

it('gives back what it holds in order, ties by number, either way up', () => {
  const entries = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 });
  fc.assert(
    fc.property(entries, fc.boolean(), (keys, least) => {
      const heap = createHeap(40, least ? (a, b) => a < b : (a, b) => a > b);
      for (const [value, key] of keys.entries()) heap.push(key, value);
      const sorted = [...keys.entries()].sort(([i, a], [j, b]) => (least ? a - b : b - a) || i - j);
      for (const [value, key] of sorted) {
        expect(heap.topKey()).toBe(key);
        expect(heap.pop()).toBe(value);
      }
      expect([heap.size(), heap.pop()]).toEqual([0, -1]);
    }),
  );
});

it('refuses more than it has room for', () => {
  const heap = createHeap(1, (a, b) => a < b);
  heap.push(1, 1);
  expect(() => heap.push(2, 2)).toThrow(RangeError);
  heap.clear();
  heap.push(3, 3);
  expect(heap.pop()).toBe(3);
});
