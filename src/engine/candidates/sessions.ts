import type { Section } from '../bundle/bundle.ts';
import { readRows } from '../bundle/rows.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { Profile } from '../profile/types.ts';
import { answerOfFew } from './answers.ts';
import type { CandidateSource } from './source.ts';
import { topK } from './topK.ts';

/** Prototype sessions by row, and by column the prototypes that hold an item. */
interface Prototypes {
  /** Range of each prototype in `items` and `strengths`. */
  rowStarts: Uint32Array;
  items: Uint32Array;
  strengths: Float64Array;
  /** Euclidean length of each prototype; 0 for an empty one. */
  norms: Float64Array;
  /** Range of each item in `prototypes` and `places`. */
  columnStarts: Uint32Array;
  prototypes: Uint32Array;
  /** Place in `strengths` of each entry of `prototypes`. */
  places: Uint32Array;
}

/**
 * Session neighbours (Ludewig, Jannach 2018): a prototype session is as near as the sum, over the shopper's newest items
 * that it holds, of decay^lag times the item's share of it (the prototype scaled to length 1); an item's score is the sum
 * over the nearest prototypes of nearness times its strength there.
 * Parameters: `decay` in (0, 1], `last`: how many of the newest items are compared, `neighbours`: how many prototypes speak.
 * @throws BUNDLE_LAYOUT
 */
export function createSessionsSource(section: Section, items: number): CandidateSource {
  const decay = paramOf(section, 'decay');
  const last = paramOf(section, 'last');
  const neighbours = paramOf(section, 'neighbours');
  const table = readPrototypes(section, items);
  const { rowStarts, columnStarts, prototypes, places, strengths, norms } = table;
  const nearness = new Float64Array(norms.length);

  const weightOf = (lag: number) => {
    let weight = 1;
    for (let i = 0; i < lag && weight > 0; i++) weight *= decay;
    return weight;
  };
  /** The nearest prototypes, best first, with how near each is. */
  const nearest = (profile: Profile) => {
    const touched: number[] = [];
    for (let r = 0; r < Math.min(last, profile.items.length); r++) {
      const weight = weightOf(profile.lags[r]!);
      for (let at = columnStarts[profile.items[r]!]!; at < columnStarts[profile.items[r]! + 1]!; at++) {
        const prototype = prototypes[at]!;
        if (nearness[prototype] === 0) touched.push(prototype);
        nearness[prototype]! += (weight * strengths[places[at]!]!) / norms[prototype]!;
      }
    }
    const found = topK(nearness, neighbours, undefined, touched).map((prototype) => ({
      prototype,
      near: nearness[prototype]!,
    }));
    for (const prototype of touched) nearness[prototype] = 0;
    return found;
  };
  return {
    name: 'sessions',
    ask(profile) {
      const sums = new Map<number, number>();
      for (const { prototype, near } of nearest(profile))
        for (let at = rowStarts[prototype]!; at < rowStarts[prototype + 1]!; at++)
          sums.set(table.items[at]!, (sums.get(table.items[at]!) ?? 0) + near * strengths[at]!);
      if (sums.size === 0) return undefined;
      return answerOfFew('sessions', [...sums.keys()], [...sums.values()]);
    },
    because(profile, item) {
      const shares = new Float64Array(profile.items.length);
      for (const { prototype } of nearest(profile)) {
        const row = table.items.subarray(rowStarts[prototype], rowStarts[prototype + 1]);
        const at = row.indexOf(item);
        if (at < 0) continue;
        const strength = strengths[rowStarts[prototype]! + at]!;
        for (let r = 0; r < Math.min(last, profile.items.length); r++) {
          const own = row.indexOf(profile.items[r]!);
          if (own < 0) continue;
          const near = (weightOf(profile.lags[r]!) * strengths[rowStarts[prototype]! + own]!) / norms[prototype]!;
          shares[r]! += near * strength;
        }
      }
      return shares;
    },
  };
}

function readPrototypes(section: Section, size: number): Prototypes {
  const count = Math.max(0, arrayOf(section, 'offsets', Uint32Array).length - 1);
  const table = readRows(section, size, count);
  const items: number[] = [];
  const strengths: number[] = [];
  const rowStarts = new Uint32Array(count + 1);
  const norms = new Float64Array(count);
  const columnStarts = new Uint32Array(size + 1);
  for (let prototype = 0; prototype < count; prototype++) {
    let squares = 0;
    table.readRow(prototype, (target, strength) => {
      if (!(strength > 0 && strength < Number.POSITIVE_INFINITY)) return;
      items.push(target);
      strengths.push(strength);
      squares += strength * strength;
      columnStarts[target + 1]!++;
    });
    rowStarts[prototype + 1] = items.length;
    norms[prototype] = Math.sqrt(squares);
  }
  for (let item = 0; item < size; item++) columnStarts[item + 1]! += columnStarts[item]!;
  const next = columnStarts.slice();
  const prototypes = new Uint32Array(items.length);
  const places = new Uint32Array(items.length);
  for (let prototype = 0; prototype < count; prototype++)
    for (let at = rowStarts[prototype]!; at < rowStarts[prototype + 1]!; at++) {
      prototypes[next[items[at]!]!] = prototype;
      places[next[items[at]!]!++] = at;
    }
  return {
    rowStarts,
    items: Uint32Array.from(items),
    strengths: Float64Array.from(strengths),
    norms,
    columnStarts,
    prototypes,
    places,
  };
}
