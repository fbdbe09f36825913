import { describe, expect, it } from 'vitest';
import type { Section, TypedArray } from './bundle.ts';
import { type CatalogueColumns, encodeCatalogue, readCatalogue } from './catalogue.ts';

const HOSTILE = ['__proto__', 'constructor', '🥣', 'x'.repeat(10_000), '\ufeffmark', ' ', 'a\u0000b'];

function columnsOf(ids: string[], changes: Partial<CatalogueColumns> = {}): CatalogueColumns {
  return {
    ids,
    price: new Float32Array(ids.length).fill(Number.NaN),
    category: ids.map(() => ''),
    brand: ids.map(() => ''),
    inStock: new Uint8Array(ids.length).fill(1),
    created: new Uint16Array(ids.length),
    ...changes,
  };
}

const sectionOf = (arrays: Record<string, TypedArray>): Section => ({ name: 'items', params: {}, arrays });
const read = (columns: CatalogueColumns) => readCatalogue(sectionOf(encodeCatalogue(columns)));

describe('the catalogue', () => {
  it('comes back as it went in', () => {
    const catalogue = read(
      columnsOf(['a', 'b', 'c'], {
        price: Float32Array.of(1.5, Number.NaN, 0),
        category: ['Home', '', 'Art'],
        brand: ['Z', 'A', 'Z'],
        inStock: Uint8Array.of(1, 0, 1),
        created: Uint16Array.of(19000, 0, 1),
      }),
    );
    expect(catalogue.size).toBe(3);
    expect([...catalogue.price]).toEqual([1.5, Number.NaN, 0]);
    expect([...catalogue.category].map((code) => catalogue.categories[code])).toEqual(['Home', '', 'Art']);
    expect([...catalogue.brand].map((code) => catalogue.brands[code])).toEqual(['Z', 'A', 'Z']);
    expect([...catalogue.inStock]).toEqual([1, 0, 1]);
    expect([...catalogue.created]).toEqual([19000, 0, 1]);
  });

  it('keeps "" as code 0 and the rest in order, so that equal content gives equal bytes', () => {
    const catalogue = read(columnsOf(['a', 'b'], { category: ['Z', 'A'] }));
    expect(catalogue.categories).toEqual(['', 'A', 'Z']);
    expect(catalogue.brands).toEqual(['']);
  });

  it('finds items by id and nothing by a name that JavaScript gives to objects', () => {
    const catalogue = read(columnsOf(['a', 'b']));
    expect(['a', 'b', 'c', '__proto__', 'toString', ''].map(catalogue.numberOf)).toEqual([0, 1, -1, -1, -1, -1]);
  });

  it('takes hostile ids for ids', () => {
    const catalogue = read(columnsOf(HOSTILE));
    expect(HOSTILE.map(catalogue.numberOf)).toEqual(HOSTILE.map((_, i) => i));
    expect(catalogue.ids).toEqual(HOSTILE);
  });

  it('may be empty', () => {
    expect(read(columnsOf([])).size).toBe(0);
  });

  it.each([
    ['an id occurs twice', encodeCatalogue(columnsOf(['a', 'a']))],
    ['a column is short', { ...encodeCatalogue(columnsOf(['a', 'b'])), price: new Float32Array(1) }],
    ['a column is missing', { ...encodeCatalogue(columnsOf(['a'])), created: undefined as never }],
    ['a category has no name', { ...encodeCatalogue(columnsOf(['a'])), category: Uint16Array.of(1) }],
    ['two ids share bytes', { ...encodeCatalogue(columnsOf(['ab', 'cd'])), idOffsets: Uint32Array.of(0, 5, 4) }],
    [
      'ids end before their bytes do',
      { ...encodeCatalogue(columnsOf(['ab', 'cd'])), idOffsets: Uint32Array.of(0, 2, 3) },
    ],
    ['ids have no offsets', { ...encodeCatalogue(columnsOf([])), idOffsets: new Uint32Array(0) }],
    ['a brand has no name', { ...encodeCatalogue(columnsOf(['a'])), brand: Uint16Array.of(9) }],
  ])('is refused where %s', (_, arrays) => {
    expect(() => readCatalogue(sectionOf(arrays))).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
  });

  it('is refused in writing where it has more categories than codes', () => {
    const ids = Array.from({ length: 65_535 }, (_, i) => `i${i}`);
    expect(() => encodeCatalogue(columnsOf(ids, { category: ids }))).toThrow(
      expect.objectContaining({ code: 'CATALOGUE_TOO_WIDE' }),
    );
  });
});
