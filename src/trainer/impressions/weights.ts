import { type Examination, propensityOf } from './examination.ts';

/** Largest weight by default: beyond it a few clicks in places that hardly anybody looks at would decide. */
export const MAX_WEIGHT = 10;

/**
 * How many items that were surely looked at a shown item stands for. A click in a place that one in four looks at stands for
 * four clicks (inverse propensity: Joachims, Swaminathan, Schnabel 2017), at most `most`. An item that was passed over stands for less than
 * one, as it may not have been looked at; how much less, for an item of mean attraction. So weighted rows say how often an item
 * is taken by those who look at it, whatever its place was.
 */
export function weightOf(
  examination: Examination,
  shown: { place: number; clicksAbove: number; isClicked: boolean },
  most = MAX_WEIGHT,
): number {
  const propensity = Math.max(1 / most, propensityOf(examination, shown.place, shown.clicksAbove));
  if (shown.isClicked) return 1 / propensity;
  const { attraction } = examination;
  return attraction < 1 ? (1 - attraction) / (1 - propensity * attraction) : 1;
}
