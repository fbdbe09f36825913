import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { makeLog } from '../../tables/makeLog.ts';
import { makeShop } from '../../tables/makeShop.ts';
import { isOfSessions, splitFor } from './splitFor.ts';

const config = parseConfig();
const log = makeLog(makeShop());
const DAY = 86_400_000;

describe('splitFor', () => {
  it('temporal: holds out the days that the config says, at most its share of the span', () => {
    const { now, earlier } = splitFor('temporal', log, config);
    // A fifth of 60 days is less than 30 days.
    expect(now / DAY).toBeGreaterThan(47);
    expect(Math.max(...earlier.time)).toBeLessThan(now);
    const short = splitFor('temporal', log, parseConfig({ validation: { days: 3 } }));
    expect(short.now / DAY).toBeGreaterThan(56);
  });

  it('leave-last-out: takes the last item of every shopper', () => {
    const { cases, earlier } = splitFor('leave-last-out', log, config);
    expect(cases.length).toBe(60);
    expect(earlier.item.length).toBe(log.item.length - 60);
  });

  it('next-item: takes the newest sessions where shoppers are sessions, the ends of sequences where not', () => {
    const sessions = { ...log, hasTimes: false, session: log.shopper };
    const sequences = { ...log, hasTimes: false };
    expect([isOfSessions(sessions), isOfSessions(sequences), isOfSessions(log)]).toEqual([true, false, false]);
    expect(splitFor('next-item', sequences, config).earlier.shoppers.length).toBe(60);
    expect(new Set(splitFor('next-item', sequences, config).cases.map(({ shopper }) => shopper)).size).toBe(60);
    const held = splitFor('next-item', sessions, config);
    expect(held.cases.length).toBeGreaterThan(0);
  });

  it('fold-in and pairs: mask what is known', () => {
    for (const [protocol, count] of [
      ['fold-in', 18],
      ['pairs', 60],
    ] as const) {
      const { repeats, cases } = splitFor(protocol, log, config);
      expect([repeats, cases.length], protocol).toEqual(['exclude', count]);
    }
  });
});
