import type { EventLog } from '../tables/log.ts';
import { type Examination, propensityOf } from './examination.ts';
import type { Impressions } from './join.ts';

/** What lists made of each item, by the log's item numbers. */
export interface Exposure {
  /** How often it was looked at, in views of the first place: places further down count by the chance that they are looked at. */
  looks: Float64Array;
  /** How often it was clicked there. */
  clicks: Float64Array;
}

/**
 * Counts looks and clicks of each item. Clicks by looks say what an item is worth wherever it stood (the maximum of the likelihood of a
 * position-based model with known examination), where clicks by times shown say where it stood, too.
 */
export function countExposure(log: EventLog, impressions: Impressions, examination: Examination): Exposure {
  const looks = new Float64Array(log.items.length);
  const clicks = new Float64Array(log.items.length);
  for (const [entry, row] of impressions.row.entries()) {
    const item = log.item[row]!;
    looks[item]! += propensityOf(examination, impressions.place[entry]!, impressions.clicksAbove[entry]!);
    clicks[item]! += impressions.clicked[entry]!;
  }
  return { looks, clicks };
}
