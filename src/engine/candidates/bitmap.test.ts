import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitmapOf,
  clearBit,
  countBits,
  createBitmap,
  createPlaces,
  hasBit,
  intersect,
  itemsOf,
  placeOf,
  setBit,
} from './bitmap.ts';

const column = fc.array(fc.constantFrom(0, 1), { maxLength: 200 });

describe('bitmap', () => {
  it('holds what a column says', () => {
    fc.assert(
      fc.property(column, (bits) => {
        const bitmap = bitmapOf(bits);
        expect(bits.map((_, item) => Number(hasBit(bitmap, item)))).toEqual(bits);
        expect(countBits(bitmap)).toBe(bits.filter((bit) => bit === 1).length);
        const items = itemsOf(bitmap);
        expect([...items]).toEqual(bits.flatMap((bit, item) => (bit === 1 ? [item] : [])));
        expect(Array.from(items, (item) => placeOf(items, item))).toEqual(Array.from(items, (_, place) => place));
      }),
    );
  });

  it('sets nothing beyond its size', () => {
    for (const size of [0, 1, 31, 32, 33, 64, 100]) {
      expect(countBits(createBitmap(size, true))).toBe(size);
      expect(countBits(createBitmap(size))).toBe(0);
    }
  });

  it('sets, clears and intersects item by item', () => {
    fc.assert(
      fc.property(column, column, (one, two) => {
        const size = Math.min(one.length, two.length);
        const bitmap = bitmapOf(one.slice(0, size));
        intersect(bitmap, bitmapOf(two.slice(0, size)));
        for (let item = 0; item < size; item++) {
          expect(hasBit(bitmap, item)).toBe(one[item] === 1 && two[item] === 1);
          setBit(bitmap, item);
          expect(hasBit(bitmap, item)).toBe(true);
          clearBit(bitmap, item);
          expect(hasBit(bitmap, item)).toBe(false);
        }
      }),
    );
  });

  it('knows the place of each of its items', () => {
    fc.assert(
      fc.property(column, (values) => {
        const bitmap = bitmapOf(values);
        const placeIn = createPlaces(bitmap);
        const items = itemsOf(bitmap);
        expect(Array.from(items, placeIn)).toEqual(Array.from(items, (_, place) => place));
        expect(countBits(bitmap)).toBe(items.length);
      }),
    );
    const far = createBitmap(100_000);
    for (const item of [0, 31, 32, 63, 70_000, 99_999]) setBit(far, item);
    expect([0, 31, 32, 63, 70_000, 99_999].map(createPlaces(far))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
