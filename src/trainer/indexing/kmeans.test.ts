import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsKernels } from '../../engine/kernels/js.ts';
import { loadKernels } from '../kernels.ts';
import { Random } from '../random.ts';
import { clusterRows } from './kmeans.ts';

const D = 16;
const kernels = await loadKernels();

/** `count` rows around `centres` random points, `noise` wide; and the centre of each. */
function blobs(count: number, centres: number, noise: number, seed = 1) {
  const random = new Random(seed, 'blobs');
  const points = Float32Array.from({ length: centres * D }, () => random.normal());
  const rows = new Float32Array(count * D);
  const truth = Uint32Array.from({ length: count }, () => random.below(centres));
  for (let at = 0; at < rows.length; at++)
    rows[at] = points[truth[Math.floor(at / D)]! * D + (at % D)]! + noise * random.normal();
  return { rows, truth };
}

const sizesOf = (assignment: Uint32Array, lists: number) => {
  const sizes = new Array<number>(lists).fill(0);
  for (const list of assignment) sizes[list]!++;
  return sizes;
};

/** Mean squared distance of the rows to their own centroids. */
function spread(rows: Float32Array, { centroids, assignment }: ReturnType<typeof clusterRows>): number {
  let sum = 0;
  for (let at = 0; at < rows.length; at++)
    sum += (rows[at]! - centroids[assignment[Math.floor(at / D)]! * D + (at % D)]!) ** 2;
  return (sum * D) / rows.length;
}

/** Plain Lloyd in float64 from the first rows, to compare with. */
function lloyd(rows: Float32Array, lists: number, sweeps: number): number {
  const count = rows.length / D;
  const centroids = Float64Array.from(rows.subarray(0, lists * D));
  const assignment = new Uint32Array(count);
  const far = (row: number, list: number) => {
    let sum = 0;
    for (let i = 0; i < D; i++) sum += (rows[row * D + i]! - centroids[list * D + i]!) ** 2;
    return sum;
  };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const sizes = new Array<number>(lists).fill(0);
    const sums = new Float64Array(lists * D);
    for (let row = 0; row < count; row++) {
      let best = 0;
      let nearest = Number.POSITIVE_INFINITY;
      for (let list = 0; list < lists; list++) {
        const distance = far(row, list);
        if (distance < nearest) [best, nearest] = [list, distance];
      }
      assignment[row] = best;
      sizes[best]!++;
      for (let i = 0; i < D; i++) sums[best * D + i]! += rows[row * D + i]!;
    }
    for (let at = 0; at < sums.length; at++)
      if (sizes[Math.floor(at / D)]! > 0) centroids[at] = sums[at]! / sizes[Math.floor(at / D)]!;
  }
  return assignment.reduce((sum, list, row) => sum + far(row, list), 0) / count;
}

describe('clusterRows', () => {
  it('finds clusters that are there', () => {
    const { rows, truth } = blobs(2000, 8, 0.05);
    const { assignment } = clusterRows(rows, D, 16, new Random(1, 'kmeans'), { kernels, metric: 'euclidean' });
    // A list holds rows of one centre only.
    const seen = new Map<number, number>();
    const strays = assignment.filter((list, row) => {
      if (!seen.has(list)) seen.set(list, truth[row]!);
      return seen.get(list) !== truth[row];
    });
    expect(strays.length).toBeLessThan(20);
  });

  it.each([
    ['one level', 40, 2000],
    ['two levels', 260, 3000],
  ])(
    'is about as tight as plain Lloyd: %s',
    (_, lists, count) => {
      const { rows } = blobs(count, 60, 0.5);
      const own = spread(rows, clusterRows(rows, D, lists, new Random(1, 'kmeans'), { kernels }));
      const plain = lloyd(rows, lists, 8);
      expect(own).toBeLessThan(1.05 * plain);
      expect(own).toBeGreaterThan(0.8 * plain);
    },
    20_000,
  );

  it('keeps every list within `most`, however the rows lie, and gives the mean rows as centroids', () => {
    const value = fc.constantFrom(0, 0, 1, -1, 0.5, 3, Number.NaN, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('euclidean' as const, 'direction' as const),
        fc.option(fc.nat(20), { nil: undefined }),
        (pairs, lists, metric, most) => {
          const rows = new Float32Array(pairs.length * D);
          for (const [row, [x, y]] of pairs.entries()) rows.set([x, y], row * D);
          const options = most === undefined ? { metric } : { metric, most };
          const { centroids, assignment } = clusterRows(rows, D, lists, new Random(1, 'kmeans'), options);
          expect(centroids).toHaveLength(lists * D);
          expect(assignment).toHaveLength(pairs.length);
          const sizes = sizesOf(assignment, lists);
          expect(sizes).toHaveLength(lists);
          const cap = Math.max(1, Math.ceil(pairs.length / lists), Math.floor(most ?? (2 * pairs.length) / lists));
          expect(Math.max(...sizes)).toBeLessThanOrEqual(cap);
          expect(centroids.every(Number.isFinite)).toBe(true);
          for (let list = 0; list < lists; list++) {
            const own = pairs.filter(
              ([x, y], row) => assignment[row] === list && Number.isFinite(x + y) && (x !== 0 || y !== 0),
            );
            const weigh = ([x, y]: [number, number]) => (metric === 'direction' ? 1 / Math.hypot(x, y) : 1);
            const mean = own.reduce((sum, pair) => sum + pair[0] * weigh(pair), 0) / Math.max(1, own.length);
            expect(centroids[list * D]).toBeCloseTo(mean, 5);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('puts rows without direction into lists of their own, last', () => {
    const { rows } = blobs(300, 3, 0.1);
    rows.fill(0, 0, 100 * D);
    rows[5 * D] = Number.NaN;
    const { assignment, centroids } = clusterRows(rows, D, 10, new Random(1, 'kmeans'));
    // most = 60: one whole list of them and 40 that go where there is room.
    expect([...assignment.subarray(0, 60)]).toEqual(new Array(60).fill(9));
    expect(sizesOf(assignment, 10)[9]).toBe(60);
    expect(centroids.subarray(9 * D)).toEqual(new Float32Array(D));
  });

  it('gives a row a list where lists are many, and takes equal rows, none and one list', () => {
    const { rows } = blobs(5, 5, 0.1);
    const few = clusterRows(rows, D, 8, new Random(1, 'kmeans'));
    expect([...few.assignment]).toEqual([0, 1, 2, 3, 4]);
    expect(few.centroids.subarray(0, rows.length)).toEqual(rows);
    expect(few.centroids.subarray(rows.length)).toEqual(new Float32Array(3 * D));
    const equal = clusterRows(new Float32Array(1000 * D).fill(1), D, 300, new Random(1, 'kmeans'));
    expect(Math.max(...sizesOf(equal.assignment, 300))).toBeLessThanOrEqual(6);
    expect(clusterRows(new Float32Array(), D, 3, new Random(1, 'kmeans')).assignment).toHaveLength(0);
    expect(new Set(clusterRows(rows, D, 1, new Random(1, 'kmeans')).assignment)).toEqual(new Set([0]));
  });

  it('is the same for the same seed and for both kernels, and another for another seed', () => {
    const { rows } = blobs(1500, 30, 0.3);
    const one = clusterRows(rows, D, 270, new Random(7, 'kmeans'), { kernels });
    expect(clusterRows(rows, D, 270, new Random(7, 'kmeans'), { kernels: createJsKernels() })).toEqual(one);
    expect(clusterRows(rows, D, 270, new Random(8, 'kmeans'), { kernels }).assignment).not.toEqual(one.assignment);
  });
});
