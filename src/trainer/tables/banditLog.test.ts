import { describe, expect, it } from 'vitest';
import { featureOf } from './banditLog.ts';

describe('featureOf', () => {
  it.each([
    ['numbers', ['2', '-0.5', null], false, [2, -0.5, Number.NaN]],
    ['names', ['b', 'a', null, 'b'], true, [1, 0, Number.NaN, 1]],
    ['names as soon as one is no number', ['10', '9', 'none'], true, [0, 1, 2]],
    ['nothing', [null], false, [Number.NaN]],
  ])('takes %s', (_, texts, isCategory, values) => {
    expect(featureOf('x', texts)).toEqual({ name: 'x', isCategory, values: Float32Array.from(values) });
  });
});
