import { expect, it } from 'vitest';
import { rankerCardOf } from './card.ts';

it('finds what a card says of its ranker, where it has one', () => {
  expect(rankerCardOf({ ranker: { share: 0.25 }, seed: 1 })).toEqual({ share: 0.25 });
  for (const params of [undefined, {}, { ranker: null }, { ranker: 'none' }, { ranker: { use: 'auto', rows: 9 } }])
    expect(rankerCardOf(params)).toBeUndefined();
});
