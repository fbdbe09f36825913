import { describe, expect, it } from 'vitest';
import { openBundle } from '../bundle/open.ts';
import { createJsKernels } from '../kernels/js.ts';
import { createEngine } from '../recommender.ts';
import { BOWLS_AND_LAMPS, engineOf, packShop, readFrom, type Shop, sha256 } from '../testing/bundle.test-support.ts';
import type { BrowseRequest } from './types.ts';

const SHOP: Shop = {
  ...BOWLS_AND_LAMPS,
  price: [19.99, 18.99, Number.NaN, 4.1, ...new Array(8).fill(5)],
  inStock: [1, 1, 0, ...new Array(9).fill(1)],
  title: ['Bowl 1', 'Lamp 1', 'Schüssel 🥣', ...BOWLS_AND_LAMPS.title!.slice(3, 11), ''],
};
const engine = await engineOf(SHOP);
const idsOf = (request: BrowseRequest) => engine.browse(request).items.map(({ itemId }) => itemId);

describe('display', () => {
  it('gives what the catalogue had, prices as the feed wrote them', () => {
    expect(engine.display(['b1', 'nowhere', 'b2', '__proto__'])).toEqual([
      { itemId: 'b1', title: 'Bowl 1', price: 19.99, category: 'Home > Bowls', brand: 'Ash', inStock: true },
      { itemId: 'b2', title: 'Schüssel 🥣', category: 'Home > Bowls', brand: 'Ash', inStock: false },
    ]);
    expect(engine.display(['l6'])[0]).not.toHaveProperty('title');
  });

  it('has no titles before they arrive, and none of what it has is wrong', async () => {
    const early = createEngine(await openBundle(readFrom((await packShop(SHOP)).files), sha256), createJsKernels());
    expect(early.display(['b1'])).toEqual([
      { itemId: 'b1', price: 19.99, category: 'Home > Bowls', brand: 'Ash', inStock: true },
    ]);
    expect(early.browse({ query: 'l3' }).items.map(({ itemId }) => itemId)).toEqual(['l3']);
  });

  it('refuses what is no list of ids', () => {
    expect(() => engine.display('b1' as unknown as string[])).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    );
  });
});

describe('browse', () => {
  it('goes by popularity, 24 a page', () => {
    expect(engine.browse({})).toMatchObject({ total: 12 });
    expect(idsOf({})).toEqual(SHOP.ids);
  });

  it('filters by category and by words in title, brand or category, whatever their case', () => {
    expect(idsOf({ category: 'Home > Lamps' })).toEqual(['l1', 'l2', 'l3', 'l4', 'l5', 'l6']);
    expect(idsOf({ query: 'SCHÜSSEL' })).toEqual(['b2']);
    expect(idsOf({ query: ' lamp   birch ' })).toEqual(['l4', 'l5', 'l6']);
    expect(idsOf({ query: 'lamp', category: 'Home > Bowls' })).toEqual([]);
    expect(idsOf({ query: '.*' })).toEqual([]);
  });

  it('sorts by price, unknown last, and by age, newest first; ties by popularity', () => {
    expect(idsOf({ sort: 'price' })).toEqual(['l2', 'b3', 'l3', 'b4', 'l4', 'b5', 'l5', 'b6', 'l6', 'l1', 'b1', 'b2']);
    const created = SHOP.created!;
    const expected = SHOP.ids
      .map((itemId, i) => ({ itemId, created: created[i]! }))
      .sort((a, b) => b.created - a.created);
    expect(idsOf({ sort: 'newest' })).toEqual(expected.map(({ itemId }) => itemId));
  });

  it('pages without gap or overlap and says the total', () => {
    const pages = [0, 5, 10, 15].map((offset) => engine.browse({ offset, limit: 5 }));
    expect(pages.map(({ total }) => total)).toEqual([12, 12, 12, 12]);
    expect(pages.flatMap(({ items }) => items.map(({ itemId }) => itemId))).toEqual(SHOP.ids);
    expect(pages[3]!.items).toEqual([]);
    expect(idsOf({ limit: 0 })).toEqual([]);
  });

  it('refuses a page that is no number', () => {
    expect(() => engine.browse({ offset: Number.NaN })).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });
});
