import { describe, expect, it } from 'vitest';
import { type LogRow, makeLog, type ShownRow } from '../tables/makeLog.ts';
import { joinImpressions } from './join.ts';

const MINUTE = 60_000;
const show = (item: string, time: number, list: string, position: number, shopper = 'a'): ShownRow => [
  shopper,
  item,
  time,
  'view_item_list',
  Number.NaN,
  list,
  position,
];
const click = (item: string, time: number, list: string, shopper = 'a'): ShownRow => [
  shopper,
  item,
  time,
  'select_item',
  Number.NaN,
  list,
  1,
];

/** Each impression as "item*" for clicked ones, with the places. */
function join(rows: (LogRow | ShownRow)[], options?: Parameters<typeof joinImpressions>[1]) {
  const log = makeLog(rows);
  const { offsets, row, place, clicked } = joinImpressions(log, options);
  return Array.from({ length: offsets.length - 1 }, (_, i) =>
    Array.from(row.subarray(offsets[i]!, offsets[i + 1]!), (shown, n) => {
      const entry = offsets[i]! + n;
      return `${place[entry]}${log.items[log.item[shown]!]}${clicked[entry] ? '*' : ''}`;
    }).join(' '),
  );
}

describe('joinImpressions', () => {
  it('begins anew at another shopper, moment or list, and where a list begins again', () => {
    expect(
      join([
        show('x', 1, 'front', 1),
        show('y', 1, 'front', 2),
        show('x', 1, 'kind', 1),
        show('z', 1, 'kind', 2),
        show('y', 1, 'kind', 1),
        show('x', 2, 'kind', 9),
        show('z', 2, 'kind', 10),
        show('x', 2, 'kind', 1, 'b'),
      ]),
    ).toEqual(['1x 2y', '1x 2z', '1y', '1x 2z', '1x']);
  });

  it('gives a click to the newest impression of its list that shows the item', () => {
    expect(
      join([
        show('x', 1, 'front', 1),
        show('y', 1, 'front', 2),
        show('x', 2, 'kind', 1),
        show('z', 2, 'kind', 2),
        click('x', 3, 'front'),
        click('z', 3, 'kind'),
        show('z', 4, 'kind', 1),
        click('z', 3, 'kind', 'b'),
        click('y', 5, 'nowhere'),
      ]),
    ).toEqual(['1x* 2y', '1x 2z*', '1z']);
  });

  it('takes views for clicks where a log has no others, whatever list they name', () => {
    const shown = [show('x', 1, 'front', 1), show('y', 1, 'front', 2)];
    expect(join([...shown, ['a', 'y', 2, 'view_item']])).toEqual(['1x 2y*']);
    expect(join([...shown, ['a', 'y', 2, 'view_item'], click('x', 3, 'front')])).toEqual(['1x* 2y']);
  });

  it('forgets an impression after the window, and knows nothing from `to` on', () => {
    const rows = [
      show('x', 0, 'l', 1),
      show('y', 0, 'l', 2),
      click('x', 20 * MINUTE, 'l'),
      click('y', 31 * MINUTE, 'l'),
    ];
    expect(join(rows)).toEqual(['1x* 2y']);
    expect(join(rows, { windowMinutes: 40 })).toEqual(['1x* 2y*']);
    expect(join(rows, { to: 20 * MINUTE })).toEqual(['1x 2y']);
    expect(join(rows, { to: 0 })).toEqual([]);
  });

  it('reads items that are told one by one at their positions', () => {
    expect(join([show('x', 1, 'l', 4), show('y', 2, 'l', 5), show('z', 3, 'l', 6)])).toEqual(['4x', '5y', '6z']);
  });

  it('counts the clicks above', () => {
    const rows = ['x', 'y', 'z'].map((item, at) => show(item, 1, 'l', at + 1));
    const { clicksAbove } = joinImpressions(makeLog([...rows, click('x', 2, 'l'), click('y', 2, 'l')]));
    expect([...clicksAbove]).toEqual([0, 1, 2]);
  });
});
