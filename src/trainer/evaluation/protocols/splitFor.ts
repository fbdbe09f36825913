import type { TrainConfig } from '../../config.ts';
import type { EventLog } from '../../tables/log.ts';
import { splitShoppers } from './foldIn.ts';
import { splitLast } from './leaveLastOut.ts';
import { splitNewestShoppers, splitNextAt, splitNextEnds } from './nextItem.ts';
import { splitPairs } from './pairs.ts';
import type { ProtocolName, Split } from './protocol.ts';
import { cutBeforeEnd, splitAt } from './temporal.ts';

/** Share that validation holds out: of sessions or histories (next-item), of shoppers (fold-in). */
const VALIDATION_SHARE = 0.1;

/** Shoppers that fold-in asks where a tenth is fewer, as long as that leaves most to learn from: of fifty, blends learn noise. */
const ENOUGH_SHOPPERS = 200;
const MOST_SHARE = 0.3;
/** Cases that validation makes of fewer shoppers, by further draws of what each is told. */
const ENOUGH_CASES = 500;

type SplitConfig = Pick<TrainConfig, 'seed' | 'eventWeights' | 'sessionGapMinutes' | 'validation'>;

/**
 * A part of `log` held out as the protocol holds out its test: what `train` and `benchmark` choose settings on. Every case there
 * is; who asks may draw some.
 *
 * - temporal: the last `validation.days`, at most `validation.share` of the span.
 * - leave-last-out: the last item of every shopper with two or more.
 * - next-item: every click but the first of a sitting; with a clock in the time that temporal takes, of anonymous sessions in the newest tenth,
 *   of sequences in the last tenth of each.
 * - fold-in: a tenth of the shoppers with five or more items, of few shoppers up to three tenths.
 * - pairs: a tenth of the items of every second shopper, a block of alike items of the others.
 */
export function splitFor(protocol: ProtocolName, log: EventLog, config: SplitConfig): Split {
  const { seed, eventWeights, validation } = config;
  switch (protocol) {
    case 'temporal':
      return splitAt(log, cutBeforeEnd(log, validation.days, validation.share), eventWeights);
    case 'leave-last-out':
      return splitLast(log, eventWeights, 1).test;
    case 'next-item':
      if (log.hasTimes) return splitNextAt(log, cutBeforeEnd(log, validation.days, validation.share), config);
      return isOfSessions(log)
        ? splitNewestShoppers(log, VALIDATION_SHARE, config)
        : splitNextEnds(log, VALIDATION_SHARE, config);
    case 'fold-in':
      return splitShoppers(log, {
        share: Math.min(MOST_SHARE, Math.max(VALIDATION_SHARE, ENOUGH_SHOPPERS / Math.max(1, log.shoppers.length))),
        seed,
        stream: 'validation',
        eventWeights,
        enough: ENOUGH_CASES,
      });
    case 'pairs':
      return splitPairs(log, { seed, eventWeights });
  }
}

/** A log without a clock whose shoppers are sittings, in order of age (format `sessions`). */
export function isOfSessions(log: EventLog): boolean {
  return !log.hasTimes && log.session.length > 0 && log.session[0]! >= 0;
}
