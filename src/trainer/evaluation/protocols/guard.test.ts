import { describe, expect, it } from 'vitest';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { caseOf } from '../cases.ts';
import { checkLeaks } from './guard.ts';
import type { Split, Trial } from './protocol.ts';

const known = (...items: string[]) =>
  items.map((itemId, timestamp) => ({ itemId, event: 'purchase' as const, timestamp }));
const split = (rows: LogRow[], cases: Split['cases'], now = 10): Split => ({ earlier: makeLog(rows), cases, now });
const trial = (validation: Split, test: Split): Trial => ({
  protocol: 'temporal',
  description: 'by hand',
  validation,
  test,
});

const rows: LogRow[] = [
  ['a', 'x', 1],
  ['a', 'y', 2],
];
const validation = split([['a', 'x', 1]], [caseOf('a', known('x'), ['y'])], 2);
const test = split(rows, [caseOf('a', known('x', 'y'), ['z'])]);

describe('checkLeaks', () => {
  it('lets a clean trial pass', () => {
    expect(() => checkLeaks(trial(validation, test), false)).not.toThrow();
  });

  it.each<[string, Split, Split, RegExp]>([
    ['a row at the cut', validation, split([...rows, ['b', 'x', 10]], test.cases), /as late as the cut/],
    [
      'a target that training has',
      validation,
      split([...rows, ['a', 'z', 3]], test.cases),
      /z of a is target and training/,
    ],
    [
      'a target of validation in its own training',
      split(rows, validation.cases, 3),
      test,
      /y of a is target and training/,
    ],
    [
      "the test's target as one of validation",
      split(rows, [caseOf('a', known('x'), ['z'])], 3),
      test,
      /validation knows of a what only the test may tell/,
    ],
    [
      "the test's target in a history of validation",
      split(rows, [caseOf('a', known('z'), ['y'])], 3),
      split([], []),
      /./,
    ],
  ])('refuses %s', (_, validation, test, what) => {
    expect(() => checkLeaks(trial(validation, test), false)).toThrow(what);
  });

  it('takes what a shopper but saw in a list for new', () => {
    const seen = (event: 'view_item_list' | 'view_item') => split([...rows, ['a', 'z', 3, event]], test.cases);
    expect(() => checkLeaks(trial(validation, seen('view_item_list')), false)).not.toThrow();
    expect(() => checkLeaks(trial(validation, seen('view_item')), false)).toThrow(/z of a is target/);
  });

  it('lets validation ask for what the histories of the test tell', () => {
    const told = split([['a', 'x', 1]], [caseOf('a', known('x', 'y'), ['z'])]);
    expect(() => checkLeaks(trial(validation, told), false)).not.toThrow();
  });

  it('does not take shoppers of two files for one', () => {
    const apart = split([...rows, ['1', 'z', 3]], [caseOf('1', known('x'), ['z'])]);
    expect(() => checkLeaks(trial(validation, apart), false)).toThrow();
    expect(() => checkLeaks(trial(validation, apart), true)).not.toThrow();
  });
});
