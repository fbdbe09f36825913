import { describe, expect, it } from 'vitest';
import { encodeRows } from '../bundle/rows.ts';
import { createJsKernels } from '../kernels/js.ts';
import { readProfile } from '../profile/readProfile.ts';
import { SERVING } from '../testing/bundle.test-support.ts';
import { bitmapOf, createBitmap } from './bitmap.ts';
import { createRowsSource } from './rows.ts';

const ROWS = [
  { targets: [1, 2], strengths: [1, 0.25] },
  { targets: [2, 3], strengths: [0.5, 0.5] },
  { targets: [], strengths: [] },
  { targets: [0], strengths: [2] },
];
const ALL = createBitmap(4, true);

const sourceOf = (params: Record<string, number | string> = { decay: 0.5, last: 10 }) =>
  createRowsSource('transitions', { name: 'transitions', params, arrays: encodeRows(ROWS) }, 4, createJsKernels());
const profileOf = (...items: number[]) =>
  readProfile(
    items.map((item, i) => ({ item, event: 'view_item', timestamp: i + 1 })),
    SERVING,
  );

describe('a source over rows', () => {
  it('sums the rows of the last items, each decayed by its lag', () => {
    const answer = sourceOf().ask(profileOf(0, 1))!;
    const scores = answer.scoresOf(Int32Array.of(0, 1, 2, 3));
    // Item 1 is newest: its row counts whole, item 0's half.
    expect(scores[1]).toBeCloseTo(0.5, 2);
    expect(scores[2]).toBeCloseTo(0.5 + 0.5 * 0.25, 2);
    expect(scores[3]).toBeCloseTo(0.5, 2);
    expect(scores[0]).toBe(0);
    expect(answer.candidates(9, ALL).map(({ item }) => item)[0]).toBe(2);
    expect(answer.candidates(9, bitmapOf([1, 0, 0, 1])).map(({ item }) => item)).toEqual([3]);
  });

  it('lets only the newest `last` items speak', () => {
    const answer = sourceOf({ decay: 0.5, last: 1 }).ask(profileOf(0, 1))!;
    expect(answer.candidates(9, ALL).map(({ item }) => item)).toEqual([2, 3]);
  });

  it('has nothing to say of an empty history or of empty rows, also after another shopper', () => {
    const source = sourceOf();
    expect(source.ask(profileOf())).toBeUndefined();
    source.ask(profileOf(0, 1));
    expect(source.ask(profileOf(2))).toBeUndefined();
    expect(
      source
        .ask(profileOf(3))!
        .candidates(9, ALL)
        .map(({ item }) => item),
    ).toEqual([0]);
  });

  it('names the items that spoke', () => {
    const source = sourceOf();
    const shares = source.because!(profileOf(0, 3, 1), 2);
    expect(shares[0]).toBeCloseTo(0.5, 2);
    expect(shares[1]).toBe(0);
    expect(shares[2]).toBeCloseTo(0.25 * 0.25, 2);
  });

  it('shows a row', () => {
    expect(sourceOf().row(0).targets).toEqual([1, 2]);
    expect(sourceOf().row(2)).toEqual({ targets: [], strengths: [] });
  });

  it('of a cart speaks of what lies in it, newest first, and is silent without one', () => {
    const section = { name: 'together' as const, params: { decay: 0.5, last: 10 }, arrays: encodeRows(ROWS) };
    const together = createRowsSource('together', section, 4, createJsKernels());
    const profile = profileOf(0, 3, 1);
    expect(together.ask(profile)).toBeUndefined();
    const withCart = { ...profile, cart: Int32Array.of(1, 0) };
    const scores = together.ask(withCart)!.scoresOf(Int32Array.of(0, 1, 2, 3));
    [0, 0.5, 0.5 + 0.5 * 0.25, 0.5].forEach((expected, item) => {
      expect(scores[item]).toBeCloseTo(expected, 2);
    });
    const shares = together.because!(withCart, 2);
    expect(Array.from(shares, (share) => share > 0)).toEqual([true, false, true]);
  });
});
