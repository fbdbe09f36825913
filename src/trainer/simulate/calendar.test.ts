import { describe, expect, it } from 'vitest';
import { KINDS } from './assortment/index.ts';
import { dateStamp, giftShareOf, HOURS, seasonOf, trafficOf } from './calendar.ts';

const kind = (code: string) => KINDS.find((candidate) => candidate.code === code)!;

describe('the calendar', () => {
  it('starts on a fixed Monday', () => {
    expect(dateStamp(0)).toBe('20250901');
    expect(dateStamp(89)).toBe('20251129');
    expect(trafficOf(6)).toBeGreaterThan(trafficOf(5));
  });

  it('moves demand from the garden to candles and throws through the autumn', () => {
    for (const code of ['PLP', 'WAT']) expect(seasonOf(kind(code), 80)).toBeLessThan(0.9 * seasonOf(kind(code), 0));
    for (const code of ['CAN', 'THR', 'CAL']) expect(seasonOf(kind(code), 80)).toBeGreaterThan(1.3);
    expect(seasonOf(kind('BWL'), 0)).toBe(1);
  });

  it('is busiest on Black Friday, and fuller of presents in November', () => {
    const days = Array.from({ length: 90 }, (_, day) => trafficOf(day));
    expect(days.indexOf(Math.max(...days))).toBeGreaterThanOrEqual(84);
    expect(giftShareOf(80)).toBeGreaterThan(giftShareOf(10));
  });

  it('begins no session in the last hour of a day', () => {
    expect(HOURS).toHaveLength(23);
  });
});
