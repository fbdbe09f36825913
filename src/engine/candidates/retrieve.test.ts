import { describe, expect, it } from 'vitest';
import { createJsKernels } from '../kernels/js.ts';
import { numberLog, readProfile } from '../profile/readProfile.ts';
import { SOURCE_NAMES, type SourceName } from '../shelf/types.ts';
import { BOWLS_AND_LAMPS, did, openShop, SERVING } from '../testing/bundle.test-support.ts';
import { bitmapOf, createBitmap } from './bitmap.ts';
import { models } from './models.ts';
import { openSources, retrieve } from './retrieve.ts';

const bundle = await openShop({ ...BOWLS_AND_LAMPS, neighbours: BOWLS_AND_LAMPS.transitions! });
const sources = openSources(bundle, createJsKernels(), { models });
const profileOf = (...ids: string[]) =>
  readProfile(
    numberLog(
      ids.map((id, i) => did('view_item', id, i)),
      bundle.catalogue,
    ),
    SERVING,
  );
const ALL = createBitmap(12, true);
/** Of the sources that make a shelf of a history; 0 for the others. */
const quotasOf = (quota: number) =>
  Object.fromEntries(SOURCE_NAMES.map((name) => [name, ['recent', 'arrivals'].includes(name) ? 0 : quota])) as Record<
    SourceName,
    number
  >;

describe('openSources', () => {
  it('has a source for every table that the bundle ships, and none for others', async () => {
    expect(Object.keys(sources).sort()).toEqual([
      'arrivals',
      'factors',
      'neighbours',
      'popularity',
      'recent',
      'repeat',
      'transitions',
    ]);
    const bare = await openShop({ ids: ['a'], popularity: false });
    expect(Object.keys(openSources(bare, createJsKernels(), { models }))).toEqual(['recent']);
  });
});

describe('retrieve', () => {
  it('unites what the sources propose, each item once, ascending', () => {
    const { items, answers } = retrieve(sources, profileOf('b1', 'l6'), ALL, quotasOf(2));
    // factors: b1, l6; transitions: b2; repeat: both; popularity: b1, l1.
    expect([...items]).toEqual([0, 1, 2, 11]);
    expect(Object.keys(answers).sort()).toEqual(['factors', 'neighbours', 'popularity', 'repeat', 'transitions']);
  });

  it('never proposes what is not allowed, and everything that is where it is asked for', () => {
    const allowed = bitmapOf(Array.from({ length: 12 }, (_, i) => (i === 3 || i === 9 ? 1 : 0)));
    expect([...retrieve(sources, profileOf('b1'), allowed, quotasOf(200)).items]).toEqual([3, 9]);
    expect(retrieve(sources, profileOf('b1'), ALL, quotasOf(200)).items).toHaveLength(12);
  });

  it('of a newcomer asks popularity alone', () => {
    const { items, answers } = retrieve(sources, profileOf(), ALL, quotasOf(3));
    expect([...items]).toEqual([0, 1, 2]);
    expect(Object.keys(answers)).toEqual(['popularity']);
  });
});
