import { expect, it } from 'vitest';
import { numberLog, readProfile } from '../profile/readProfile.ts';
import { BOWLS_AND_LAMPS, DAY, did, openShop, SERVING, START } from '../testing/bundle.test-support.ts';
import { rfmOf } from './rfm.ts';

const { catalogue } = await openShop({ ...BOWLS_AND_LAMPS, price: [10, 5, 21, Number.NaN] });
const told = (log: Parameters<typeof numberLog>[0], days?: number) => {
  const profile = readProfile(numberLog(log, catalogue), SERVING);
  const now = days === undefined ? {} : { now: START + days * DAY };
  return [...rfmOf({ ...profile, ...now }, catalogue.price)].map((x) => 2 ** x - 1);
};
const near = (...values: number[]) => values.map((value) => expect.closeTo(value, 2));

it('tells of purchases, each item once and at the catalogue’s price', () => {
  const log = [
    did('purchase', 'b1', 0),
    did('purchase', 'b1', 1440),
    did('purchase', 'l2', 1440),
    did('view_item', 'b2', 2880),
  ];
  expect(told(log, 8)).toEqual(near(7, 4, 10));
  // Without a time of the question, from the newest interaction.
  expect(told(log)).toEqual(near(1, 4, 10));
});

it('tells of what was taken where nothing was bought', () => {
  const log = [did('view_item', 'b1', 0), did('view_item', 'b2', 1)];
  expect(told(log, 3)).toEqual(near(3, 2, 31));
  expect(told(log, -9)).toEqual(near(0, 2, 31));
  expect(told([])).toEqual([0, 0, 0]);
});
