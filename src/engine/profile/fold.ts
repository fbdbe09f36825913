import type { ServingConfig } from '../bundle/manifest.ts';
import type { EventName } from '../events.ts';
import { exp2 } from './exp2.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const SECOND = 1000;

/** What the fold needs of the serving config; a trainer has no more than this. */
export type ReadingConfig = Pick<
  ServingConfig,
  'eventWeights' | 'halfLifeDays' | 'sessionGapMinutes' | 'bounceSeconds' | 'dwellSeconds'
>;

/** Used where a bundle says nothing. */
export const BOUNCE_SECONDS = 3;
export const DWELL_SECONDS = 60;

/** An interaction by item number; -1 for an item that this bundle does not know. */
export interface NumberedInteraction {
  item: number;
  event: EventName;
  timestamp: number;
  engagementMs?: number | undefined;
  quantity?: number | undefined;
  value?: number | undefined;
}

/** Interactions' weights, each decayed to the time of the newest of them. */
export interface Sum {
  weight: number;
  count: number;
  /** ms. */
  at: number;
}

/**
 * One item's evidence. The newest view and what is in the cart stand apart from the rest, because what follows may still
 * take them back: nothing is ever subtracted, so a withdrawn add leaves no trace in the last bit.
 */
export interface Evidence {
  settled: Sum;
  /** Adds to the cart that were neither bought nor removed. */
  added: Sum;
  /** Weight of the newest view; 0: none, or one that weighs nothing. */
  view: number;
  viewAt: number;
  /** How long the newest view lasted, ms; -1: not known. */
  dwell: number;
  /** Did the shopper do anything with the item after the newest view? */
  wentOn: boolean;
  /** Pieces in the cart. */
  inCart: number;
  /** Times of what speaks against the item and was not taken back, ms; NaN: nothing. */
  removedAt: number;
  dismissedAt: number;
  /** Step of the newest weighed interaction. */
  step: number;
  /** Value of the newest weighed interaction that has one; NaN: none has. */
  rating: number;
}

/** A log as far as it was read. The sets keep the order of the last time an item entered them, oldest first. */
export interface Fold {
  evidence: Map<number, Evidence>;
  weighed: Set<number>;
  viewed: Set<number>;
  dismissed: Set<number>;
  /** Items that something may speak against. */
  doubted: Set<number>;
  cart: Set<number>;
  /** Newest purchase of each item, oldest first. */
  purchases: Map<number, number>;
  newest: number;
  unknown: number;
  sessionLength: number;
  /** Of the newest weighed interaction. */
  step: number;
  weighedAt: number;
  weighedItem: number;
}

export function startFold(): Fold {
  return {
    evidence: new Map(),
    weighed: new Set(),
    viewed: new Set(),
    dismissed: new Set(),
    doubted: new Set(),
    cart: new Set(),
    purchases: new Map(),
    newest: 0,
    unknown: 0,
    sessionLength: 0,
    step: 0,
    weighedAt: Number.NaN,
    weighedItem: -1,
  };
}

/**
 * Takes in the next interaction, in constant time: sums decay as they grow (sum = sum x 2^(-passed / half-life) + weight), so
 * nothing is read twice and the whole log folded anew goes through the same operations in the same order.
 */
export function fold(state: Fold, interaction: NumberedInteraction, serving: ReadingConfig): void {
  const { item, event, timestamp, value } = interaction;
  if (item < 0) {
    state.unknown++;
    return;
  }
  if (timestamp > state.newest) state.newest = timestamp;
  let own = state.evidence.get(item);
  if (!own) {
    own = noEvidence();
    state.evidence.set(item, own);
  }
  act(state, own, interaction, serving);
  // Neither says anything for an item, whatever a config gives it.
  if (event === 'dismiss' || event === 'user_engagement') return;
  const weight = serving.eventWeights[event] ?? 0;
  if (!(weight > 0)) return;
  own.rating = value ?? own.rating;
  weigh(own, event, timestamp, weight, serving);
  follow(state, own, item, timestamp, serving);
}

function noEvidence(): Evidence {
  return {
    settled: noSum(),
    added: noSum(),
    view: 0,
    viewAt: Number.NaN,
    dwell: -1,
    wentOn: false,
    inCart: 0,
    removedAt: Number.NaN,
    dismissedAt: Number.NaN,
    step: 0,
    rating: Number.NaN,
  };
}

/** What the event is, whether it weighs anything or not. */
function act(state: Fold, own: Evidence, interaction: NumberedInteraction, serving: ReadingConfig): void {
  const { item, event, timestamp, engagementMs, quantity } = interaction;
  switch (event) {
    case 'view_item':
      settleView(own, timestamp, serving);
      own.viewAt = timestamp;
      own.dwell = -1;
      own.wentOn = false;
      renew(state.viewed, item);
      lengthen(state, own, item, engagementMs);
      break;
    case 'user_engagement':
      // Without a view in the log there is nothing that it could lengthen.
      if (own.viewAt <= timestamp) lengthen(state, own, item, engagementMs);
      break;
    case 'select_item':
      own.wentOn = true;
      renew(state.viewed, item);
      break;
    case 'add_to_cart':
      own.wentOn = true;
      own.inCart += quantity! > 0 ? quantity! : 1;
      renew(state.cart, item);
      takeBack(state, own, item);
      break;
    case 'purchase':
      own.wentOn = true;
      own.settled = joined(own.settled, own.added, timestamp, serving);
      emptyCart(state, own, item);
      state.purchases.delete(item);
      state.purchases.set(item, timestamp);
      takeBack(state, own, item);
      break;
    case 'remove_from_cart':
      // Three of a thing become two: no word against it.
      if (quantity! > 0 && quantity! < own.inCart) {
        own.inCart -= quantity!;
        break;
      }
      emptyCart(state, own, item);
      own.removedAt = timestamp;
      renew(state.doubted, item);
      break;
    case 'dismiss':
      own.settled = noSum();
      own.added = noSum();
      own.view = 0;
      own.viewAt = Number.NaN;
      own.dwell = -1;
      own.dismissedAt = timestamp;
      renew(state.dismissed, item);
      renew(state.doubted, item);
      break;
  }
}

function weigh(own: Evidence, event: EventName, timestamp: number, weight: number, serving: ReadingConfig): void {
  if (event === 'view_item') {
    own.view = weight;
    return;
  }
  add(event === 'add_to_cart' ? own.added : own.settled, timestamp, weight, serving);
}

/** Sessions and steps. Looking at a thing and then adding it is one step, a basket of one moment too. */
function follow(state: Fold, own: Evidence, item: number, timestamp: number, serving: ReadingConfig): void {
  const goesOn = timestamp - state.weighedAt <= serving.sessionGapMinutes * MINUTE;
  state.sessionLength = goesOn ? state.sessionLength + 1 : 1;
  if (timestamp !== state.weighedAt && item !== state.weighedItem) state.step++;
  state.weighedAt = timestamp;
  state.weighedItem = item;
  own.step = state.step;
  renew(state.weighed, item);
}

/** The newest view, once another follows it, can no longer turn out to have been left at once. */
function settleView(own: Evidence, timestamp: number, serving: ReadingConfig): void {
  if (own.view === 0) return;
  add(own.settled, timestamp, viewWeight(own, timestamp, serving), serving);
  own.view = 0;
}

function lengthen(state: Fold, own: Evidence, item: number, engagementMs: number | undefined): void {
  if (!(engagementMs! >= 0)) return;
  own.dwell = Math.max(0, own.dwell) + engagementMs!;
  renew(state.doubted, item);
}

/** Adding or buying a thing takes back what was said against it. */
function takeBack(state: Fold, own: Evidence, item: number): void {
  own.removedAt = Number.NaN;
  own.dismissedAt = Number.NaN;
  state.dismissed.delete(item);
}

function emptyCart(state: Fold, own: Evidence, item: number): void {
  own.added = noSum();
  own.inCart = 0;
  state.cart.delete(item);
}

function noSum(): Sum {
  return { weight: 0, count: 0, at: 0 };
}

function add(sum: Sum, timestamp: number, weight: number, serving: ReadingConfig): void {
  sum.weight = sumAt(sum, timestamp, serving) + weight;
  sum.count++;
  sum.at = timestamp;
}

function joined(a: Sum, b: Sum, timestamp: number, serving: ReadingConfig): Sum {
  if (b.count === 0) return a;
  const weight = sumAt(a, timestamp, serving) + sumAt(b, timestamp, serving);
  return { weight, count: a.count + b.count, at: timestamp };
}

/** The sum as it stands at a later time. */
export function sumAt({ weight, count, at }: Sum, time: number, serving: ReadingConfig): number {
  return count > 0 ? weight * decayOver(time - at, serving) : 0;
}

/** 2^(-ms / half-life), in [0, 1]; 1 where nothing decays, or for a log that goes back in time. */
export function decayOver(ms: number, { halfLifeDays }: ReadingConfig): number {
  return halfLifeDays > 0 && ms > 0 ? exp2(-ms / (halfLifeDays * DAY)) : 1;
}

/** The newest view's weight at a later `time`: more the longer it lasted, up to twice at `dwellSeconds`. */
export function viewWeight(own: Evidence, time: number, serving: ReadingConfig): number {
  const full = (serving.dwellSeconds ?? DWELL_SECONDS) * SECOND;
  const longer = full > 0 && own.dwell > 0 ? Math.min(own.dwell, full) / full : 0;
  return own.view * (1 + longer) * decayOver(time - own.viewAt, serving);
}

/** Was the newest view left at once, with nothing done since? */
export function hasBounced(own: Evidence, serving: ReadingConfig): boolean {
  const limit = (serving.bounceSeconds ?? BOUNCE_SECONDS) * SECOND;
  return own.dwell >= 0 && own.dwell < limit && !own.wentOn;
}

function renew(order: Set<number>, item: number): void {
  order.delete(item);
  order.add(item);
}
