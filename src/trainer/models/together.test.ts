import { describe, expect, it } from 'vitest';
import { readRows } from '../../engine/bundle/rows.ts';
import type { EventName } from '../../engine/events.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { fitModel } from './fitModel.test-support.ts';
import { together } from './together.ts';

const HOUR = 3_600_000;

/** Baskets of shoppers s0, s1 ...: items of one moment, an hour after the former basket. */
const baskets = (lists: readonly string[][], event?: EventName): LogRow[] =>
  lists.flatMap((items, b) =>
    items.map((item): LogRow => [`s${b}`, item, b * HOUR, ...(event ? [event] : [])] as LogRow),
  );

const PLAIN = { shrink: 0, liftPower: 0, sizePower: 0, support: 1, minBaskets: 1 };

async function rowsOf(rows: readonly LogRow[], settings: object = {}, hasTimes = true) {
  const { section, tables } = await fitModel(together, makeLog(rows, { hasTimes }), {
    together: { ...PLAIN, ...settings },
  });
  if (!section) return undefined;
  const table = readRows(section, tables.items);
  const { ids } = tables.catalogue;
  return Object.fromEntries(
    ids.map((id, item) => {
      const row: Record<string, number> = {};
      table.readRow(item, (target, strength) => {
        row[ids[target]!] = Math.round(strength * 100) / 100;
      });
      return [id, row];
    }),
  );
}

describe('together', () => {
  const shop = [
    ['bread', 'butter'],
    ['bread', 'butter'],
    ['bread', 'jam'],
    ['bread', 'oil'],
  ];

  it('is the share of the baskets with an item that hold the other', async () => {
    const rows = (await rowsOf(baskets(shop)))!;
    expect(rows.bread).toEqual({ butter: 0.5, jam: 0.25, oil: 0.25 });
    expect(rows.butter).toEqual({ bread: 1 });
  });

  it('shrinks what few baskets say, and lifts what is rare elsewhere', async () => {
    expect((await rowsOf(baskets(shop), { shrink: 2 }))!.butter).toEqual({ bread: 0.5 });
    const lifted = (await rowsOf(baskets([...shop, ['oil', 'salt'], ['oil', 'salt']]), { liftPower: 1 }))!.oil!;
    // salt: 2/3 of 3 baskets, in 2 of 6; bread: 1/3, in 4 of 6.
    expect(lifted.salt! / lifted.bread!).toBeCloseTo(4 / 9 / (2 / 6) / (1 / 9 / (4 / 6)), 0);
  });

  it('lets a large basket speak less', async () => {
    const rows = (await rowsOf(
      baskets([
        ['a', 'b'],
        ['a', 'c', 'd', 'e', 'f', 'g', 'h', 'i'],
      ]),
      { sizePower: 1 },
    ))!;
    expect(rows.a!.b! / rows.a!.c!).toBeCloseTo(4, 0);
  });

  it('needs different shoppers behind a pair: one who always buys the same tells nothing', async () => {
    const one = Array.from({ length: 9 }, (_, b): LogRow[] =>
      ['x', 'y'].map((item): LogRow => ['one', item, b * HOUR]),
    ).flat();
    const rows = [
      ...one,
      ...baskets([
        ['x', 'z'],
        ['x', 'z'],
        ['x', 'z'],
      ]),
    ];
    expect(Object.keys((await rowsOf(rows, { support: 3 }))!.x!)).toEqual(['z']);
    expect(await rowsOf(one, { support: 2 })).toBeUndefined();
  });

  it('joins purchases of one sitting, and without a clock only those of one moment', async () => {
    const rows: LogRow[] = [
      ['s', 'a', 0],
      ['s', 'b', 60_000],
      ['s', 'c', 2 * HOUR],
    ];
    expect((await rowsOf(rows))!.a).toEqual({ b: 1 });
    expect(await rowsOf(rows, {}, false)).toBeUndefined();
  });

  it('reads carts where purchases are too few, and gives nothing where both are', async () => {
    const rows = [...baskets([['p', 'q']]), ...baskets(Array(5).fill(['a', 'b']), 'add_to_cart')];
    expect((await rowsOf(rows, { minBaskets: 2 }))!).toMatchObject({ a: { b: 1 }, p: {} });
    expect((await rowsOf(rows))!).toMatchObject({ p: { q: 1 }, a: {} });
    expect(await rowsOf(rows, { minBaskets: 6 })).toBeUndefined();
    expect(await rowsOf(baskets(shop, 'view_item'))).toBeUndefined();
  });

  it('keeps the strongest', async () => {
    const rows = (await rowsOf(baskets(shop), { keep: 1 }))!;
    expect(rows.bread).toEqual({ butter: 0.5 });
  });
});
