import { describe, expect, it } from 'vitest';
import { createJsKernels } from './js.ts';
import type { Kernels } from './kernels.ts';
import { isSound } from './self-test.ts';

const js = createJsKernels();

describe('isSound', () => {
  it('holds the plain-JS twins to the frozen bits', () => {
    expect(isSound(js)).toBe(true);
  });

  it('sees the last bit of a score, a wrong order, a lost sum and a sign of zero', () => {
    const nearly = (value: number) => Math.fround(value * (1 + 2 ** -23));
    const broken: Partial<Kernels>[] = [
      {
        createScanner(vectors) {
          const scanner = js.createScanner(vectors);
          return { ...scanner, scores: (query, scale) => scanner.scores(query, scale).map(nearly) };
        },
      },
      {
        createScanner(vectors) {
          const scanner = js.createScanner(vectors);
          return {
            ...scanner,
            search(query, k, options) {
              const { items, scores } = scanner.search(query, k, options);
              return { items: items.slice().reverse(), scores };
            },
          };
        },
      },
      {
        createRows(rows) {
          const summer = js.createRows(rows);
          return {
            ...summer,
            accumulate(items, weights) {
              const found = summer.accumulate(items, weights);
              return { ...found, items: found.items.slice(1), sums: found.sums.slice(1) };
            },
          };
        },
      },
      {
        createSolver(dimensions) {
          const solver = js.createSolver(dimensions);
          return {
            ...solver,
            solve(out) {
              solver.solve(out);
              out[0] = -out[0]!;
            },
          };
        },
      },
    ];
    for (const part of broken) expect(isSound({ ...js, ...part })).toBe(false);
  });
});
