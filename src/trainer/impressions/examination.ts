import type { EventLog } from '../tables/log.ts';
import { countCells } from './cells.ts';
import { fitFixedEffects } from './fixedEffects.ts';
import type { Impressions } from './join.ts';
import { fitPositionModel } from './positionModel.ts';

/** How much of a list shoppers look at. */
export interface Examination {
  /** Chance that the item in a place is looked at, by place - 1, relative to the first place (1); from 0 to 1. */
  byPlace: Float64Array;
  /** What is left of that below a click in the same impression: not everybody comes back to the list. From 0 to 1. */
  afterClick: number;
  /** Chance that an item in the first place is clicked, the mean over what was shown. */
  attraction: number;
  impressions: number;
  clicks: number;
}

/** How examination is told from attraction: see `fitFixedEffects`, `fitPositionModel`; `rates`: it is not, for lists in random order. */
export type ExaminationMethod = 'fixed-effects' | 'position-model' | 'rates';

/** A place nobody was seen to look at still has this chance: weights must be finite. */
const LEAST = 1e-3;

/**
 * Estimates from clicks how much of a list is looked at. Only what stands above or at an impression's first click counts for places, since
 * below it many are gone. Interest differs between shoppers too, and those who click nothing at the top are the less interested:
 * places further down come out too low, by about a fifth on the simulated shop.
 *
 * Where there are too few clicks to tell places apart they are all 1.
 */
export function estimateExamination(
  log: EventLog,
  impressions: Impressions,
  method: ExaminationMethod = 'fixed-effects',
): Examination {
  const { place, clicked, clicksAbove } = impressions;
  const cells = countCells(log, impressions, (entry) => clicksAbove[entry] === 0);
  // Without units of their own all items are one, and places are told apart by their rates.
  const told = method === 'rates' ? { ...cells, units: 1, unit: cells.unit.map(() => 0) } : cells;
  const { examination, attraction } = method === 'position-model' ? fitPositionModel(told) : fitFixedEffects(told);
  const byPlace = Float64Array.from(cells.groupOf, (group) => Math.min(1, Math.max(LEAST, examination[group]!)));
  let expected = 0;
  let below = 0;
  let clicks = 0;
  let attractions = 0;
  for (let entry = 0; entry < place.length; entry++) {
    const attracts = attraction[method === 'rates' ? 0 : cells.unitOf[entry]!]!;
    clicks += clicked[entry]!;
    attractions += attracts;
    if (clicksAbove[entry] === 0) continue;
    expected += byPlace[place[entry]! - 1]! * attracts;
    below += clicked[entry]!;
  }
  return {
    byPlace,
    afterClick: expected > 0 ? Math.min(1, Math.max(LEAST, below / expected)) : 1,
    attraction: place.length > 0 ? Math.min(1, attractions / place.length) : 0,
    impressions: impressions.offsets.length - 1,
    clicks,
  };
}

/** Chance that an item was looked at, relative to the first place. Beyond the places known: as in the last of them. */
export function propensityOf({ byPlace, afterClick }: Examination, place: number, clicksAbove: number): number {
  const there = byPlace[Math.min(place, byPlace.length) - 1] ?? 1;
  return clicksAbove > 0 ? there * afterClick : there;
}
