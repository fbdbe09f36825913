import { expect, it } from 'vitest';
import { blocksOf } from './columns.ts';

const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i);

it('cuts thresholds into blocks of 254 and gives each set its own', () => {
  const set = Uint32Array.of(5);
  const { blocks, firsts } = blocksOf([
    { thresholds: numbers(3), sets: [] },
    { thresholds: new Float32Array(0), sets: [] },
    { thresholds: numbers(300), sets: [set, set] },
  ]);
  expect([...firsts]).toEqual([0, 1, 1]);
  expect(blocks.map(({ input, kind, count }) => [input, kind, count])).toEqual([
    [0, 0, 3],
    // 254 thresholds are 16 groups, of which 15 pivots say which, in 4 vectors; 46 are 3.
    [2, 1, 4],
    [2, 1, 1],
    [2, 2, 1],
    [2, 2, 1],
  ]);
});

it('names the last of each group but the last as pivots, and fills up with what nothing is above', () => {
  const { blocks } = blocksOf([{ thresholds: numbers(40), sets: [] }]);
  const table = [...blocks[0]!.table];
  const none = Number.POSITIVE_INFINITY;
  expect(table.slice(0, 4)).toEqual([15, 31, none, none]);
  expect(table.slice(4)).toEqual([...numbers(40), ...new Array<number>(8).fill(none)]);
});
