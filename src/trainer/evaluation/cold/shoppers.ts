import type { Interaction } from '../../../engine/events.ts';
import type { Engine } from '../../../engine/recommender.ts';
import { Random } from '../../random.ts';
import type { EventLog } from '../../tables/log.ts';
import { filterLog } from '../../tables/split.ts';
import { interactionOf, rangesOf, weighedEvents } from '../cases.ts';
import { listMetrics, mean } from '../metrics.ts';

/** Clicks that a newcomer's answer is asked after: none, and then each of the first. */
export const CLICKS = [0, 1, 2, 3] as const;

export interface Newcomer {
  shopper: string;
  /** The first clicks on different items, oldest first. */
  clicks: Interaction[];
  /** Ids taken after all of them, none of which is one of theirs. */
  taken: Set<string>;
}

export interface ColdShoppersSplit {
  /** The log without the newcomers. */
  earlier: EventLog;
  newcomers: Newcomer[];
}

export interface ColdShoppersOptions {
  seed: number;
  /** Share of the shoppers who are newcomers. */
  share?: number;
  eventWeights: Record<string, number>;
}

/** What newcomers are shown after so many clicks; the target is the same each time, so the figures compare. */
export interface ColdShoppersReport {
  k: number;
  newcomers: number;
  after: { clicks: number; ndcg: number; hit: number }[];
}

/** Holds shoppers out wholly who took at least one item more than the clicks that are asked after; drawn with the seed. */
export function splitColdShoppers(
  log: EventLog,
  { seed, share = 0.1, eventWeights }: ColdShoppersOptions,
): ColdShoppersSplit {
  const random = new Random(seed, 'cold shoppers');
  const weighs = weighedEvents(eventWeights);
  const most = Math.max(...CLICKS);
  const held = new Set<number>();
  const newcomers: Newcomer[] = [];
  for (const { shopper, start, end } of rangesOf(log)) {
    if (!random.chance(share)) continue;
    const clicks: Interaction[] = [];
    const seen = new Set<string>();
    const taken = new Set<string>();
    for (let row = start; row < end; row++) {
      const interaction = interactionOf(log, row);
      if (!weighs[log.event[row]!] || seen.has(interaction.itemId)) continue;
      if (clicks.length < most) {
        clicks.push(interaction);
        seen.add(interaction.itemId);
      } else taken.add(interaction.itemId);
    }
    if (taken.size === 0) continue;
    held.add(log.shopper[start]!);
    newcomers.push({ shopper, clicks, taken });
  }
  return { earlier: filterLog(log, (row) => !held.has(log.shopper[row]!)), newcomers };
}

/** Asks an engine trained on the split's earlier part. What was clicked is masked after it was. */
export function measureColdShoppers(
  engine: Pick<Engine, 'recommend'>,
  { newcomers }: ColdShoppersSplit,
  k = 10,
): ColdShoppersReport {
  const after = CLICKS.map((clicks) => {
    const measured = newcomers.map(({ clicks: own, taken }) => {
      const { items } = engine.recommend(own.slice(0, clicks), { k, now: own.at(-1)!.timestamp, repeats: 'exclude' });
      return listMetrics(
        items.map(({ itemId }) => itemId),
        taken,
        k,
      );
    });
    const meanOf = (values: readonly number[]) => (values.length > 0 ? mean(values) : 0);
    return {
      clicks,
      ndcg: meanOf(measured.map(({ ndcg }) => ndcg)),
      hit: meanOf(measured.map(({ hit }) => hit)),
    };
  });
  return { k, newcomers: newcomers.length, after };
}
