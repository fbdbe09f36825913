import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cells } from './cells.ts';
import { fitFixedEffects } from './fixedEffects.ts';

/** Every unit in every group, shown as often as said and clicked exactly as often as expected. */
function expectedCells(examination: readonly number[], attraction: readonly number[], shown: readonly number[]): Cells {
  const pairs = attraction.flatMap((_, unit) => examination.map((_, group) => ({ unit, group })));
  const times = pairs.map((_, c) => shown[c % shown.length]!);
  return {
    units: attraction.length,
    unit: Int32Array.from(pairs, ({ unit }) => unit),
    group: Uint16Array.from(pairs, ({ group }) => group),
    shown: Float64Array.from(times),
    clicks: Float64Array.from(pairs, ({ unit, group }, c) => times[c]! * examination[group]! * attraction[unit]!),
    unitOf: new Int32Array(0),
    groupOf: Uint16Array.from(examination.keys()),
  };
}

describe('fitFixedEffects', () => {
  it('finds places and units of clicks that are exactly their product, however often each was shown', () => {
    const chance = fc.double({ min: 0.05, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(chance, { minLength: 1, maxLength: 4 }),
        fc.array(chance, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 7 }),
        (below, attraction, shown) => {
          const found = fitFixedEffects(expectedCells([1, ...below], attraction, shown));
          [1, ...below].forEach((value, group) => {
            expect(found.examination[group]).toBeCloseTo(value, 4);
          });
          attraction.forEach((value, unit) => {
            expect(found.attraction[unit]).toBeCloseTo(value, 4);
          });
        },
      ),
    );
  });

  it('has no attraction for what was never clicked, and keeps a place where nothing attracts', () => {
    const cells = expectedCells([1, 0.5], [0, 0.4], [10]);
    expect(fitFixedEffects(cells).attraction[0]).toBe(0);
    const nothing = { ...cells, clicks: new Float64Array(cells.clicks.length) };
    expect([...fitFixedEffects(nothing).examination]).toEqual([1, 1]);
  });
});
