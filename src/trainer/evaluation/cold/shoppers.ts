import { setImmediate } from 'node:timers/promises';
import type { Interaction } from '../../../engine/events.ts';
import type { Engine } from '../../../engine/recommender.ts';
import type { Progress } from '../../progress.ts';
import type { EventLog } from '../../tables/log.ts';
import { interactionOf, rangesOf, weighedEvents } from '../cases.ts';
import { type ColdFigures, collectFigures, sampleCases } from './figures.ts';

/** Clicks that a newcomer's answer is asked after: none, and then each of the first. */
const CLICKS = [0, 1, 2, 3] as const;

/** A shopper whom training does not know. */
export interface Newcomer {
  shopper: string;
  /** The first clicks on different items, oldest first. */
  clicks: Interaction[];
  /** Ids taken after all of them, none of which is one of theirs. */
  taken: Set<string>;
  /** When they are asked, ms: at the last of the clicks; Number.MAX_SAFE_INTEGER without a clock. */
  now: number;
}

/** What newcomers are shown after so many clicks; the target is the same each time, so the figures compare. */
export interface ColdShoppersReport {
  k: number;
  newcomers: number;
  /** Recall, nDCG and hit at k after each number of clicks. */
  after: ({ clicks: number } & ColdFigures)[];
}

/** The shoppers of a log that are none of `known`, and took at least one item more than the clicks that are asked after. */
export function newcomersOf(log: EventLog, known: Iterable<string>, eventWeights: Record<string, number>): Newcomer[] {
  const weighs = weighedEvents(eventWeights);
  const most = Math.max(...CLICKS);
  const trained = new Set(known);
  const newcomers = rangesOf(log).flatMap(({ shopper, start, end }): Newcomer[] => {
    if (trained.has(shopper)) return [];
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
    const now = log.hasTimes ? clicks.at(-1)?.timestamp : Number.MAX_SAFE_INTEGER;
    return taken.size > 0 ? [{ shopper, clicks, taken, now: now! }] : [];
  });
  return sampleCases(newcomers);
}

/** Asks an engine that was trained without them. What was clicked is masked after it was. */
export async function measureColdShoppers(
  engine: Pick<Engine, 'recommend'> & Partial<Pick<Engine, 'prepare'>>,
  newcomers: readonly Newcomer[],
  { k = 10, seed, progress }: { k?: number; seed: number; progress: Progress },
): Promise<ColdShoppersReport> {
  const after = CLICKS.map((clicks) => ({ clicks, collected: collectFigures(k) }));
  for (const [index, { clicks: own, taken, now }] of newcomers.entries()) {
    progress('cold shoppers', index, newcomers.length);
    await setImmediate();
    for (const { clicks, collected } of after) {
      const known = own.slice(0, clicks);
      const request = { k, now, repeats: 'exclude' } as const;
      await engine.prepare?.(known, request);
      const { items } = engine.recommend(known, request);
      collected.add(
        items.map(({ itemId }) => itemId),
        taken,
      );
    }
  }
  progress('cold shoppers', newcomers.length, newcomers.length);
  const shopperOf = Int32Array.from(newcomers, (_, index) => index);
  return {
    k,
    newcomers: newcomers.length,
    after: after.map(({ clicks, collected }) => ({ clicks, ...collected.figures(seed, shopperOf) })),
  };
}
