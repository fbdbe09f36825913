import { expect, it } from 'vitest';
import { reasonOf } from './reason.ts';
import type { SourceName } from './types.ts';

it.each<[SourceName, string, string]>([
  ['transitions', 'Often chosen after Bowl', 'Often chosen next'],
  ['neighbours', 'Often chosen with Bowl', 'Often chosen together'],
  ['factors', 'Fits your interest in Bowl', 'Fits your taste'],
  ['content', 'Similar to Bowl', 'Similar to what you chose'],
  ['together', 'Goes with Bowl', 'Goes with your cart'],
  ['sessions', 'Others who came by Bowl chose this', 'Often chosen on the same path'],
  ['repeat', 'You chose it before', 'You chose it before'],
  ['popularity', 'Popular now', 'Popular now'],
])('%s: "%s"', (source, withGrounds, without) => {
  expect(reasonOf(source, ['Bowl', 'Lamp'])).toBe(withGrounds);
  expect(reasonOf(source, [])).toBe(without);
});

it('does not call bought what was only looked at', () => {
  expect(reasonOf('repeat', ['Bowl'], 'viewed')).toBe('You looked at it before');
  expect(reasonOf('repeat', ['Bowl'], 'bought')).toBe('You bought it before');
  expect(reasonOf('popularity', [], 'viewed')).toBe('Popular now');
});
