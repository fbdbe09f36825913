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

  it('find the items most like one that a filter permits, itself among them', () => {
    const similar = (item: number, count: number, allowed = ALL) =>
      source.similar(item, count, allowed).map(({ item, score }) => [item, Math.round(100 * score) / 100]);
    expect(similar(0, 9)).toEqual([
      [0, 1],
      [1, 0.5],
      [2, 0.5],
    ]);
    expect(similar(0, 1)).toEqual([[0, 1]]);
    expect(similar(0, 9, bitmapOf([0, 0, 1, 1, 1]))).toEqual([[2, 0.5]]);
    expect(similar(4, 9)).toEqual([]);
  });

  it('lie in the order that inverted lists want, and stay who they are', () => {
    const { arrays, ...rest } = bundle.section('factors')!;
    const order = Uint32Array.of(3, 0, 4, 2, 1);
    const orderedVectors = new Int8Array(5 * DIMENSIONS);
    for (const [place, item] of order.entries())
      orderedVectors.set(
        (arrays.vectors as Int8Array).subarray(item * DIMENSIONS, (item + 1) * DIMENSIONS),
        place * DIMENSIONS,
      );
    const orderedScales = Float32Array.from(order, (item) => (arrays.scales as Float32Array)[item]!);
    const listed = { ...rest, arrays: { gram: arrays.gram!, order, orderedScales, orderedVectors } };
    const other = createFactorsSource(listed, 5, createJsKernels());
    for (let item = 0; item < 5; item++) {
      expect(other.itemVector(item)).toEqual(source.itemVector(item));
      expect(other.similarTo(item)).toEqual(source.similarTo(item));
    }
    const profile = profileOf(3, 0);
    expect(other.userVector(profile)).toEqual(source.userVector(profile));
    expect(other.ask(profile)!.candidates(5, ALL)).toEqual(source.ask(profile)!.candidates(5, ALL));
    expect(other.because!(profile, 1)).toEqual(source.because!(profile, 1));
    const twice = { ...listed, arrays: { ...listed.arrays, order: Uint32Array.of(3, 0, 3, 2, 1) } };
    expect(() => createFactorsSource(twice, 5, createJsKernels())).toThrow('the order of 5 vectors');
  });

  it('are found by the index that a host brings', () => {
    const scanned: number[] = [];
    const own = createFactorsSource(bundle.section('factors')!, 5, createJsKernels(), {
      index: (scanner, items) => ({
        kind: 'hnsw',
        search(vector, k) {
          scanned.push(items);
          return scanner.search(vector, Math.min(k, 1));
        },
      }),
    });
    expect(own.index.kind).toBe('hnsw');
    expect(
      own
        .ask(profileOf(3))!
        .candidates(4, ALL)
        .map(({ item }) => item),
    ).toEqual([3]);
    expect(scanned).toEqual([5]);
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
