import type { Kind } from './types.ts';

export const DAY_MS = 86_400_000;

/** The log's first day, fixed so that a seed gives the same bytes on any day: Monday, 1 September 2025, UTC. */
export const FIRST_DAY_MS = Date.UTC(2025, 8, 1);

/** Sunday evenings are for shopping, Saturdays for being out. Monday first. */
const WEEKDAYS = [1.05, 1, 0.98, 0.95, 0.9, 0.88, 1.24];

/** Share of a day's sessions that begin in each hour, 0 to 22. None begins at 23: a session must end on its day. */
export const HOURS = [2, 1, 0.5, 0.3, 0.3, 0.6, 1.5, 3, 4, 4.5, 5, 5.5, 6.5, 5.5, 4.5, 4.5, 5, 5.5, 6, 7.5, 9, 8.5, 4];

/** Demand for a kind on a day of the log, mean about 1. */
export function seasonOf(kind: Kind, day: number): number {
  if (!kind.season) return 1;
  const [peak, swing] = kind.season;
  const date = FIRST_DAY_MS + day * DAY_MS;
  const dayOfYear = (date - Date.UTC(new Date(date).getUTCFullYear(), 0, 1)) / DAY_MS;
  return 1 + swing * Math.cos((2 * Math.PI * (dayOfYear - peak)) / 365);
}

/** How busy the shop is on a day of the log, mean about 1: weekdays, a slow rise towards the holidays, Black Friday week. */
export function trafficOf(day: number): number {
  const date = new Date(FIRST_DAY_MS + day * DAY_MS);
  const isBlackFridayWeek = date.getUTCMonth() === 10 && date.getUTCDate() >= 24;
  const rise = 0.85 + 0.3 * Math.min(1, (day % 365) / 90);
  return WEEKDAYS[day % 7]! * rise * (isBlackFridayWeek ? 1.5 : 1);
}

/** Chance that a session is after a present, by day: grows through November. */
export function giftShareOf(day: number): number {
  const month = new Date(FIRST_DAY_MS + day * DAY_MS).getUTCMonth();
  return month === 10 ? 0.2 : month === 11 ? 0.3 : 0.09;
}

/** "20250901" */
export const dateStamp = (day: number): string =>
  new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
