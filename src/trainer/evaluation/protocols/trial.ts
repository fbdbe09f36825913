import { fail } from '../../../errors/failAny.ts';
import type { TrainConfig } from '../../config.ts';
import type { EventLog } from '../../tables/log.ts';
import { logSpan } from '../../tables/split.ts';
import { splitShoppers } from './foldIn.ts';
import { checkLeaks } from './guard.ts';
import { splitLast } from './leaveLastOut.ts';
import { clickCases, rowCases, splitNewestShoppers, splitNextAt, splitNextEnds } from './nextItem.ts';
import { givenPairs, splitPairs } from './pairs.ts';
import type { ProtocolName, Split, Trial } from './protocol.ts';
import { isOfSessions, splitFor } from './splitFor.ts';
import { cutBeforeEnd, lastMonth, splitAt } from './temporal.ts';

/** Days before the log's end that `temporal` predicts. */
const DAYS = 30;
/** Share that is predicted where no clock and no test file says what. */
const TEST_SHARE = 0.1;

export interface TrialInput {
  protocol: ProtocolName;
  log: EventLog;
  /** A test file of its own: next-item and pairs. */
  test?: EventLog | undefined;
  /** next-item: each line of the test file asks for its last item alone, not for each but the first. */
  isTestOfTargets?: boolean;
  /** Length of what is predicted, counted back from the log's end: temporal, next-item. */
  days?: number | undefined;
  /** Its first moment, ms, in place of `days`. */
  from?: number | undefined;
  /** fold-in: share of shoppers held out. Default 0.1. */
  testUsers?: number | undefined;
  config: TrainConfig;
}

/**
 * Splits a log twice: what is asked of the bundle in the end, and within what may be seen then, what settings are chosen on.
 * @throws TOO_LITTLE_DATA where nothing is left to train on or to ask; USAGE for options that the protocol has no use for; INTERNAL where
 *   anything leaks from one part into another
 */
export function makeTrial(input: TrialInput): Trial {
  const { protocol, log, config } = input;
  checkUse(input);
  const trial = TRIALS[protocol](input);
  if (trial.test.earlier.item.length === 0)
    throw fail('TOO_LITTLE_DATA', `${trial.description}: nothing is left to train on`);
  if (trial.test.cases.length === 0)
    throw fail('TOO_LITTLE_DATA', `${trial.description}: no shopper is known before and takes something after`);
  const validation = trial.validation ?? splitFor(protocol, trial.test.earlier, config);
  const made = { ...trial, protocol, validation };
  checkLeaks(made, protocol === 'next-item' && input.test !== undefined, config.eventWeights);
  return made;

  function checkUse({ test, days, from, testUsers }: TrialInput): void {
    const unused = [
      test && !['next-item', 'pairs'].includes(protocol) && '--test',
      days !== undefined && !['temporal', 'next-item'].includes(protocol) && '--days',
      from !== undefined && !['temporal', 'next-item'].includes(protocol) && '--from',
      testUsers !== undefined && protocol !== 'fold-in' && '--test-users',
      from !== undefined && days !== undefined && '--days beside --from',
      test && (days ?? from) !== undefined && '--days or --from beside --test',
    ].find(Boolean);
    if (unused) throw fail('USAGE', `${protocol} has no use for ${unused}`);
    if (!log.hasTimes && (protocol === 'temporal' || (days ?? from) !== undefined))
      throw fail('TOO_LITTLE_DATA', 'this format has no times to split by');
  }
}

type Made = { description: string; test: Split; validation?: Split };

const TRIALS: Record<ProtocolName, (input: TrialInput) => Made> = {
  temporal({ log, days = DAYS, from, config }) {
    const cut = from ?? cutBeforeEnd(log, days);
    checkCut(log, cut, from === undefined ? `${days} days before the end` : iso(cut));
    const description = from === undefined ? `last ${days} days` : `from ${iso(cut)} on`;
    return { description, test: splitAt(log, cut, config.eventWeights) };
  },

  'leave-last-out': ({ log, config }) => ({
    description: 'last item of each shopper; trained without the last two',
    ...splitLast(log, config.eventWeights),
  }),

  'next-item'({ log, test, isTestOfTargets = false, days, from, config }) {
    const now = Number.MAX_SAFE_INTEGER;
    if (test)
      return {
        description: isTestOfTargets ? 'last item of each test row' : 'every click of each test session but the first',
        test: { earlier: log, cases: isTestOfTargets ? rowCases(test, config) : clickCases(test, config), now },
      };
    if (log.hasTimes) {
      const cut = from ?? (days === undefined ? lastMonth(log) : cutBeforeEnd(log, days));
      checkCut(log, cut, iso(cut));
      const description = `every click of a sitting but the first, from ${iso(cut)} on`;
      return { description, test: splitNextAt(log, cut, config) };
    }
    return isOfSessions(log)
      ? {
          description: `every click but the first of the newest ${100 * TEST_SHARE} % of sessions`,
          test: splitNewestShoppers(log, TEST_SHARE, config),
        }
      : {
          description: `every item in the last ${100 * TEST_SHARE} % of each sequence`,
          test: splitNextEnds(log, TEST_SHARE, config),
        };
  },

  'fold-in'({ log, testUsers: share = TEST_SHARE, config: { seed, eventWeights } }) {
    return {
      description: `${+(100 * share).toPrecision(3)} % of shoppers held out, 80 % of their items told`,
      test: splitShoppers(log, { share, seed, stream: 'test', eventWeights }),
    };
  },

  pairs({ log, test, config: { seed, eventWeights } }) {
    return test
      ? { description: 'given test pairs', test: givenPairs(log, test, eventWeights) }
      : { description: 'a part of the pairs of each shopper', test: splitPairs(log, { seed: seed + 1, eventWeights }) };
  },
};

function checkCut(log: EventLog, cut: number, where: string): void {
  const { from, to } = logSpan(log);
  if (cut <= from || cut > to) throw fail('TOO_LITTLE_DATA', `no interactions on one side of ${where}`);
}

const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
