import { describe, expect, it } from 'vitest';
import { caseOf } from './cases.ts';
import type { Evaluation } from './evaluate.ts';
import { segmentsOf } from './segments.ts';

const MINUTE = 60_000;
const history = (...minutes: number[]) =>
  minutes.map((minute) => ({ itemId: 'x', event: 'purchase' as const, timestamp: minute * MINUTE }));

// Items 0 to 4; 0 is the head. One list each: 0, 1.
const counted = [
  caseOf('new', history(0), ['a']),
  caseOf('also new', history(0, 10, 20), ['a']),
  caseOf('back', history(0, 100, 200, 300, 400), ['a']),
];
const evaluation: Evaluation = {
  shoppers: 3,
  counted,
  lists: { k: 2, items: Int32Array.of(0, 1, 0, 1, 0, 1), scores: new Float32Array(6) },
  relevant: [new Set([0]), new Set([1]), new Set([0, 4, -2])],
  metrics: {},
  intervals: {},
  values: { 'hit@2': Float64Array.of(1, 1, 0), 'hit@1': Float64Array.of(1, 0, 1) },
  shopperOf: Int32Array.of(0, 1, 2),
};
const segments = segmentsOf(evaluation, {
  seed: 1,
  k: 2,
  sessionGapMinutes: 30,
  known: { takers: Float64Array.of(9, 3, 2, 1, 1), shoppers: 10 },
});
const named = (by: string) =>
  segments.filter((one) => one.by === by).map(({ name, cases, metrics }) => [name, cases, metrics['hit@2']]);

describe('segmentsOf', () => {
  it('parts shoppers by whether one visit is all that is known of them', () => {
    expect(named('shopper')).toEqual([
      ['new', 2, 1],
      ['returning', 1, 0],
    ]);
  });

  it('parts them by the length of their history', () => {
    expect(named('history')).toEqual([
      ['1', 1, 1],
      ['2-4', 1, 1],
      ['5-9', 1, 0],
    ]);
  });

  it('parts the targets by the most taken fifth of the items, unknown ones in the tail', () => {
    expect(named('item')).toEqual([
      ['head', 2, 1],
      ['tail', 2, 0.5],
    ]);
    const tail = segments.at(-1)!;
    // Item 1 of {1}; none of {4, unknown}.
    expect(tail.metrics['recall@2']).toBe(0.5);
  });

  it('gives each an interval, and leaves out what nobody can tell', () => {
    for (const { metrics, intervals } of segments) {
      const [low, high] = intervals['hit@2']!;
      expect(low).toBeLessThanOrEqual(metrics['hit@2']!);
      expect(high).toBeGreaterThanOrEqual(metrics['hit@2']!);
    }
    expect(segmentsOf(evaluation, { seed: 1, k: 2 }).map(({ by }) => by)).not.toContain('shopper');
  });
});
