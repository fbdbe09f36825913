import { describe, expect, it } from 'vitest';
import { makeLog } from '../../tables/makeLog.ts';
import { splitLast } from './leaveLastOut.ts';

const log = makeLog(
  [
    ['long', 'a', 1],
    ['long', 'b', 2],
    ['long', 'c', 3],
    ['long', 'd', 4],
    ['long', 'e', 5, 'view_item_list'],
    ['two', 'a', 1],
    ['two', 'b', 2],
    ['one', 'a', 1],
  ],
  { hasTimes: false },
);
const ids = (cases: ReturnType<typeof splitLast>['test']['cases']) =>
  cases.map(({ shopper, history, taken }) => [shopper, history.map(({ itemId }) => itemId).join(''), ...taken]);

describe('splitLast', () => {
  it('trains without the last two, and tells the test what validation predicts', () => {
    const { validation, test } = splitLast(log, { purchase: 1 });
    expect(ids(validation.cases)).toEqual([['long', 'ab', 'c']]);
    expect(ids(test.cases)).toEqual([['long', 'abc', 'd']]);
    expect(test.earlier).toBe(validation.earlier);
    const { earlier } = test;
    expect(
      Array.from(earlier.item, (item, row) => earlier.shoppers[earlier.shopper[row]!] + earlier.items[item]!),
    ).toEqual(['longa', 'longb', 'onea', 'twoa', 'twob']);
  });

  it('holds out the last alone where one is asked for', () => {
    const { validation, test } = splitLast(log, { purchase: 1 }, 1);
    expect(validation.cases).toEqual([]);
    expect(ids(test.cases)).toEqual([
      ['long', 'abc', 'd'],
      ['two', 'a', 'b'],
    ]);
    expect(test.earlier.items).toEqual(['a', 'b', 'c']);
  });
});
