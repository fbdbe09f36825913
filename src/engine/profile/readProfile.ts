import type { Catalogue } from '../bundle/catalogue.ts';
import type { EventName } from '../events.ts';
import {
  decayOver,
  type Evidence,
  type Fold,
  fold,
  hasBounced,
  type NumberedInteraction,
  type ReadingConfig,
  startFold,
  sumAt,
  viewWeight,
} from './fold.ts';
import type { NegativeWeights, Profile } from './types.ts';

export type { NumberedInteraction };

const MINUTE = 60_000;

/** Used where a bundle says nothing: against a commonest event of weight 1. */
export const NEGATIVE_WEIGHTS: Required<NegativeWeights> = { dismissed: 1, removed: 0.5, bounced: 0.25 };

/** How a log is read: `ServingConfig`, as far as a profile depends on it. */
export type ProfileConfig = ReadingConfig & { negativeWeights?: NegativeWeights };

/** What `readProfile` needs of a log entry and no more, so that the trainer can read its tables without making ids. */
export function numberLog(
  log: readonly {
    itemId: string;
    event: EventName;
    timestamp: number;
    engagementMs?: number;
    quantity?: number;
    value?: number;
  }[],
  catalogue: Catalogue,
): NumberedInteraction[] {
  return log.map(({ itemId, event, timestamp, engagementMs, quantity, value }) => ({
    item: catalogue.numberOf(itemId),
    event,
    timestamp,
    engagementMs,
    quantity,
    value,
  }));
}

/**
 * Reads a log, oldest first, as a profile. Ages count back from the newest known interaction and not from a clock, so
 * the profile depends on the log alone: decay by the hour would scale every weight alike.
 */
export function readProfile(log: readonly NumberedInteraction[], serving: ProfileConfig): Profile {
  const state = startFold();
  for (const interaction of log) fold(state, interaction, serving);
  return finishProfile(state, serving);
}

/** The profile of what was folded. Leaves the fold as it is, to be folded on. */
export function finishProfile(state: Fold, serving: ProfileConfig): Profile {
  const { newest } = state;
  const items: number[] = [];
  const weights: number[] = [];
  const lags: number[] = [];
  const ratings: number[] = [];
  let interactions = 0;
  let newestStep = 0;
  for (const item of newestFirst(state.weighed)) {
    const own = state.evidence.get(item)!;
    const count = standing(own, serving);
    if (count === 0) continue;
    if (items.length === 0) newestStep = own.step;
    interactions += count;
    items.push(item);
    weights.push(evidenceFor(own, newest, serving));
    lags.push(newestStep - own.step);
    ratings.push(own.rating);
  }
  const negatives: number[] = [];
  const negativeWeights: number[] = [];
  for (const item of newestFirst(state.doubted)) {
    const against = evidenceAgainst(state, item, serving);
    if (against < 0) continue;
    negatives.push(item);
    negativeWeights.push(against);
  }
  return {
    interactions,
    items: new Int32Array(items),
    weights: new Float64Array(weights),
    lags: new Int32Array(lags),
    ratings: new Float64Array(ratings),
    viewed: new Int32Array(newestFirst(state.viewed)),
    dismissed: new Int32Array(newestFirst(state.dismissed)),
    negatives: new Int32Array(negatives),
    negativeWeights: new Float64Array(negativeWeights),
    purchases: new Map([...state.purchases].reverse()),
    cart: new Int32Array(newestFirst(state.cart)),
    newest,
    sessionLength: newest - state.weighedAt <= serving.sessionGapMinutes * MINUTE ? state.sessionLength : 0,
    unknown: state.unknown,
  };
}

/** Interactions whose evidence for the item stands. */
function standing(own: Evidence, serving: ProfileConfig): number {
  if (own.dismissedAt >= 0) return 0;
  return own.settled.count + own.added.count + (own.view > 0 && !hasBounced(own, serving) ? 1 : 0);
}

function evidenceFor(own: Evidence, newest: number, serving: ProfileConfig): number {
  const sum = sumAt(own.settled, newest, serving) + sumAt(own.added, newest, serving);
  return own.view > 0 && !hasBounced(own, serving) ? sum + viewWeight(own, newest, serving) : sum;
}

/** In [0, inf); below 0 where nothing speaks against the item. */
function evidenceAgainst(state: Fold, item: number, serving: ProfileConfig): number {
  const own = state.evidence.get(item)!;
  const { dismissed, removed, bounced } = { ...NEGATIVE_WEIGHTS, ...serving.negativeWeights };
  let sum = -1;
  const add = (weight: number, time: number) => {
    if (weight > 0) sum = Math.max(0, sum) + weight * decayOver(state.newest - time, serving);
  };
  if (own.dismissedAt >= 0) add(dismissed, own.dismissedAt);
  if (own.removedAt >= 0) add(removed, own.removedAt);
  // A short look at what one knows and owns is no word against it.
  if (hasBounced(own, serving) && standing(own, serving) === 0 && !state.purchases.has(item)) add(bounced, own.viewAt);
  return sum;
}

function newestFirst(order: Set<number>): number[] {
  return [...order].reverse();
}
