import { beforeAll, describe, expect, it } from 'vitest';
import { type Examination, type ExaminationMethod, estimateExamination, propensityOf } from './examination.ts';
import { joinImpressions } from './join.ts';
import { LOOKED_AT, simulateClicks } from './simulateClicks.test-support.ts';

const METHODS: ExaminationMethod[] = ['fixed-effects', 'position-model', 'rates'];
const worst = ({ byPlace }: Examination) => Math.max(...LOOKED_AT.map((truth, at) => Math.abs(byPlace[at]! - truth)));

describe('estimateExamination', () => {
  let errors: Record<string, number>;
  let left: Examination;

  beforeAll(() => {
    const { log } = simulateClicks(20_000);
    const impressions = joinImpressions(log);
    errors = Object.fromEntries(
      METHODS.map((method) => [method, worst(estimateExamination(log, impressions, method))]),
    );
    const leaving = simulateClicks(20_000, { leaves: 0.6 });
    left = estimateExamination(leaving.log, joinImpressions(leaving.log));
  });

  it('finds how much is looked at where the better items stand higher', () => {
    expect(errors['fixed-effects']).toBeLessThan(0.06);
    expect(errors['position-model']).toBeLessThan(0.06);
    // Rates take the better items at the top for more attention there.
    expect(errors.rates).toBeGreaterThan(0.12);
  });

  it('finds it also where shoppers leave after a click, and how many come back', () => {
    expect(worst(left)).toBeLessThan(0.06);
    expect(left.afterClick).toBeGreaterThan(0.3);
    expect(left.afterClick).toBeLessThan(0.5);
  });

  it('tells no places apart by a handful of clicks', () => {
    const { log } = simulateClicks(40);
    expect(new Set(estimateExamination(log, joinImpressions(log)).byPlace)).toEqual(new Set([1]));
  });

  it('knows nothing of a log without lists', () => {
    const { log } = simulateClicks(0);
    expect(estimateExamination(log, joinImpressions(log))).toEqual({
      byPlace: new Float64Array(0),
      afterClick: 1,
      attraction: 0,
      impressions: 0,
      clicks: 0,
    });
  });
});

describe('propensityOf', () => {
  const examination = { byPlace: Float64Array.of(1, 0.5), afterClick: 0.4, attraction: 0.1, impressions: 9, clicks: 9 };
  it.each([
    [1, 0, 1],
    [2, 0, 0.5],
    [3, 0, 0.5],
    [2, 1, 0.2],
    [2, 3, 0.2],
  ])('place %i below %i clicks: %f', (place, above, chance) => {
    expect(propensityOf(examination, place, above)).toBeCloseTo(chance, 12);
  });
});
