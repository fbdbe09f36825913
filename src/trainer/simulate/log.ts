import { Random } from '../random.ts';
import { DAY_MS, dateStamp, FIRST_DAY_MS, HOURS, trafficOf } from './calendar.ts';
import { Ga4Rows } from './ga4.ts';
import { isDue, makeIntent, seasons } from './intent.ts';
import { Session } from './session.ts';
import { Shopfront } from './shopfront.ts';
import type { Item, Shopper } from './types.ts';

/** What a day of the log came to. */
export interface DayOfLog {
  /** GA4 rows in order of time. */
  lines: string;
  sessions: number;
  /** Rows by event name. */
  events: Record<string, number>;
  /** Sessions by what they were for. */
  intents: Record<string, number>;
}

/** How much likelier a visit is when something has run out. */
const DUE_VISIT = 0.16;

/** Plays the shop day by day. Rows are in order of time; the same items, shoppers and seed give the same rows. */
export function* playLog(items: readonly Item[], shoppers: readonly Shopper[], days: number, seed: number) {
  const random = new Random(seed, 'sessions');
  const shop = new Shopfront(items);
  const rows = new Ga4Rows(items);
  let transactions = 0;
  for (let day = 0; day < days; day++) {
    shop.open(day, random);
    const season = seasons(day);
    const traffic = trafficOf(day);
    const visits: { shopper: Shopper; start: number }[] = [];
    for (const shopper of shoppers) {
      if (shopper.joinDay > day) continue;
      // The first day is a visit: that is how one becomes a shopper.
      const chance =
        shopper.joinDay === day && day > 0
          ? 1
          : shopper.activity * traffic + (isDue(shopper, shop, day) ? DUE_VISIT : 0);
      if (!random.chance(chance)) continue;
      const hour = random.weighted(HOURS);
      visits.push({ shopper, start: hour * 3600 + random.below(3600) });
    }
    visits.sort((a, b) => a.start - b.start);
    const result: DayOfLog = { lines: '', sessions: visits.length, events: {}, intents: {} };
    const dayStart = (FIRST_DAY_MS + day * DAY_MS) / 1000;
    const date = dateStamp(day);
    const timed: { second: number; row: string }[] = [];
    for (const { shopper, start } of visits) {
      const intent = makeIntent(shopper, shop, random, day, season);
      result.intents[intent.name] = (result.intents[intent.name] ?? 0) + 1;
      for (const step of new Session(shopper, shop, random, intent).walk(day)) {
        if (step.event === 'purchase') transactions++;
        result.events[step.event] = (result.events[step.event] ?? 0) + 1;
        timed.push({ second: start + step.second, row: rows.row(step, shopper, date, dayStart + start, transactions) });
      }
    }
    // A stable sort: rows of one second keep the order in which they happened.
    timed.sort((a, b) => a.second - b.second);
    result.lines = timed.map(({ row }) => row).join('');
    yield result;
  }
}
