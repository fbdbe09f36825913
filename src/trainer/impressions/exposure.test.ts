import { describe, expect, it } from 'vitest';
import { estimateExamination } from './examination.ts';
import { countExposure } from './exposure.ts';
import { joinImpressions } from './join.ts';
import { simulateClicks } from './simulateClicks.test-support.ts';

describe('countExposure', () => {
  it('tells what an item is worth wherever it stood, where counts tell where it stood too', () => {
    const { log, attraction } = simulateClicks(20_000, { leaves: 0.5 });
    const impressions = joinImpressions(log);
    const { looks, clicks } = countExposure(log, impressions, estimateExamination(log, impressions));
    const shown = new Float64Array(log.items.length);
    for (const row of impressions.row) shown[log.item[row]!]!++;
    let [byLooks, byCount] = [0, 0];
    for (const [item, id] of log.items.entries()) {
      byLooks += Math.abs(clicks[item]! / looks[item]! - attraction.get(id)!);
      byCount += Math.abs(clicks[item]! / shown[item]! - attraction.get(id)!);
    }
    expect(byLooks).toBeLessThan(0.25 * byCount);
    expect(looks.every((count, item) => count < shown[item]!)).toBe(true);
  });

  it('counts every look as one where all of a list is looked at', () => {
    const { log } = simulateClicks(30);
    const impressions = joinImpressions(log);
    const everything = { ...estimateExamination(log, impressions), byPlace: Float64Array.of(1), afterClick: 1 };
    const { looks, clicks } = countExposure(log, impressions, everything);
    expect(looks.reduce((sum, count) => sum + count, 0)).toBe(150);
    expect(clicks.reduce((sum, count) => sum + count, 0)).toBe(everything.clicks);
  });
});
