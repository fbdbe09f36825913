import { describe, expect, it } from 'vitest';
import { impressionCases } from './cases.ts';
import { simulateClicks } from './simulateClicks.test-support.ts';
import { biasOf, simulatedShop } from './simulatedShop.test-support.ts';
import { weightOf } from './weights.ts';

const examination = {
  byPlace: Float64Array.of(1, 0.25, 0.01),
  afterClick: 0.5,
  attraction: 0.2,
  impressions: 1,
  clicks: 1,
};
const shown = (place: number, isClicked: boolean, clicksAbove = 0) => ({ place, isClicked, clicksAbove });

describe('weightOf', () => {
  it('lets a click stand for as many as were not seen, at most the largest weight', () => {
    expect(weightOf(examination, shown(1, true))).toBe(1);
    expect(weightOf(examination, shown(2, true))).toBe(4);
    expect(weightOf(examination, shown(2, true, 1))).toBe(8);
    expect(weightOf(examination, shown(3, true))).toBe(10);
    expect(weightOf(examination, shown(3, true), 50)).toBeCloseTo(50, 9);
  });

  it('keeps the number of an item of mean attraction', () => {
    for (const place of [1, 2]) {
      const clicks = 0.2 * examination.byPlace[place - 1]!;
      const sum =
        clicks * weightOf(examination, shown(place, true)) + (1 - clicks) * weightOf(examination, shown(place, false));
      expect(sum).toBeCloseTo(1, 12);
    }
  });
});

describe('weighted rows are less biased by the place', () => {
  it('where place and item alone decide', () => {
    const { log, attraction } = simulateClicks(6000, { leaves: 0.5 });
    const cases = impressionCases(log, 0, Number.POSITIVE_INFINITY);
    const truth = (_: string, item: string) => attraction.get(item)!;
    expect(biasOf(cases, truth, true)).toBeLessThan(0.35 * biasOf(cases, truth, false));
  });

  it('in the simulated shop, whose shoppers differ', () => {
    const { log, attraction } = simulatedShop({ items: 200, shoppers: 500, days: 60, seed: 3 });
    const cases = impressionCases(log, 0, Number.POSITIVE_INFINITY);
    expect(cases.length).toBeGreaterThan(2000);
    expect(biasOf(cases, attraction, true)).toBeLessThan(0.7 * biasOf(cases, attraction, false));
  });
});
