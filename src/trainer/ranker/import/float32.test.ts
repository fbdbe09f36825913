import fc from 'fast-check';
import { expect, it } from 'vitest';
import { below, floor32 } from './float32.ts';

it.each([
  [1, 0.9999999403953552],
  [-1, -1.0000001192092896],
  [0, -1.401298464324817e-45],
  [-0, -1.401298464324817e-45],
  [1.401298464324817e-45, 0],
  [Number.POSITIVE_INFINITY, 3.4028234663852886e38],
  [-3.4028234663852886e38, Number.NEGATIVE_INFINITY],
])('below %d is %d', (value, expected) => expect(below(value)).toBe(expected));

it('value < t and value <= below(t) are one', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), fc.float({ noNaN: true }), (value, t) => {
      expect(value <= below(t)).toBe(value < t);
    }),
  );
});

it('a float32 is at most a double where it is at most its floor', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), fc.double({ noNaN: true }), (value, t) => {
      expect(value <= floor32(t)).toBe(value <= t);
      const near = Math.fround(t);
      expect(near <= floor32(t)).toBe(near <= t);
    }),
  );
  expect(floor32(1e300)).toBe(3.4028234663852886e38);
});
