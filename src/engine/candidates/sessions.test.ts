import { expect, it } from 'vitest';
import type { Section } from '../bundle/bundle.ts';
import { encodeRows, type SparseRow } from '../bundle/rows.ts';
import { readProfile } from '../profile/readProfile.ts';
import { SERVING } from '../testing/bundle.test-support.ts';
import { createSessionsSource } from './sessions.ts';

const PROTOTYPES: SparseRow[] = [
  { targets: [0, 1, 2], strengths: [1, 1, 1] },
  { targets: [0, 3], strengths: [1, 1] },
  { targets: [4, 5], strengths: [1, 1] },
];
const sectionOf = (params: Section['params'] = {}, rows = PROTOTYPES): Section => ({
  name: 'sessions',
  params: { decay: 0.5, last: 10, neighbours: 50, ...params },
  arrays: encodeRows(rows),
});
const EVERY = Int32Array.of(0, 1, 2, 3, 4, 5);
const profileOf = (...items: number[]) =>
  readProfile(
    items.map((item, i) => ({ item, event: 'view_item', timestamp: i + 1 })),
    SERVING,
  );
const scoresFor = (section: Section, ...items: number[]) =>
  Array.from(
    createSessionsSource(section, 6)
      .ask(profileOf(...items))
      ?.scoresOf(EVERY) ?? [],
  );

it('adds up the nearest prototypes, each by how much of it the newest items are', () => {
  // Newest is 0, in the first two prototypes: 1 / sqrt(3) and 1 / sqrt(2) near. Item 4 is a step back: half of 1 / sqrt(2).
  const scores = scoresFor(sectionOf(), 4, 0);
  const [three, two] = [1 / Math.sqrt(3), 1 / Math.sqrt(2)];
  [three + two, three, three, two, two / 2, two / 2].forEach((expected, item) => {
    expect(scores[item]).toBeCloseTo(expected, 10);
  });
});

it('lets only the nearest prototypes speak, and only the newest items be compared', () => {
  expect(scoresFor(sectionOf({ neighbours: 1 }), 4, 0).map((score) => score > 0)).toEqual([
    true,
    false,
    false,
    true,
    false,
    false,
  ]);
  expect(scoresFor(sectionOf({ last: 1 }), 4, 0).map((score) => score > 0)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

it('has nothing to say of an empty history, of items in no prototype, or without prototypes', () => {
  expect(scoresFor(sectionOf())).toEqual([]);
  expect(scoresFor(sectionOf({}, [{ targets: [5], strengths: [1] }]), 0)).toEqual([]);
  expect(scoresFor(sectionOf({}, []), 0)).toEqual([]);
});

it('names the items that prototypes share with the shopper', () => {
  const shares = createSessionsSource(sectionOf(), 6).because!(profileOf(4, 0), 3);
  expect(Array.from(shares, (share) => share > 0)).toEqual([true, false]);
});

it('is refused where the arrays do not fit', () => {
  const broken = { ...sectionOf(), arrays: { ...sectionOf().arrays, maxima: new Float32Array(1) } };
  expect(() => createSessionsSource(broken, 6)).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
});
