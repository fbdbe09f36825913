import { expect, it } from 'vitest';
import { chooseIndex, SCANNED_ITEMS } from './chooseIndex.ts';

it('scans what a scan is quick enough for, and says why', () => {
  expect(chooseIndex('auto', SCANNED_ITEMS)).toMatchObject({ kind: 'exact' });
  expect(chooseIndex('auto', SCANNED_ITEMS + 1)).toMatchObject({ kind: 'ivf' });
  expect(chooseIndex('auto', 40).why).toContain('40 items');
});

it('does as it is asked', () => {
  for (const kind of ['exact', 'ivf', 'hnsw'] as const)
    expect(chooseIndex(kind, 1_000_000)).toEqual({ kind, why: 'as asked' });
});
