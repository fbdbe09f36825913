import { describe, expect, it } from 'vitest';
import { drawRankingRows } from './rankingRows.test-support.ts';
import { joinRows, selectColumns } from './selectRows.ts';

const [some, more] = [drawRankingRows(2, 3), drawRankingRows(4, 5)];

describe('joinRows', () => {
  it('puts rows one after the other, and keeps groups apart', () => {
    const joined = joinRows([some, more]);
    expect([...joined.offsets]).toEqual([0, 20, 40, 60, 80, 100, 120]);
    for (const name of ['labels', 'weights', 'retrieval', 'items'] as const)
      expect([...joined[name]], name).toEqual([...some[name], ...more[name]]);
    expect(joined.columns.map((column) => [...column])).toEqual(
      some.columns.map((column, f) => [...column, ...more.columns[f]!]),
    );
    expect([...joined.taken]).toEqual([...some.taken, ...more.taken]);
    expect(joined.isCategory).toEqual(some.isCategory);
  });

  it('has nothing to do with one, and leaves out nothing but what is empty', () => {
    const none = drawRankingRows(0, 1);
    expect(joinRows([some])).toBe(some);
    expect(joinRows([none, some, none])).toEqual(some);
  });
});

it('selectColumns keeps the columns that are asked for, in that order', () => {
  const { columns, isCategory, labels } = selectColumns({ ...some, isCategory: [false, true, false] }, [2, 1]);
  expect(columns).toEqual([some.columns[2], some.columns[1]]);
  expect(isCategory).toEqual([false, true]);
  expect(labels).toBe(some.labels);
});
