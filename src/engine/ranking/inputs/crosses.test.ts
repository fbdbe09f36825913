import { expect, it } from 'vitest';
import { DAY, did, START } from '../../testing/bundle.test-support.ts';
import { asking, rounded, valuesOf } from './question.test-support.ts';

it('crosses are products of what they name', async () => {
  const shop = await asking();
  const log = [did('view_item', 'b1', 0), did('view_item', 'b2', 1), did('view_item', 'l3', 2)];
  const question = shop.about(['b3', 'l1', 'l6'], log, { now: START + 3 * DAY });
  const product = (factor: string, of: string) => {
    const [a] = valuesOf(question, factor);
    return rounded(valuesOf(question, of).map((value) => a! * value));
  };
  expect(valuesOf(question, 'frequency')[0]).toBe(2);
  expect(rounded(valuesOf(question, 'frequency_x_category'))).toEqual(product('frequency', 'categoryShare'));
  expect(rounded(valuesOf(question, 'recency_x_price'))).toEqual(product('recency', 'priceDistance'));
  expect(valuesOf(question, 'frequency_x_category')[0]).toBeGreaterThan(1);
  expect(valuesOf(question, 'recency_x_price')[2]).toBeLessThan(0);
});

it('misses a cross of which a part is missing', async () => {
  const shop = await asking({ ids: ['x'] });
  const question = shop.about(['x'], [did('view_item', 'x', 0)], { now: START });
  for (const name of ['frequency_x_category', 'recency_x_price'])
    expect(valuesOf(question, name)).toEqual([Number.NaN]);
});
