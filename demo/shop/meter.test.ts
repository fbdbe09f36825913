import { describe, expect, it } from 'vitest';
import { createMeter, median } from './meter.ts';

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });
});

it('adds up what shelves fetched of a catalogue in lists, and knows of none where it is whole', () => {
  const meter = createMeter();
  meter.recommended({ tookMs: 2 });
  expect(meter).toMatchObject({ lastRecommend: 2, listBytes: undefined });
  const lists = { wanted: 3, present: 3, missing: 0, late: 0, absentTargets: 0, bytes: 700 };
  meter.recommended({ tookMs: 1, lists });
  meter.recommended({ tookMs: 1, lists });
  expect(meter.listBytes).toBe(1400);
});
