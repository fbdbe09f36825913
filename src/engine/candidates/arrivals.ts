import { answerOfAll } from './answers.ts';
import type { CandidateSource } from './source.ts';

/** Days after which an arrival's score is half that of the newest. */
const HALF_DAYS = 30;

/**
 * New in the shop: the items that entered the catalogue last, ties to the more popular. An age counts in days from the
 * newest arrival and not from a clock; the score 1 / (1 + age / 30) is in (0, 1].
 * `created`: days since 1970 per item number, 0 where unknown. Undefined where it is unknown of all.
 */
export function createArrivalsSource(created: Uint16Array): CandidateSource | undefined {
  const newest = created.reduce((a, b) => Math.max(a, b), 0);
  if (newest === 0) return undefined;
  const answer = answerOfAll('arrivals', created, (day) => (day > 0 ? HALF_DAYS / (HALF_DAYS + newest - day) : 0));
  return { name: 'arrivals', ask: () => answer };
}
