import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import type { CatalogueRow } from '../tables/log.ts';
import { makeLog } from '../tables/makeLog.ts';
import { buildTables } from '../tables/tables.ts';
import { termRows, wordsOf } from './terms.ts';

const rowsOf = (catalogue: CatalogueRow[], vocabulary = 100) =>
  termRows(
    buildTables(makeLog(catalogue.map(({ itemId }, i) => ['s', itemId, i])), catalogue, parseConfig()),
    vocabulary,
  );

describe('wordsOf', () => {
  it('folds case and accents and passes over single letters', () => {
    expect(wordsOf('Crème-brûlée  Dish, 12 cm (a)')).toEqual(['creme', 'brulee', 'dish', '12', 'cm']);
    expect(wordsOf('')).toEqual([]);
    expect(wordsOf('--- !')).toEqual([]);
  });

  it('reads scripts that put no spaces between words sign by sign', () => {
    expect(wordsOf('茶碗 cup')).toEqual(['茶', '碗', 'cup']);
    expect(wordsOf('Ваза синяя')).toEqual(['ваза', 'синяя']);
  });
});

describe('termRows', () => {
  it('gives each item a row of length 1, of words that another item has too', () => {
    const { rows, terms } = rowsOf([
      { itemId: 'a', title: 'red bowl unique' },
      { itemId: 'b', title: 'red lamp' },
      { itemId: 'c', title: 'blue lamp' },
      { itemId: 'd', title: 'blue bowl' },
      { itemId: 'e' },
    ]);
    expect(terms).toBe(4);
    const lengths = Array.from({ length: 5 }, (_, i) => rows.offsets[i + 1]! - rows.offsets[i]!);
    expect(lengths).toEqual([2, 2, 2, 2, 0]);
    for (let i = 0; i < 4; i++) {
      const values = rows.values.subarray(rows.offsets[i], rows.offsets[i + 1]);
      expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 6);
    }
  });

  it('leaves out what most items have, and the rarest beyond the vocabulary', () => {
    const catalogue = Array.from({ length: 8 }, (_, i) => ({
      itemId: `i${i}`,
      title: `shop ${['red', 'blue'][i % 2]} ${['bowl', 'lamp', 'vase', 'tray'][i >> 1]}`,
    }));
    expect(rowsOf(catalogue).terms).toBe(6);
    expect(rowsOf(catalogue, 2).terms).toBe(2);
  });

  it('takes a level of a category with the path to it, and a brand as one word', () => {
    const { terms } = rowsOf([
      { itemId: 'a', category: 'Home > Lamps', brand: 'Old Mill' },
      { itemId: 'b', category: 'Home > Lamps', brand: 'Old Mill' },
      { itemId: 'c', category: 'Garden > Lamps', brand: 'Mill' },
      { itemId: 'd', category: 'Garden > Chairs', brand: 'Mill' },
      { itemId: 'e', title: 'x1 x2' },
      { itemId: 'f', title: 'x1 x2' },
    ]);
    // home, > home, lamps (3 of 6), > home > lamps, garden, > garden, brand old mill, brand mill, x1, x2
    expect(terms).toBe(10);
  });
});
