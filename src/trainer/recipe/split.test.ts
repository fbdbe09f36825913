import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { chooseSplit } from './split.ts';

const DAY = 86_400_000;
const config = parseConfig();
const shop = makeShop();

describe('chooseSplit', () => {
  it('holds out the end of a log whose shoppers come back', () => {
    const { protocol, now, cases } = chooseSplit(makeLog(shop), config);
    expect(protocol).toBe('temporal');
    expect(now).toBeLessThan(Math.max(...shop.map(([, , time]) => time)));
    expect(cases.length).toBe(60);
  });

  it('asks for the next click where each came once', () => {
    const once = shop.map(
      ([shopper, item, time]): LogRow => [shopper, item, Number(shopper.slice(1)) * DAY + time / 1e3],
    );
    expect(chooseSplit(makeLog(once), config).protocol).toBe('next-item');
  });

  it('asks for the last item of sequences, and for the next click of sittings without a clock', () => {
    const log = makeLog(shop, { hasTimes: false });
    expect(chooseSplit(log, config).protocol).toBe('leave-last-out');
    expect(chooseSplit({ ...log, session: log.shopper }, config).protocol).toBe('next-item');
  });

  it('holds out pairs where order says nothing', () => {
    expect(chooseSplit({ ...makeLog(shop, { hasTimes: false }), hasOrder: false }, config).protocol).toBe('pairs');
  });
});
