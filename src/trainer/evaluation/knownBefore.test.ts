import { expect, it } from 'vitest';
import { makeLog } from '../tables/makeLog.ts';
import { knownBefore } from './knownBefore.ts';

it('keeps what was touched, without stock', () => {
  const log = makeLog([['a', 'x', 0]], { catalogue: [{ itemId: 'x', title: 'X', inStock: false }] });
  expect(knownBefore(log, [{ itemId: 'x', price: 3, inStock: true }, { itemId: 'later' }])).toEqual([
    { itemId: 'x', title: 'X' },
    { itemId: 'x', price: 3 },
  ]);
});
