import { describe, expect, it } from 'vitest';
import { DEFAULTS, readOptions } from './options.ts';

const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (thrown) {
    return (thrown as { code?: string; message: string }).code;
  }
  return undefined;
};

describe('readOptions', () => {
  it('fills in the defaults', () => {
    expect(readOptions({ out: 'x' })).toEqual({ out: 'x', ...DEFAULTS });
    expect(readOptions({ out: 'x', seed: 0, days: 3 })).toEqual({ out: 'x', ...DEFAULTS, seed: 0, days: 3 });
  });

  it.each([
    ['items', -1],
    ['items', 0],
    ['items', Number.NaN],
    ['shoppers', 2.5],
    ['shoppers', Number.POSITIVE_INFINITY],
    ['days', -3],
    ['days', 1001],
    ['seed', -1],
    ['seed', 2 ** 31],
  ])('refuses --%s %s with USAGE', (name, value) => {
    expect(codeOf(() => readOptions({ out: 'x', [name]: value }))).toBe('USAGE');
    expect(() => readOptions({ out: 'x', [name]: value })).toThrow(`--${name}`);
  });

  it('refuses a missing folder', () => {
    expect(codeOf(() => readOptions({ out: '' }))).toBe('USAGE');
  });
});
