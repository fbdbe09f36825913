import { fail } from '../../../errors/failAny.ts';
import type { BanditLog, PolicyTable } from '../../tables/banditLog.ts';

/** How a policy's chances were obtained; docs/off-policy.md says what each assumes. */
export type PolicyOrigin = 'uniform' | 'propensities' | 'shown' | 'table';

/** A policy to estimate: how likely it shows each item of a log in each of its positions, whoever the shopper is. */
export interface Policy {
  origin: PolicyOrigin;
  /** Chance of item a in the log's slot s at s * items + a. */
  chances: Float64Array;
  /** Share of what it shows that is unknown to the log, and cannot be estimated from it; mean over the log's impressions. */
  unknown: number;
}

/** Deviation of propensities that is rounding. */
const SLACK = 1e-6;

/** Every item of the log alike. */
export function uniformPolicy(log: BanditLog): Policy {
  const chances = new Float64Array(log.positions.length * log.items.length).fill(1 / log.items.length);
  return { origin: 'uniform', chances, unknown: 0 };
}

/**
 * The policy that showed what `other` holds. Where its propensities never change for an item in a position and sum to 1, they are it.
 * Else it is taken for one that does not look at the shopper and stays as it was on average: how often it showed each item in each
 * position, one impression added to each (Laplace). The mean of the propensities of what was shown is no estimate of that, as an
 * item is shown when its chance is high: in the Open Bandit data it sums to 1.7 to 3.4 over the items in place of 1.
 *
 * @throws POLICY_UNRELATED where `other` never used a position of `log`, or knows none of its items
 */
export function policyOf(other: BanditLog, log: BanditLog): Policy {
  const { items, positions } = other;
  const fixed = fixedChances(other);
  const table = { items, positions, chances: fixed ?? shownChances(other) };
  return { ...policyFrom(table, log), origin: fixed ? 'propensities' : 'shown' };
}

/**
 * The policy that a table tells, in the log's numbers.
 * @throws POLICY_UNRELATED where it says nothing of a position of `log`, or knows none of its items
 */
export function policyFrom(table: PolicyTable, log: BanditLog): Policy {
  const numberOf = new Map(log.items.map((id, number) => [id, number]));
  if (!table.items.some((id) => numberOf.has(id)))
    throw fail('POLICY_UNRELATED', `the items are others: ${table.items.slice(0, 3).join(', ')} ...`);
  const isForAll = table.positions.length === 1 && table.positions[0] === 0;
  const chances = new Float64Array(log.positions.length * log.items.length);
  const unknownIn = new Float64Array(log.positions.length);
  for (const [slot, position] of log.positions.entries()) {
    const there = isForAll ? 0 : table.positions.indexOf(position);
    if (there < 0) throw fail('POLICY_UNRELATED', `it shows nothing in position ${position}`);
    for (const [a, id] of table.items.entries()) {
      const chance = table.chances[there * table.items.length + a]!;
      const item = numberOf.get(id);
      if (item === undefined) unknownIn[slot]! += chance;
      else chances[slot * log.items.length + item] = chance;
    }
  }
  let unknown = 0;
  for (const slot of log.slot) unknown += unknownIn[slot]!;
  return { origin: 'table', chances, unknown: unknown / log.slot.length };
}

/** The propensities by slot and item, of a policy for which they are constants that sum to 1. */
function fixedChances({ items, positions, item, slot, propensity }: BanditLog): Float64Array | undefined {
  if (!propensity) return undefined;
  const chances = new Float64Array(positions.length * items.length);
  for (let i = 0; i < item.length; i++) {
    const cell = slot[i]! * items.length + item[i]!;
    if (chances[cell]! > 0 && Math.abs(chances[cell]! - propensity[i]!) > SLACK * propensity[i]!) return undefined;
    chances[cell] = propensity[i]!;
  }
  for (let s = 0; s < positions.length; s++) {
    const sum = chances.subarray(s * items.length, (s + 1) * items.length).reduce((total, chance) => total + chance, 0);
    if (Math.abs(sum - 1) > 1000 * SLACK) return undefined;
  }
  return chances;
}

function shownChances({ items, positions, item, slot }: BanditLog): Float64Array {
  const chances = new Float64Array(positions.length * items.length).fill(1);
  const shown = new Float64Array(positions.length).fill(items.length);
  for (let i = 0; i < item.length; i++) {
    chances[slot[i]! * items.length + item[i]!]!++;
    shown[slot[i]!]!++;
  }
  return chances.map((count, cell) => count / shown[Math.floor(cell / items.length)]!);
}
