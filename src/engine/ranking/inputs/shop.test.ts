import { expect, it } from 'vitest';
import { openSources } from '../../candidates/retrieve.ts';
import { createJsKernels } from '../../kernels/js.ts';
import { openShop, type Shop } from '../../testing/bundle.test-support.ts';
import { factsOf } from './question.test-support.ts';
import { readShop } from './shop.ts';

const read = async (shop: Shop) => {
  const bundle = await openShop(shop);
  return readShop(bundle, openSources(bundle, createJsKernels()));
};

it('reads what is the same for every question', async () => {
  const shop = await read({
    ids: ['a', 'b', 'c', 'd'],
    category: ['Home > Bowls', 'Home > Lamps > Desk', 'Garden', undefined],
    price: [8, 0, Number.POSITIVE_INFINITY, Number.NaN],
  });
  expect([...shop.logPrice]).toEqual([3, Number.NaN, Number.NaN, Number.NaN]);
  // Bowls and desk lamps are of one department, gardens of another, and what has no category of none.
  const [bowls, lamps, garden, none] = shop.department;
  expect([lamps, none]).toEqual([bowls, 0]);
  expect(new Set([bowls, garden, none]).size).toBe(3);
  // Each is the most popular of its category.
  expect([...shop.standing!]).toEqual([1, 1, 1, 1]);
  expect(shop.facts).toBeUndefined();
});

it('stands items by the best of their own category', async () => {
  const shop = await read({ ids: ['a', 'b', 'c'], category: ['X', 'Y', 'X'] });
  const [first, second, third] = shop.standing!;
  expect([first, second]).toEqual([1, 1]);
  expect(third).toBeCloseTo(1 / 3, 3);
  expect((await read({ ids: ['a'], popularity: false })).standing).toBeUndefined();
});

it('refuses facts of another catalogue', async () => {
  await expect(read({ ids: ['a', 'b'], sections: [factsOf(3, {})] })).rejects.toMatchObject({ code: 'BUNDLE_LAYOUT' });
});
