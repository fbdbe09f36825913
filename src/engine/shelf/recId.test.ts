import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Interaction } from '../events.ts';
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
  expect(
    new Set([['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['c', 'ab']].map((parts) => recIdOf(parts))).size,
  ).toBe(5);
});

it('counts what an answer may depend on of a log, and nothing else', () => {
  const one: Interaction = { itemId: 'a', event: 'view_item', timestamp: 1.7e12 };
  const others: Interaction[] = [
    { ...one, itemId: 'b' },
    { ...one, event: 'purchase' },
    { ...one, timestamp: 1.7e12 + 1 },
    // Beyond what 32 bits hold.
    { ...one, timestamp: 1.7e12 + 2 ** 32 },
    { ...one, engagementMs: 0 },
    { ...one, quantity: 0 },
  ];
  const names = [[], [one], [one, one], ...others.map((other) => [other])].map((log) => recIdOf(['q'], log));
  expect(new Set(names).size).toBe(names.length);
  expect(recIdOf(['q'], [{ ...one, sessionId: 's', price: 5 }])).toBe(recIdOf(['q'], [one]));
});

it('is stable: logs are joined by it', () => {
  expect(recIdOf(['v1', 'recommend', '{"k":3}'])).toBe('dfc6126045bd8321');
});
