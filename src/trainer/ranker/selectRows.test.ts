import { describe, expect, it } from 'vitest';
import { drawRankingRows } from './rankingRows.test-support.ts';
import { joinRows, selectColumns, selectGroups } from './selectRows.ts';

const rows = drawRankingRows(6, 3);

describe('rows of groups', () => {
  it('come apart and together again', () => {
    const [early, late] = [selectGroups(rows, (group) => group < 2), selectGroups(rows, (group) => group >= 2)];
    expect([...early.offsets]).toEqual([0, 20, 40]);
    expect([...late.offsets]).toEqual([0, 20, 40, 60, 80]);
    expect(late.labels).toEqual(rows.labels.slice(40));
    expect(late.columns[1]).toEqual(rows.columns[1]!.slice(40));
    expect(joinRows([early, late])).toEqual(rows);
    expect(joinRows([rows])).toBe(rows);
  });

  it('may be none', () => {
    const none = selectGroups(rows, () => false);
    expect([[...none.offsets], none.labels.length, none.columns.length]).toEqual([[0], 0, 3]);
    expect(joinRows([none, rows, none])).toEqual(rows);
  });

  it('keep the columns that are asked for, in that order', () => {
    const { columns, isCategory, labels } = selectColumns({ ...rows, isCategory: [false, true, false] }, [2, 1]);
    expect(columns).toEqual([rows.columns[2], rows.columns[1]]);
    expect(isCategory).toEqual([false, true]);
    expect(labels).toBe(rows.labels);
  });
});
