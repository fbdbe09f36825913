import { describe, expect, it } from 'vitest';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { takesAgain } from './baselines.ts';
import { caseOf } from './cases.ts';
import type { Split } from './protocols/protocol.ts';

const rows: LogRow[] = [
  ['a', 'x', 0],
  ['a', 'y', 1],
  ['b', 'x', 1],
];
const split = (all: LogRow[], taken: string[] = []): Split => ({
  earlier: makeLog(all),
  cases: taken.map((item) => caseOf('a', [{ itemId: 'x', event: 'purchase', timestamp: 0 }], [item])),
  now: 10,
});

describe('takesAgain', () => {
  it('asks validation, and the log where there is none', () => {
    expect(takesAgain({ test: split(rows), validation: split(rows, ['y', 'x']) })).toBe(true);
    expect(takesAgain({ test: split([...rows, ['a', 'x', 2]]), validation: split(rows, ['y']) })).toBe(false);
    expect(takesAgain({ test: split(rows) })).toBe(false);
    expect(takesAgain({ test: split([...rows, ['b', 'x', 2]]) })).toBe(true);
  });

  it('is no question where the protocol masks what is known', () => {
    expect(takesAgain({ test: { ...split([...rows, ['b', 'x', 2]]), repeats: 'exclude' } })).toBe(false);
  });
});
