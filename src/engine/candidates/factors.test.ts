import { describe, expect, it } from 'vitest';
import { createJsKernels } from '../kernels/js.ts';
import { readProfile } from '../profile/readProfile.ts';
import { DIMENSIONS, openShop, SERVING, vectorOf } from '../testing/bundle.test-support.ts';
import { bitmapOf, createBitmap } from './bitmap.ts';
import { createFactorsSource } from './factors.ts';

// Three bowls along dimension 0, one lamp along 1, one item that training never saw.
const vectors = [vectorOf(0, 2), vectorOf(0, 3), vectorOf(0, 4), vectorOf(1), vectorOf()];
const bundle = await openShop({ ids: ['a', 'b', 'c', 'd', 'e'], vectors });
const source = createFactorsSource(bundle.section('factors')!, 5, createJsKernels());
const ALL = createBitmap(5, true);
const profileOf = (...items: number[]) =>
  readProfile(
    items.map((item, i) => ({ item, event: 'view_item', timestamp: i })),
    { ...SERVING, halfLifeDays: 0 },
  );

/** Solves (alpha G + sum w y y^T + ridge I) u = sum w y in float64 by elimination, as the paper has it. */
function foldIn(items: number[], alpha = 0.01, lambda = 0.01): number[] {
  const ridge = lambda * (items.length + alpha * vectors.length);
  const rows = Array.from({ length: DIMENSIONS }, (_, i) => [
    ...Array.from({ length: DIMENSIONS }, (_, j) => {
      const gram = vectors.reduce((sum, y) => sum + y[i]! * y[j]!, 0) * alpha;
      const own = items.reduce((sum, item) => sum + vectors[item]![i]! * vectors[item]![j]!, 0);
      return gram + own + (i === j ? ridge : 0);
    }),
    items.reduce((sum, item) => sum + vectors[item]![i]!, 0),
  ]);
  for (let i = 0; i < DIMENSIONS; i++)
    for (let r = 0; r < DIMENSIONS; r++)
      if (r !== i) {
        const factor = rows[r]![i]! / rows[i]![i]!;
        for (let c = i; c <= DIMENSIONS; c++) rows[r]![c]! -= factor * rows[i]![c]!;
      }
  return rows.map((row, i) => row[DIMENSIONS]! / row[i]!);
}

describe('factors', () => {
  it('read back as they were packed', () => {
    vectors.forEach((vector, item) => {
      Array.from(source.itemVector(item)).forEach((value, d) => {
        expect(value).toBeCloseTo(vector[d]!, 6);
      });
    });
  });

  it('fold a history in exactly', () => {
    for (const history of [[0], [0, 1], [3, 0], [0, 1, 2, 3, 4]]) {
      const expected = foldIn(history);
      const vector = source.userVector(profileOf(...history))!;
      Array.from(vector).forEach((value, d) => {
        expect(value).toBeCloseTo(expected[d]!, 4);
      });
    }
    expect(source.userVector(profileOf())).toBeUndefined();
  });

  it('score by the inner product with it', () => {
    const profile = profileOf(0);
    const vector = source.userVector(profile)!;
    const answer = source.ask(profile)!;
    for (let item = 0; item < 5; item++) {
      const dot = vectors[item]!.reduce((sum, value, d) => sum + value * vector[d]!, 0);
      expect(answer.scoresOf(Int32Array.of(item))[0]).toBeCloseTo(dot, 1);
    }
    expect(answer.candidates(3, ALL).map(({ item }) => item)).toEqual([0, 1, 2]);
    expect(answer.candidates(3, bitmapOf([0, 0, 1, 1, 0])).map(({ item }) => item)).toEqual([2, 3]);
    expect(source.ask(profileOf())).toBeUndefined();
  });

  it('compare items by cosine, 0 where one has no vector', () => {
    const cosines = [...source.similarTo(0)];
    [1, 0.5, 0.5, 0, 0].forEach((expected, item) => {
      expect(cosines[item]).toBeCloseTo(expected, 2);
    });
    expect([...source.similarTo(4)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('name the own items that speak for one', () => {
    const shares = source.because!(profileOf(4, 3, 0), 1);
    expect(shares[0]).toBeCloseTo(0.5, 2);
    expect([...shares.slice(1)]).toEqual([0, 0]);
  });
});
