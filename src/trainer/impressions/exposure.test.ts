import { describe, expect, it } from 'vitest';
import { makeLog } from '../tables/makeLog.ts';
import { estimateExamination } from './examination.ts';
import { countExposure, exposureOf } from './exposure.ts';
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

describe('exposureOf', () => {
  it("counts by the bundle's numbers, and nothing where the log says no places", () => {
    const { log } = simulateClicks(500);
    const impressions = joinImpressions(log);
    const { looks, clicks } = countExposure(log, impressions, estimateExamination(log, impressions));
    // The first item is not in the bundle, the others in the reverse order.
    const numberOfLogItem = Int32Array.from(log.items, (_, item) => (item === 0 ? -1 : log.items.length - 1 - item));
    const found = exposureOf(log, { items: log.items.length - 1, numberOfLogItem })!;
    expect([...found.looks]).toEqual([...looks].slice(1).reverse());
    expect([...found.clicks]).toEqual([...clicks].slice(1).reverse());
    const plain = makeLog([['a', 'x', 1, 'view_item_list']]);
    const clicked = makeLog([['a', 'x', 1, 'select_item', Number.NaN, 'front', 2]]);
    for (const other of [plain, clicked])
      expect(exposureOf(other, { items: 1, numberOfLogItem: Int32Array.of(0) })).toBeUndefined();
  });
});
