import { describe, expect, it } from 'vitest';
import { checkBrowse, checkIds, checkRequest, MAX_K } from './checkRequest.ts';
import type { BrowseRequest, RecommendRequest, SourceSettings } from './types.ts';

const invalid = (where: string) =>
  expect.objectContaining({ code: 'REQUEST_INVALID', where: expect.stringContaining(where) });

describe('checkRequest', () => {
  it('takes what the types allow', () => {
    checkRequest({ k: 1 });
    checkRequest({
      k: MAX_K,
      context: [],
      exclude: ['__proto__'],
      category: '',
      now: -1,
      explain: true,
      repeats: 'allow',
    });
    checkRequest({
      k: 1,
      category: ['Home', 'Art'],
      brand: [],
      price: { min: 0 },
      inStock: false,
      only: [],
      placement: 'search_empty',
      sources: { factors: { quota: 0 }, together: { weight: 2.5 }, recent: undefined } as SourceSettings,
    });
    checkRequest({ k: 1, brand: 'Ash', price: { min: 3, max: 3 }, sources: {} });
    checkRequest({ k: 5, context: undefined, now: undefined, repeats: undefined } as unknown as RecommendRequest);
  });

  it.each([0, -1, 1.5, MAX_K + 1, Number.NaN, Number.POSITIVE_INFINITY, '5', null, undefined, 2n])(
    'refuses k = %s',
    (k) => {
      expect(() => checkRequest({ k } as RecommendRequest)).toThrow(invalid('k'));
    },
  );

  it.each([
    ['context', 'b1'],
    ['context', null],
    ['exclude', [1]],
    ['exclude', { length: 1 }],
    ['category', 5],
    ['category', ['Home', 5]],
    ['category', null],
    ['brand', 5],
    ['brand', [null]],
    ['price', 5],
    ['price', null],
    ['price', { min: '5' }],
    ['price', { max: Number.NaN }],
    ['price.min', { min: 5, max: 4 }],
    ['inStock', 'yes'],
    ['explain', 1],
    ['only', 'b1'],
    ['only', [undefined]],
    ['sources', []],
    ['sources', null],
    ['sources.toString', { toString: {} }],
    ['sources.factor', { factor: { quota: 1 } }],
    ['sources.factors', { factors: null }],
    ['sources.factors.quota', { factors: { quota: -1 } }],
    ['sources.factors.quota', { factors: { quota: 1001 } }],
    ['sources.factors.quota', { factors: { quota: 1.5 } }],
    ['sources.recent.weight', { recent: { weight: -1 } }],
    ['sources.recent.weight', { recent: { weight: Number.POSITIVE_INFINITY } }],
    ['now', Number.NaN],
    ['now', '2024-01-01'],
    ['repeats', 'maybe'],
    ['repeats', true],
  ])('refuses %s = %j', (field, value) => {
    const request = { k: 1, [field.split('.')[0]!]: value };
    expect(() => checkRequest(request as unknown as RecommendRequest)).toThrow(invalid(field));
  });

  it.each([null, undefined, 5, 'k'])('refuses %s for a request', (request) => {
    expect(() => checkRequest(request as unknown as RecommendRequest)).toThrow(invalid('request'));
    expect(() => checkBrowse(request as unknown as BrowseRequest)).toThrow(invalid('request'));
  });
});

describe('checkBrowse', () => {
  it('takes what the types allow', () => {
    checkBrowse({});
    checkBrowse({ category: 'Home', query: '', sort: 'price', offset: 0, limit: Number.POSITIVE_INFINITY });
  });

  it.each([
    ['query', 5],
    ['category', {}],
    ['offset', -1],
    ['offset', Number.NaN],
    ['limit', 2.5],
    ['limit', '24'],
    ['limit', null],
  ])('refuses %s = %j', (field, value) => {
    expect(() => checkBrowse({ [field]: value } as BrowseRequest)).toThrow(invalid(field));
  });
});

it('checkIds names the field', () => {
  checkIds([], 'itemIds');
  expect(() => checkIds(['a', undefined], 'itemIds')).toThrow(invalid('itemIds'));
});
