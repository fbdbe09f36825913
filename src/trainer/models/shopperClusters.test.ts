import { expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { silent } from '../progress.ts';
import type { Rows } from '../tables/rows.ts';
import type { FitContext } from './model.ts';
import { cluster, SCALE } from './shopperClusters.ts';

/** Two categories and three habits; `kinds` shoppers of each kind, which lie a little apart. */
function points(kinds: readonly [shares: number[], habits: number[], count: number][]): Rows {
  const rows = kinds.flatMap(([shares, habits, count]) =>
    Array.from({ length: count }, (_, i) => [...shares, ...habits.map((habit) => habit + ((i % 5) - 2) / 100)]),
  );
  return {
    offsets: Int32Array.from({ length: rows.length + 1 }, (_, r) => 5 * r),
    columns: Int32Array.from(rows.flat(), (_, at) => at % 5),
    values: Float32Array.from(rows.flat()),
  };
}
const context = { config: parseConfig(), progress: silent } as FitContext;

it('finds kinds that differ by their mix and kinds that differ by habit, in numbers as they ship', () => {
  const rows = points([
    [[1, 0], [0, 0, 0], 30],
    [[0, 1], [0, 0, 0], 30],
    [[0, 1], [0.9, -0.9, 0], 30],
  ]);
  const { centroids, assignment } = cluster(rows, 5, 3, 10, context);
  expect(centroids).toHaveLength(15);
  expect(new Set([assignment[0], assignment[30], assignment[60]]).size).toBe(3);
  for (const first of [0, 30, 60]) expect(new Set(assignment.subarray(first, first + 30)).size).toBe(1);
  centroids.forEach((value, at) => {
    expect(value).toBe(at % 5 < 2 ? Math.round(value * SCALE) / SCALE : Math.fround(value));
  });
});

it('gives the shoppers of a kind below the floor to the nearest other', () => {
  const rows = points([
    [[1, 0], [0, 0, 0], 30],
    [[0.9, 0.1], [0, 0, 0], 4],
    [[0, 1], [0, 0, 0], 30],
  ]);
  const { centroids, assignment } = cluster(rows, 5, 3, 10, context);
  expect(centroids).toHaveLength(10);
  expect(assignment[31]).toBe(assignment[0]);
});
