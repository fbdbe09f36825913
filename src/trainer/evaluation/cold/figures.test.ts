import { expect, it } from 'vitest';
import { sampleCases } from './figures.ts';

it('sampleCases takes every n-th from the first, and all where there are few enough', () => {
  const cases = [0, 1, 2, 3, 4, 5, 6];
  expect(sampleCases(cases, 7)).toEqual(cases);
  expect(sampleCases(cases, 6)).toEqual([0, 2, 4, 6]);
  expect(sampleCases(cases, 3)).toEqual([0, 3, 6]);
  expect(sampleCases([], 3)).toEqual([]);
});
