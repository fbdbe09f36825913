import type { IndexKind } from '../../engine/candidates/index/index.ts';

/** The indexes that training can be asked for. */
export const INDEX_SETTINGS = ['auto', 'exact', 'ivf', 'hnsw'] as const;
export type IndexSetting = (typeof INDEX_SETTINGS)[number];

export interface IndexChoice {
  kind: IndexKind;
  /** For people: why this one. */
  why: string;
}

/**
 * Up to so many items `auto` scans them all. A scan misses nothing and ships no byte more, and takes 5 to 8 ns an item of 64
 * dimensions: here about a millisecond, where the rest of a request takes some tenths of one. Inverted lists are quicker from a few tens of
 * thousands of items on (41,000 factors of Gowalla: a third of the time), but by so little that nobody notices.
 */
export const SCANNED_ITEMS = 150_000;

/** What a catalogue of `items` with vectors gets. HNSW is never picked: it ships several times the bytes. */
export function chooseIndex(setting: IndexSetting, items: number): IndexChoice {
  if (setting !== 'auto') return { kind: setting, why: 'as asked' };
  const number = items.toLocaleString('en-GB');
  const limit = SCANNED_ITEMS.toLocaleString('en-GB');
  return items <= SCANNED_ITEMS
    ? {
        kind: 'exact',
        why: `${number} items: up to ${limit} a whole scan takes about a millisecond and misses nothing`,
      }
    : { kind: 'ivf', why: `${number} items: above ${limit} a whole scan takes more than about a millisecond` };
}
