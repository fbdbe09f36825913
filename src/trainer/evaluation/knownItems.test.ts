import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../engine/bundle/catalogue.ts';
import { makeLog } from '../tables/makeLog.ts';
import { knownItems } from './knownItems.ts';

describe('knownItems', () => {
  it('counts distinct shoppers by the numbers of the bundle', () => {
    const log = makeLog([
      ['a', 'x', 0],
      ['a', 'x', 1],
      ['a', 'gone', 1],
      ['b', 'x', 0],
      ['b', 'y', 0, 'view_item_list'],
    ]);
    const ids = ['y', 'x', 'never'];
    const catalogue = { size: 3, numberOf: (itemId: string) => ids.indexOf(itemId) } as Catalogue;
    const { takers, shoppers } = knownItems(log, catalogue, { purchase: 1 });
    expect([[...takers], shoppers]).toEqual([[0, 2, 0], 2]);
  });
});
