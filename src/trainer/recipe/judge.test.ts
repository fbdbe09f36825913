import { describe, expect, it } from 'vitest';
import type { EvaluationCase } from '../evaluation/cases.ts';
import { questionOf, sample } from './judge.ts';

const caseOf = (shopper: number, taken: string[], takenNew = taken): EvaluationCase => ({
  shopper: `s${shopper}`,
  history: [],
  taken: new Set(taken),
  takenNew: new Set(takenNew),
});
const many = (count: number, taken: string[], takenNew = taken) =>
  Array.from({ length: count }, (_, i) => caseOf(i, taken, takenNew));

describe('questionOf', () => {
  it('asks both ways only where things are taken again and may return', () => {
    expect(questionOf({ cases: many(9, ['a']), now: 1 } as never, 99).aspects).toEqual(['new']);
    expect(questionOf({ cases: many(9, ['a'], []), now: 1 } as never, 99).aspects).toEqual(['all', 'new']);
    const masked = { cases: many(9, ['a'], []), now: 1, repeats: 'exclude' };
    expect(questionOf(masked as never, 99).aspects).toEqual(['new']);
  });

  it('asks twice as many where each has a single target', () => {
    expect(questionOf({ cases: many(1000, ['a']), now: 1 } as never, 100).cases).toHaveLength(200);
    expect(questionOf({ cases: many(1000, ['a', 'b', 'c', 'd']), now: 1 } as never, 100).cases).toHaveLength(100);
  });
});

describe('sample', () => {
  it('takes every n-th, at most as many as asked', () => {
    expect(sample([0, 1, 2, 3, 4, 5, 6], 3)).toEqual([0, 3, 6]);
    expect(sample([0, 1, 2], 3)).toEqual([0, 1, 2]);
    expect(sample([], 3)).toEqual([]);
  });
});
