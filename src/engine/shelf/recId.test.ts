import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recIdOf } from './recId.ts';

it('names equal questions alike, others differently, in 16 hex digits', () => {
  const part = fc.string().filter((text) => !text.includes('\u001f'));
  fc.assert(
    fc.property(fc.array(part), fc.array(part), (a, b) => {
      expect(recIdOf(a)).toMatch(/^[0-9a-f]{16}$/);
      expect(recIdOf([...a])).toBe(recIdOf(a));
      expect(recIdOf(a) === recIdOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

it('minds where a part ends', () => {
  expect(new Set([['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['c', 'ab']].map(recIdOf)).size).toBe(5);
});

it('is stable: logs are joined by it', () => {
  expect(recIdOf(['v1', 'recommend', '{"k":3}'])).toBe('dfc6126045bd8321');
});
