import { expect, it } from 'vitest';
import { bitmapOf } from '../candidates/bitmap.ts';
import { backfill, inOrder } from './backfill.ts';
import type { Recommendation } from './types.ts';

const IDS = ['a', 'b', 'c', 'd'];

it('fills up in the given order, leaves out what is taken, and stops when the shelf is full', () => {
  const shelf: Recommendation[] = [];
  const taken = new Set([1]);
  backfill(shelf, 2, [3, 1, 0, 2], taken, IDS);
  expect(shelf.map(({ itemId }) => itemId)).toEqual(['d', 'a']);
  expect(shelf.every(({ isBackfill, score }) => isBackfill === true && score === 0)).toBe(true);
  expect([...taken]).toEqual([1, 3, 0]);
});

it('gives what there is where that is too little', () => {
  const shelf: Recommendation[] = [];
  backfill(shelf, 9, inOrder(bitmapOf([0, 1, 0, 1])), new Set(), IDS);
  expect(shelf.map(({ itemId }) => itemId)).toEqual(['b', 'd']);
});
