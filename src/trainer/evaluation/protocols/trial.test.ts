import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { makeShop } from '../../tables/makeShop.ts';
import { PROTOCOLS } from './protocol.ts';
import { makeTrial, type TrialInput } from './trial.ts';

const config = parseConfig();
// Ends in February; a shopper is one sitting.
const shop = makeLog(makeShop({ days: 55 }));
const log = { ...shop, session: shop.shopper };
const trialOf = (rest: Partial<TrialInput> & Pick<TrialInput, 'protocol'>) => makeTrial({ log, config, ...rest });
const pairsOf = ({ item, items, shopper, shoppers, time }: typeof log) =>
  new Set(Array.from(item, (one, row) => `${shoppers[shopper[row]!]} ${items[one]} ${time[row]}`));

describe('makeTrial', () => {
  it.each(PROTOCOLS)(
    '%s: validation sees nothing that the test predicts, and models nothing that either does',
    (protocol) => {
      const { validation, test } = trialOf({ protocol });
      expect(test.cases.length).toBeGreaterThan(3);
      expect(validation.cases.length).toBeGreaterThan(3);
      const all = pairsOf(log);
      const seen = pairsOf(test.earlier);
      for (const pair of pairsOf(validation.earlier)) expect(seen).toContain(pair);
      for (const pair of seen) expect(all).toContain(pair);
      // Everything that validation tells or asks is known before the test asks. Leave-last-out tells it in the histories.
      const told = new Set(
        test.cases.flatMap(({ shopper, history }) =>
          history.map(({ itemId, timestamp }) => `${shopper} ${itemId} ${timestamp}`),
        ),
      );
      for (const { shopper, history } of validation.cases)
        for (const { itemId, timestamp } of history) {
          const pair = `${shopper} ${itemId} ${timestamp}`;
          expect(seen.has(pair) || told.has(pair), pair).toBe(true);
        }
      expect(trialOf({ protocol })).toEqual({ protocol, description: expect.any(String), validation, test });
    },
  );

  it('takes the last calendar month for next-item with a clock, 30 days for temporal', () => {
    expect(trialOf({ protocol: 'next-item' }).test.cases).toEqual(
      trialOf({ protocol: 'next-item', from: Date.UTC(1970, 1, 1) }).test.cases,
    );
    expect(trialOf({ protocol: 'temporal' }).description).toBe('last 30 days');
  });

  it('asks each test row for its last item, or a session for every click', () => {
    const test = makeLog([
      ['t1', 'i01', 0],
      ['t1', 'i02', 1],
      ['t1', 'i03', 2],
    ]);
    const count = (isTestOfTargets: boolean) =>
      trialOf({ protocol: 'next-item', test, isTestOfTargets }).test.cases.length;
    expect([count(true), count(false)]).toEqual([1, 2]);
  });

  const one: LogRow[] = [['a', 'x', 0]];
  it.each<[string, Partial<TrialInput> & Pick<TrialInput, 'protocol'>]>([
    ['temporal of a log without a clock', { protocol: 'temporal', log: makeLog(makeShop(), { hasTimes: false }) }],
    ['temporal of one moment', { protocol: 'temporal', log: makeLog([...one, ['b', 'x', 0]]) }],
    ['temporal of more days than there are', { protocol: 'temporal', days: 1000 }],
    ['leave-last-out of a single event', { protocol: 'leave-last-out', log: makeLog(one) }],
    ['fold-in of shoppers with few items', { protocol: 'fold-in', log: makeLog(one) }],
    ['pairs of shoppers that training does not know', { protocol: 'pairs', test: makeLog([['z', 'i01', 0]]) }],
  ])('refuses %s as too little data', (_, input) => {
    expect(() => trialOf(input)).toThrowError(expect.objectContaining({ code: 'TOO_LITTLE_DATA' }));
  });

  it.each<[string, Partial<TrialInput> & Pick<TrialInput, 'protocol'>]>([
    ['a test file of temporal', { protocol: 'temporal', test: log }],
    ['days of pairs', { protocol: 'pairs', days: 3 }],
    ['test users of temporal', { protocol: 'temporal', testUsers: 0.2 }],
    ['days beside a first moment', { protocol: 'next-item', days: 3, from: 0 }],
  ])('has no use for %s', (_, input) => {
    expect(() => trialOf(input)).toThrowError(expect.objectContaining({ code: 'USAGE' }));
  });
});
