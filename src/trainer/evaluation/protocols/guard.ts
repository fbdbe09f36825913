import { EVENT_NAMES } from '../../../engine/events.ts';
import { fail } from '../../../errors/failAny.ts';
import { parseConfig, type TrainConfig } from '../../config.ts';
import type { EventLog } from '../../tables/log.ts';
import { logSpan } from '../../tables/split.ts';
import type { Split, Trial } from './protocol.ts';

/**
 * What every trial must hold, looked at again on its way to training, whoever split it:
 *
 * - no row that models are fitted on is as late as the cut, where there is one;
 * - no item new to an asked shopper stands beside that shopper in what models are fitted on;
 * - validation is fitted on and asks for nothing but what the test's models or histories know.
 *
 * `isTestApart`: the test has shoppers of its own, who share no more than numbers with those of training.
 * Rows of events without weight are no taking: what was but seen in a list is new to the shopper.
 * @throws INTERNAL naming what leaks
 */
export function checkLeaks(
  { validation, test, description }: Trial,
  isTestApart: boolean,
  eventWeights: TrainConfig['eventWeights'] = parseConfig().eventWeights,
): void {
  const weighs = EVENT_NAMES.map((name) => (eventWeights[name] ?? 0) > 0);
  for (const { earlier, now } of [validation, test])
    if (earlier.hasTimes && earlier.item.length > 0 && logSpan(earlier).to >= now)
      throw leak(description, 'a row of training is as late as the cut');
  const known = pairsOf(test.earlier);
  checkTargets(pairsOf(validation.earlier, weighs), validation, description);
  if (!isTestApart) checkTargets(pairsOf(test.earlier, weighs), test, description);
  // Wanted by leave-last-out alone, and large: made where the first is missing.
  let told: Set<string> | undefined;
  const maySee = (shopper: string, itemId: string) => {
    if (known(shopper, itemId)) return true;
    told ??= isTestApart ? new Set() : toldIn(test);
    return told.has(keyOf(shopper, itemId));
  };
  for (const { shopper, history, taken } of validation.cases) {
    if (history.some(({ itemId }) => !maySee(shopper, itemId)) || [...taken].some((itemId) => !maySee(shopper, itemId)))
      throw leak(description, `validation knows of ${shopper} what only the test may tell`);
  }
}

const keyOf = (shopper: string, itemId: string) => `${shopper}\0${itemId}`;

function toldIn({ cases }: Split): Set<string> {
  const told = new Set<string>();
  for (const { shopper, history } of cases) for (const { itemId } of history) told.add(keyOf(shopper, itemId));
  return told;
}

function checkTargets(known: Pairs, { cases }: Split, description: string): void {
  for (const { shopper, takenNew } of cases)
    for (const itemId of takenNew)
      if (known(shopper, itemId)) throw leak(description, `${itemId} of ${shopper} is target and training alike`);
}

type Pairs = (shopper: string, itemId: string) => boolean;

/** Whether a shopper has an item in a log, by numbers: ids of a million rows would take a hundred megabytes. */
function pairsOf(log: EventLog, weighs?: readonly boolean[]): Pairs {
  const shopperOf = new Map(log.shoppers.map((id, number) => [id, number]));
  const itemOf = new Map(log.items.map((id, number) => [id, number]));
  const pairs = new Set<number>();
  for (let row = 0; row < log.item.length; row++)
    if (weighs?.[log.event[row]!] ?? true) pairs.add(log.shopper[row]! * log.items.length + log.item[row]!);
  return (shopper, itemId) => {
    const [s, i] = [shopperOf.get(shopper), itemOf.get(itemId)];
    return s !== undefined && i !== undefined && pairs.has(s * log.items.length + i);
  };
}

const leak = (description: string, what: string) => fail('INTERNAL', `leak in "${description}": ${what}`);
