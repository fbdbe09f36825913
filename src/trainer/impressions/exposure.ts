import type { EventLog } from '../tables/log.ts';
import type { Tables } from '../tables/tables.ts';
import { type Examination, estimateExamination, propensityOf } from './examination.ts';
import { type Impressions, joinImpressions } from './join.ts';

/** What lists made of each item, by its number. */
export interface Exposure {
  /** How often it was looked at, in views of the first place: places further down count by the chance that they are looked at. */
  looks: Float64Array;
  /** How often it was clicked there. */
  clicks: Float64Array;
}

/**
 * Counts looks and clicks of each of the log's items. Clicks by looks say what an item is worth wherever it stood (the maximum of the likelihood of a
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

/** The same of all that a log shows, by the bundle's item numbers; undefined of a log that does not say what was shown where. */
export function exposureOf(log: EventLog, tables: Pick<Tables, 'items' | 'numberOfLogItem'>): Exposure | undefined {
  if (!log.position) return undefined;
  const impressions = joinImpressions(log);
  if (impressions.row.length === 0) return undefined;
  const counted = countExposure(log, impressions, estimateExamination(log, impressions));
  const looks = new Float64Array(tables.items);
  const clicks = new Float64Array(tables.items);
  for (const [item, number] of tables.numberOfLogItem.entries()) {
    if (number < 0) continue;
    looks[number] = counted.looks[item]!;
    clicks[number] = counted.clicks[item]!;
  }
  return { looks, clicks };
}
