import { describe, expect, it } from 'vitest';
import type { ItemDisplay, Recommendation } from '../../src/engine/shelf/types.ts';
import type { Recommender } from '../../src/page/types.ts';
import { dress } from './dress.ts';

const CATALOGUE: ItemDisplay[] = [
  {
    itemId: '1',
    title: 'RED LUNCH BOX',
    inStock: true,
    image: 'https://shop.example/1.jpg',
    link: 'https://shop.example/1',
  },
  { itemId: '2', inStock: false },
  { itemId: '3', title: 'Walnut bowl', inStock: true },
];

function recommenderOf(asked: string[][]): Recommender {
  const part: Pick<Recommender, 'items' | 'browse' | 'ready'> = {
    ready: Promise.resolve({
      bundleVersion: 'v',
      items: 3,
      kernels: 'js' as const,
      storage: 'memory' as const,
      window: { from: '', to: '' },
      categories: [],
      tookMs: 1,
    }),
    items: async (itemIds) => {
      asked.push(itemIds);
      return CATALOGUE.filter(({ itemId }) => itemIds.includes(itemId));
    },
    browse: async () => ({ total: 3, items: CATALOGUE }),
  };
  return part as Recommender;
}

describe('dress', () => {
  it('gives every item a calm title, a picture without a request and a page of this shop', async () => {
    const recommender = dress(recommenderOf([]), { pictures: { 3: '<svg/>' } });
    const items = await recommender.items(['3', '1', '2', 'unknown']);
    expect(items.map(({ itemId, title, link }) => [itemId, title, link])).toEqual([
      ['3', 'Walnut bowl', '#/item/3'],
      ['1', 'Red lunch box', '#/item/1'],
      ['2', 'Item 2', '#/item/2'],
    ]);
    expect(items[0]!.image).toBe('data:image/svg+xml,%3Csvg%2F%3E');
    for (const item of items) expect(item.image).toMatch(/^data:image\/svg\+xml,/);
  });
  it('asks once for an item, and not again for one that browse has shown', async () => {
    const asked: string[][] = [];
    const recommender = dress(recommenderOf(asked), { pictures: {} });
    await recommender.items(['1']);
    await recommender.items(['1', '3']);
    await recommender.browse();
    await recommender.items(['1', '2', '3']);
    expect(asked).toEqual([['1'], ['3']]);
  });
  it('writes titles in reasons as the shop does', async () => {
    const recommender = dress(recommenderOf([]), { pictures: {} });
    await recommender.items(['1']);
    const recommendation: Recommendation = {
      itemId: '3',
      score: 1,
      source: 'transitions',
      reason: 'Often chosen after RED LUNCH BOX',
      because: ['1'],
    };
    expect(recommender.reasonOf(recommendation)).toBe('Often chosen after Red lunch box');
  });
  it('knows the names in reasons of items that the page has not drawn, as after a reload', async () => {
    const recommendation: Recommendation = {
      itemId: '3',
      score: 1,
      source: 'factors',
      reason: 'Fits your interest in RED LUNCH BOX',
      because: ['1'],
    };
    const recommend = async () => ({
      recId: 'r',
      bundleVersion: 'v',
      isFallback: false,
      items: [recommendation],
      tookMs: 1,
    });
    const recommender = dress({ ...recommenderOf([]), recommend }, { pictures: {} });
    const { items } = await recommender.recommend();
    expect(recommender.reasonOf(items[0]!)).toBe('Fits your interest in Red lunch box');
  });
});
