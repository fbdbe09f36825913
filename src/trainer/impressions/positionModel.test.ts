import { describe, expect, it } from 'vitest';
import type { Cells } from './cells.ts';
import { fitPositionModel } from './positionModel.ts';

const EXAMINATION = [1, 0.6, 0.3];
const ATTRACTION = [0.5, 0.3, 0.1, 0.8];

/** Every unit in every place, `times` often, clicked as often as expected. */
function cellsOf(times: number): Cells {
  const pairs = ATTRACTION.flatMap((attraction, unit) =>
    EXAMINATION.map((looked, group) => ({ unit, group, chance: attraction * looked })),
  );
  return {
    units: ATTRACTION.length,
    unit: Int32Array.from(pairs, ({ unit }) => unit),
    group: Uint16Array.from(pairs, ({ group }) => group),
    shown: new Float64Array(pairs.length).fill(times),
    clicks: Float64Array.from(pairs, ({ chance }) => times * chance),
    unitOf: new Int32Array(0),
    groupOf: Uint16Array.from(EXAMINATION.keys()),
  };
}

describe('fitPositionModel', () => {
  it('finds places and units that were shown often', () => {
    const { examination, attraction } = fitPositionModel(cellsOf(10_000));
    EXAMINATION.forEach((value, group) => {
      expect(examination[group]).toBeCloseTo(value, 2);
    });
    ATTRACTION.forEach((value, unit) => {
      expect(attraction[unit]).toBeCloseTo(value, 2);
    });
  });

  it('draws units that were shown rarely to the mean', () => {
    const often = fitPositionModel(cellsOf(1000)).attraction;
    const rarely = fitPositionModel(cellsOf(1)).attraction;
    expect(rarely[3]! - rarely[2]!).toBeLessThan(0.8 * (often[3]! - often[2]!));
    expect(rarely[3]! - rarely[2]!).toBeGreaterThan(0);
  });

  it('finds nothing where nothing was clicked', () => {
    const { attraction } = fitPositionModel({ ...cellsOf(10), clicks: new Float64Array(12) });
    expect(Math.max(...attraction)).toBe(0);
  });
});
