import { expect, it } from 'vitest';
import type { Profile } from '../profile/types.ts';
import { createArrivalsSource } from './arrivals.ts';
import { createBitmap } from './bitmap.ts';

it('go from new to old, the more popular first of a day; unknown days are no arrival', () => {
  const source = createArrivalsSource(Uint16Array.of(20_000, 0, 20_030, 20_030))!;
  expect(source.ask({} as Profile)!.candidates(9, createBitmap(4, true))).toEqual([
    { item: 2, source: 'arrivals', score: 1 },
    { item: 3, source: 'arrivals', score: 1 },
    { item: 0, source: 'arrivals', score: 0.5 },
  ]);
});

it('are no source in a catalogue without days', () => {
  expect(createArrivalsSource(new Uint16Array(4))).toBeUndefined();
  expect(createArrivalsSource(new Uint16Array(0))).toBeUndefined();
});
