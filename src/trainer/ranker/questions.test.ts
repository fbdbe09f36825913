import { describe, expect, it } from 'vitest';
import { splitAt } from '../evaluation/protocols/temporal.ts';
import { makeLog } from '../tables/makeLog.ts';
import { logSpan } from '../tables/split.ts';
import { pricedShop } from './pricedShop.test-support.ts';
import { earlierSplits, newcomerQuestions, questionsOf, shownQuestions } from './questions.ts';

const DAY = 86_400_000;
const WEIGHTS = { view_item: 1, purchase: 5 };

describe('earlierSplits', () => {
  const log = pricedShop({ shoppers: 60, days: 60 });
  const validation = splitAt(log, 50 * DAY, WEIGHTS);

  it('goes back in steps of the validation, each of which knows nothing of the next', () => {
    const splits = earlierSplits(log, validation, WEIGHTS);
    const length = logSpan(log).to - 50 * DAY;
    expect(splits.length).toBeGreaterThan(2);
    expect(splits[0]).toBe(validation);
    splits.forEach(({ now, earlier, cases }, back) => {
      expect(now).toBe(50 * DAY - back * length);
      expect(logSpan(earlier).to).toBeLessThan(now);
      for (const { history } of cases) for (const { timestamp } of history) expect(timestamp).toBeLessThan(now);
    });
    // What is taken after one moment is taken before the next.
    for (const { shopper, taken } of splits[1]!.cases) {
      const next = new Set<string>();
      log.shopper.forEach((number, row) => {
        if (log.shoppers[number] !== shopper || log.time[row]! < splits[1]!.now || log.time[row]! >= 50 * DAY) return;
        next.add(log.items[log.item[row]!]!);
      });
      expect(taken).toEqual(next);
    }
  });

  it('stays with the validation where there is no clock, or nothing before', () => {
    expect(earlierSplits({ ...log, hasTimes: false }, validation, WEIGHTS)).toEqual([validation]);
    const timeless = { ...validation, now: Number.MAX_SAFE_INTEGER };
    expect(earlierSplits(log, timeless, WEIGHTS)).toEqual([timeless]);
    const early = splitAt(log, 20 * DAY, WEIGHTS);
    expect(earlierSplits(log, early, WEIGHTS)).toEqual([early]);
    const few = splitAt(pricedShop({ shoppers: 20 }), 50 * DAY, WEIGHTS);
    expect(earlierSplits(pricedShop({ shoppers: 20 }), few, WEIGHTS)).toEqual([few]);
  });
});

it('asks with what was taken before, and without', () => {
  const history = [{ itemId: 'x', event: 'purchase' as const, timestamp: 1 }];
  const again = { shopper: 'a', history, taken: new Set(['x']), takenNew: new Set<string>() };
  const fresh = { shopper: 'b', history, taken: new Set(['x', 'y']), takenNew: new Set(['y']) };
  expect(questionsOf([again, fresh], 5, ['all', 'new'])).toEqual([
    { history, request: { now: 5, repeats: 'allow' }, taken: again.taken },
    { history, request: { now: 5, repeats: 'allow' }, taken: fresh.taken },
    // Who took nothing new has no answer to a shelf of new things.
    { history, request: { now: 5, repeats: 'exclude' }, taken: fresh.takenNew },
  ]);
});

it('asks as somebody without a history, of whom everything taken is new', () => {
  const history = [{ itemId: 'x', event: 'purchase' as const, timestamp: 1 }];
  const one = { shopper: 'a', history, taken: new Set(['x', 'y']), takenNew: new Set(['y']) };
  expect(newcomerQuestions([one], 5)).toEqual([
    { history: [], request: { now: 5, repeats: 'allow' }, taken: one.taken },
  ]);
});

it('asks for lists as they were shown, each with what was known just before', () => {
  const [minute, list, click] = [60_000, 'view_item_list', 'select_item'] as const;
  const log = makeLog([
    ['a', 'x', 0, list, Number.NaN, 'front', 1],
    ['a', 'y', 0, list, Number.NaN, 'front', 2],
    ['a', 'y', minute, click, Number.NaN, 'front', 2],
    ['a', 'y', minute, 'view_item', Number.NaN, '', 0],
    ['a', 'x', 5 * minute, list, Number.NaN, 'front', 1],
    ['a', 'z', 5 * minute, list, Number.NaN, 'front', 2],
    ['a', 'z', 6 * minute, click, Number.NaN, 'front', 2],
    ['b', 'x', 7 * minute, list, Number.NaN, 'front', 1],
  ]);
  const questions = shownQuestions(log, minute, 10 * minute, 10, 1);
  // The list before `from` is no question, nor is one that nobody clicked in.
  expect(questions).toHaveLength(1);
  expect(questions[0]).toMatchObject({
    request: { now: 5 * minute, repeats: 'allow' },
    shown: ['x', 'z'],
    taken: new Set(['z']),
  });
  expect(questions[0]!.history.map(({ itemId, event }) => [itemId, event])).toEqual([
    ['y', click],
    ['y', 'view_item'],
  ]);
  for (const weight of questions[0]!.weights!) expect(weight).toBeGreaterThanOrEqual(1);
});
