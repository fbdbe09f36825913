import type { Section } from '../bundle/bundle.ts';
import { readRows } from '../bundle/rows.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Profile } from '../profile/types.ts';
import { answerOfMany } from './answers.ts';
import type { CandidateSource } from './source.ts';

/** A source over a sparse item-to-item table. */
export interface RowsSource extends CandidateSource {
  readonly name: 'transitions' | 'neighbours' | 'together';
  /** Calls with each target of one item's row and its strength, targets ascending. */
  readRow(item: number, visit: (target: number, strength: number) => void): void;
  /** The table's row of one item as (targets, strengths), targets ascending. */
  row(item: number): { targets: number[]; strengths: number[] };
}

/**
 * Transitions and neighbours: the rows of the shopper's last items, summed with a weight of decay^lag,
 * where a lag counts steps back from the newest (items of one moment share a step).
 * Bought together: likewise of what lies in the cart, newest first; undefined without a cart.
 * Parameters: `decay` in (0, 1], `last`: how many of the newest items speak.
 * @throws BUNDLE_LAYOUT
 */
export function createRowsSource(
  name: RowsSource['name'],
  section: Section,
  items: number,
  kernels: Kernels,
): RowsSource {
  const table = readRows(section, items);
  const decay = paramOf(section, 'decay');
  const last = paramOf(section, 'last');
  const summer = kernels.createRows({
    offsets: arrayOf(section, 'offsets', Uint32Array, items + 1),
    maxima: arrayOf(section, 'maxima', Float32Array, items),
    entries: arrayOf(section, 'entries', Uint8Array),
    items,
  });

  const speaking = ({ items: own, lags, cart }: Profile) => {
    const speakers = (name === 'together' ? cart : own).subarray(0, last);
    const weightOf = (lag: number) => {
      let weight = 1;
      for (let i = 0; i < lag && weight > 0; i++) weight *= decay;
      return weight;
    };
    const weights = Float64Array.from(speakers, (_, r) => weightOf(name === 'together' ? r : lags[r]!));
    return { speakers, weights };
  };
  return {
    name,
    readRow: table.readRow,
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
      const { speakers, weights } = speaking(profile);
      const found = summer.accumulate(speakers, weights);
      if (found.items.length === 0) return undefined;
      return answerOfMany(name, found.sums, found.items);
    },
    because(profile, item) {
      const { speakers, weights } = speaking(profile);
      const shares = new Float64Array(profile.items.length);
      speakers.forEach((speaker, r) => {
        const place = profile.items.indexOf(speaker);
        table.readRow(speaker, (target, strength) => {
          if (target === item && place >= 0) shares[place] = weights[r]! * strength;
        });
      });
      return shares;
    },
  };
}
