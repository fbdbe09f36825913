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
 * Up to so many items `auto` scans them all. A scan misses nothing and ships no byte more, and its time grows with the items
 * alone: .6 to .8 ms for 100,000 x 64 where it was measured (docs/index-choice.md), so here it reaches about a millisecond, which a
 * request takes anyhow. Inverted lists are faster from 20,000 items on, by tenths of a millisecond that nobody notices.
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
