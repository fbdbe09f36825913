import type { ServingConfig } from '../../engine/bundle/manifest.ts';
import type { Interaction } from '../../engine/events.ts';
import { placedBlend } from '../../engine/ranking/blend.ts';
import { FEATURES, leadFeatures } from '../../engine/ranking/features.ts';
import type { Engine } from '../../engine/recommender.ts';
import { askingOf } from '../../engine/shelf/placements.ts';
import type { Placement, SourceName } from '../../engine/shelf/types.ts';
import { blendNdcg, learnBlend } from '../blend/learn.ts';
import { collectPlaced, type PlacedCase } from '../blend/rows.ts';
import { type EvaluationCase, interactionOf } from '../evaluation/cases.ts';
import type { Split } from '../evaluation/protocols/protocol.ts';
import { silent } from '../progress.ts';
import type { EventLog } from '../tables/log.ts';
import { sample } from './judge.ts';

/** Fewest cases that a placement's own blend is learned from, and most that are asked. */
const ENOUGH = 200;
const MOST = 500;

/** What a blend of its own must gain on the placement's cases over that of home. */
const MIN_GAIN = 1.01;

/** Items of a basket: on the page, and in all. */
const CART_ITEMS = 2;
const BASKET_ITEMS = 3;

const MINUTE = 60_000;

/** A placement that was asked apart, and what came of it. */
export interface PlacedBlend {
  placement: Placement;
  blend: Record<string, number>;
  /** nDCG@10 with home's blend, and with its own, on its own cases. */
  home: number;
  own: number;
  cases: number;
}

/**
 * Blends for the product page and the cart where validation has cases of their kind: the item looked at is the context and what is taken
 * next in the sitting the target; the first items of a basket and its rest. Only for a log with a clock: elsewhere the item before is all that a home
 * page knows too.
 */
export function learnPlacements(
  engine: Engine,
  log: EventLog,
  split: Split,
  blend: Record<string, number>,
  { repeats, silent: absent }: { repeats: 'allow' | 'exclude'; silent: readonly SourceName[] },
): PlacedBlend[] {
  if (!log.hasTimes || split.now === Number.MAX_SAFE_INTEGER) return [];
  const later = laterRows(log, split);
  return (['product', 'cart'] as const).flatMap((placement) => {
    const makeCase = placement === 'product' ? productCase : cartCase;
    const made = split.cases.flatMap((one) => makeCase(one, later.get(one.shopper) ?? [], engine) ?? []);
    if (made.length < ENOUGH) return [];
    const cases = sample(made, MOST);
    const rows = collectPlaced(engine, cases, { placement, now: split.now, repeats, silent: absent });
    const { serving } = engine.bundle.manifest;
    const asking = askingOf(serving, { placement });
    const main = engine.sources.popularity?.mainWindow ?? 'medium';
    const placed = placedBlend(blend, asking, leadFeatures(main));
    const before = Object.fromEntries(FEATURES.map((feature, f) => [feature, placed[f]!]));
    const home = blendNdcg(rows, before);
    const learned = learnBlend([rows], silent, { also: [before] });
    const own = learned.ndcg[0]!;
    return own > home * MIN_GAIN ? [{ placement, blend: learned.blend, home, own, cases: cases.length }] : [];
  });
}

/** A cart's blend that listens to nothing of what goes together is not to be told to all the same. */
export function withCarts(
  placements: NonNullable<ServingConfig['placements']>,
  placed: readonly PlacedBlend[],
): NonNullable<ServingConfig['placements']> {
  const cart = placed.find(({ placement }) => placement === 'cart');
  if (!cart || cart.blend.together !== undefined) return placements;
  return { ...placements, cart: { together: { quota: 0 }, ...placements.cart } };
}

/** Every shopper's weighed rows after the split, oldest first. */
function laterRows(log: EventLog, { cases, now }: Split): Map<string, Interaction[]> {
  const asked = new Set(cases.map(({ shopper }) => shopper));
  const rows = new Map<string, Interaction[]>();
  for (let row = 0; row < log.item.length; row++) {
    const shopper = log.shoppers[log.shopper[row]!]!;
    if (log.time[row]! < now || !asked.has(shopper)) continue;
    const known = rows.get(shopper) ?? [];
    if (known.length === 0) rows.set(shopper, known);
    known.push(interactionOf(log, row));
  }
  return rows;
}

const weighs = (engine: Engine, { event }: Interaction) =>
  (engine.bundle.manifest.serving.eventWeights[event] ?? 0) > 0;

/** The first two different items of a sitting. */
function productCase(
  { history, takenNew }: EvaluationCase,
  later: readonly Interaction[],
  engine: Engine,
): PlacedCase | undefined {
  const { sessionGapMinutes } = engine.bundle.manifest.serving;
  for (let at = 1; at < later.length; at++) {
    const [page, next] = [later[at - 1]!, later[at]!];
    if (!weighs(engine, page) || !weighs(engine, next) || page.itemId === next.itemId) continue;
    if (next.timestamp === page.timestamp || next.timestamp - page.timestamp > sessionGapMinutes * MINUTE) continue;
    const taken = new Set([next.itemId]);
    const isNew = takenNew.has(next.itemId) && !later.slice(0, at).some(({ itemId }) => itemId === next.itemId);
    return {
      history: [...history, ...later.slice(0, at - 1)],
      context: [page.itemId],
      taken,
      takenNew: isNew ? taken : new Set(),
    };
  }
  return undefined;
}

/** The first basket: what is bought at one moment. */
function cartCase(
  { history, takenNew }: EvaluationCase,
  later: readonly Interaction[],
  engine: Engine,
): PlacedCase | undefined {
  const first = later.findIndex(({ event }) => event === 'purchase');
  if (first < 0 || !weighs(engine, later[first]!)) return undefined;
  const moment = later[first]!.timestamp;
  const basket = [
    ...new Set(
      later.filter(({ event, timestamp }) => event === 'purchase' && timestamp === moment).map(({ itemId }) => itemId),
    ),
  ];
  if (basket.length < BASKET_ITEMS) return undefined;
  const context = basket.slice(0, CART_ITEMS);
  const taken = new Set(basket.slice(CART_ITEMS));
  return {
    history: [...history, ...later.slice(0, first)],
    context,
    taken,
    takenNew: new Set([...taken].filter((itemId) => takenNew.has(itemId))),
  };
}
