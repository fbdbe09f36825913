import type { Section } from '../bundle/bundle.ts';
import { readRows } from '../bundle/rows.ts';
import { paramOf } from '../bundle/section.ts';
import type { Profile } from '../profile/types.ts';
import type { CandidateSource } from './source.ts';
import { topK } from './topK.ts';

/** A source over a sparse item-to-item table. */
export interface RowsSource extends CandidateSource {
  /** The table's row of one item as (targets, strengths), targets ascending. */
  row(item: number): { targets: number[]; strengths: number[] };
}

/**
 * Transitions and neighbours: the rows of the shopper's last items, summed with a weight of decay^lag,
 * where a lag counts steps back from the newest (items of one moment share a step).
 * Parameters: `decay` in (0, 1], `last`: how many of the newest items speak.
 * @throws BUNDLE_LAYOUT
 */
export function createRowsSource(name: 'transitions' | 'neighbours', section: Section, items: number): RowsSource {
  const table = readRows(section, items);
  const decay = paramOf(section, 'decay');
  const last = paramOf(section, 'last');
  const sums = new Float64Array(items);
  let touched: number[] = [];

  const weightOf = (lag: number) => {
    let weight = 1;
    for (let i = 0; i < lag; i++) weight *= decay;
    return weight;
  };
  return {
    name,
    row(item) {
      const targets: number[] = [];
      const strengths: number[] = [];
      table.readRow(item, (target, strength) => {
        targets.push(target);
        strengths.push(strength);
      });
      return { targets, strengths };
    },
    ask(profile) {
      for (const item of touched) sums[item] = 0;
      touched = [];
      for (let r = 0; r < Math.min(last, profile.items.length); r++) {
        const weight = weightOf(profile.lags[r]!);
        table.readRow(profile.items[r]!, (target, strength) => {
          if (sums[target] === 0) touched.push(target);
          sums[target]! += weight * strength;
        });
      }
      if (touched.length === 0) return undefined;
      return {
        scoresOf: (asked) => Float64Array.from(asked, (item) => sums[item]!),
        candidates: (count, allowed) =>
          topK(sums, count, allowed, touched).map((item) => ({ item, source: name, score: sums[item]! })),
      };
    },
    because(profile: Profile, item) {
      const shares = new Float64Array(profile.items.length);
      for (let r = 0; r < Math.min(last, profile.items.length); r++)
        table.readRow(profile.items[r]!, (target, strength) => {
          if (target === item) shares[r] = weightOf(profile.lags[r]!) * strength;
        });
      return shares;
    },
  };
}
