import { fail } from '../../../errors/fail.ts';
import type { Section, TypedArray } from '../../bundle/bundle.ts';
import { arrayOf, paramOf } from '../../bundle/section.ts';

/**
 * What the log says of items, as the trainer counted it: the bundle's feature table. Each column is one byte an item between its own `min` and
 * `max`; 255: not known.
 */
export const FACTS = [
  /** log2(1 + different shoppers who took it). */
  'takers',
  /** Purchases for each view, shrunk to the shop's own rate. */
  'conversion',
  /** Adds to the cart for each view, likewise. */
  'cartRate',
  /** Clicks for each time it was shown in a list, likewise. */
  'clickRate',
  /** log2 of 1 + days between two purchases of one shopper, the middle one; where there are enough. */
  'returnDays',
  /** log2 of the price usually paid, the middle one. */
  'usualPrice',
  /** log2 of pieces bought at once, mean. */
  'pieces',
  /** Share of its takers' other items that are in its category. */
  'focus',
  /** log2 of interactions in the newest part of the log by those in the part before it, shrunk: above 0 it rises. */
  'growth',
  /** Mean of log2(1 + different items) over its takers: whether beginners or regulars take it. */
  'takerLength',
  /** log2(1 + shoppers who took it for the first time in the newest part of the log). */
  'newTakers',
  /** log2(1 + shoppers who took it again in the newest part of the log). */
  'returners',
  /** log2(1 + days from the newest interaction with it to the log's end). */
  'idleDays',
] as const;
export type Fact = (typeof FACTS)[number];

/** The facts that features of these names read. */
export function factsRead(features: readonly string[]): Set<string> {
  const read = new Set<string>();
  for (const fact of FACTS) if (features.includes(factFeature(fact))) read.add(fact);
  if (features.includes('ownDue')) read.add('returnDays');
  if (features.includes('itemDiscount')) read.add('usualPrice');
  return read;
}

/** The feature that is a fact as it is. */
export const factFeature = (fact: Fact): string => `item${fact[0]!.toUpperCase()}${fact.slice(1)}`;

/** Largest number of a range, either way. */
const LARGEST = 1e30;

/** Largest code that stands for a value. */
const FACT_LEVELS = 254;

/** The section's arrays read: the columns that there are, decoded. */
export interface Facts {
  /** By item; NaN where not known. */
  columns: Partial<Record<Fact, Float32Array>>;
  /** Days since 1970 of the first interaction with each item; 0 where there was none. */
  firstDay: Uint16Array;
}

/** Columns by name, NaN where not known, to the section's params and arrays; a column of nothing is left out. */
export function encodeFacts(
  columns: Partial<Record<Fact, ArrayLike<number>>>,
  firstDay: Uint16Array,
): { params: Record<string, number>; arrays: Record<string, TypedArray> } {
  const params: Record<string, number> = {};
  const arrays: Record<string, TypedArray> = { firstDay };
  for (const name of FACTS) {
    const column = columns[name] && Array.from(columns[name]);
    const known = column?.filter(Number.isFinite) ?? [];
    if (!column || known.length === 0) continue;
    const min = known.reduce((a, b) => Math.min(a, b));
    const max = known.reduce((a, b) => Math.max(a, b));
    params[`${name}Min`] = min;
    params[`${name}Max`] = max;
    const unit = max > min ? FACT_LEVELS / (max - min) : 0;
    arrays[name] = Uint8Array.from(column, (value) =>
      Number.isFinite(value) ? Math.round((value - min) * unit) : 255,
    );
  }
  return { params, arrays };
}

/** @throws BUNDLE_LAYOUT */
export function readFacts(section: Section, items: number): Facts {
  const columns: Facts['columns'] = {};
  for (const name of FACTS) {
    if (!section.arrays[name]) continue;
    const codes = arrayOf(section, name, Uint8Array, items);
    const min = paramOf(section, `${name}Min`);
    const max = paramOf(section, `${name}Max`);
    // Beyond them float32 has no numbers, and features of infinity are none.
    if (!(min >= -LARGEST && max <= LARGEST)) throw fail('BUNDLE_LAYOUT', `section "facts", range of "${name}"`);
    const unit = (max - min) / FACT_LEVELS;
    columns[name] = Float32Array.from(codes, (code) => (code === 255 ? Number.NaN : min + unit * code));
  }
  return { columns, firstDay: arrayOf(section, 'firstDay', Uint16Array, items) };
}
