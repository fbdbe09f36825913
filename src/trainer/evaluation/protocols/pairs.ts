import { Random } from '../../random.ts';
import type { EventLog } from '../../tables/log.ts';
import { filterLog } from '../../tables/split.ts';
import { caseOf, type EvaluationCase, interactionOf, makeCases, rangesOf, weighedEvents } from '../cases.ts';
import type { Split } from './protocol.ts';
import { type ItemSets, itemSets, similarityTo } from './similarItems.ts';

/** Share of a shopper's items that go with a random draw, and with a block. */
const RANDOM_SHARE = 0.1;
const BLOCK_SHARE = 0.2;

export interface PairsOptions {
  seed: number;
  eventWeights: Record<string, number>;
}

/**
 * Holds out pairs of shopper and item where no order says which came last: every second shopper, drawn with the seed, loses a tenth of the items
 * at random, the others a fifth that is alike: one item at random and those of the shopper's that most go with it. The mean over all
 * cases so weighs both alike. A random draw alone rewards tables that complete what a shopper has nearly all of; who comes
 * back wants something else. At least one item goes and one stays; shoppers with one keep it.
 */
export function splitPairs(log: EventLog, { seed, eventWeights }: PairsOptions): Split {
  const random = new Random(seed, 'pairs');
  const weighs = weighedEvents(eventWeights);
  const ranges = rangesOf(log);
  const sets = itemSets(log, ranges);
  const losesBlock = new Set(random.shuffle([...ranges.keys()]).slice(0, ranges.length >> 1));
  const isHeld = new Uint8Array(log.item.length);
  const cases: EvaluationCase[] = [];
  ranges.forEach(({ shopper, start, end }, number) => {
    const items = new Set<number>();
    for (let row = start; row < end; row++) if (weighs[log.event[row]!]) items.add(log.item[row]!);
    if (items.size < 2) return;
    const held = losesBlock.has(number)
      ? blockOf([...items], sets, number, random)
      : new Set(random.shuffle([...items]).slice(0, Math.max(1, Math.round(items.size * RANDOM_SHARE))));
    const known = [];
    for (let row = start; row < end; row++) {
      if (held.has(log.item[row]!)) isHeld[row] = 1;
      else if (weighs[log.event[row]!]) known.push(interactionOf(log, row));
    }
    cases.push(
      caseOf(
        shopper,
        known,
        [...held].map((item) => log.items[item]!),
      ),
    );
  });
  return {
    earlier: filterLog(log, (row) => isHeld[row] === 0),
    cases,
    now: Number.MAX_SAFE_INTEGER,
    repeats: 'exclude',
  };
}

/** The published form: `train` is known, `test` holds what its shoppers also took. */
export function givenPairs(train: EventLog, test: EventLog, eventWeights: Record<string, number>): Split {
  const cases = makeCases(train, test, eventWeights)
    .map((one) => ({ ...one, taken: one.takenNew }))
    .filter(({ taken }) => taken.size > 0);
  return { earlier: train, cases, now: Number.MAX_SAFE_INTEGER, repeats: 'exclude' };
}

/** One of a shopper's items at random, and those of the others that share most shoppers with it; ties to the lower number. */
function blockOf(items: readonly number[], sets: ItemSets, shopper: number, random: Random): Set<number> {
  const size = Math.min(items.length - 1, Math.max(2, Math.round(items.length * BLOCK_SHARE)));
  const first = random.pick(items);
  const alike = similarityTo(sets, first, items, shopper);
  const others = items.filter((item) => item !== first);
  others.sort((a, b) => alike.get(b)! - alike.get(a)! || a - b);
  return new Set([first, ...others.slice(0, size - 1)]);
}
