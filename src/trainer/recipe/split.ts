import type { TrainConfig } from '../config.ts';
import type { ProtocolName, Split } from '../evaluation/protocols/protocol.ts';
import { isOfSessions, splitFor } from '../evaluation/protocols/splitFor.ts';
import type { EventLog } from '../tables/log.ts';

/** Returning shoppers that make a split by time trustworthy, unless a twentieth of all is fewer. */
const ENOUGH_SHOPPERS = 200;

/**
 * What validation keeps back, as the log suggests: pairs of shopper and item where order says nothing; the end of the log where shoppers
 * come back; the next click where each came once, or where there is no clock but sittings; else every shopper's last item.
 */
export function chooseSplit(log: EventLog, config: TrainConfig): Split & { protocol: ProtocolName } {
  const by = (protocol: ProtocolName) => ({ protocol, ...splitFor(protocol, log, config) });
  if (log.hasOrder === false) return by('pairs');
  if (log.hasTimes) {
    const split = by('temporal');
    if (split.cases.length >= Math.min(ENOUGH_SHOPPERS, log.shoppers.length / 20)) return split;
    return by('next-item');
  }
  return by(isOfSessions(log) ? 'next-item' : 'leave-last-out');
}
