import { describe, expect, it } from 'vitest';
import { calibrate } from '../../engine/ranking/calibrate.ts';
import { Random } from '../random.ts';
import { chooseCalibration } from './calibration.ts';

const ROWS_OF_GROUP = 10;

function draw(rows: number, rate: (margin: number) => number) {
  const random = new Random(11, 'calibration');
  const margins = Array.from({ length: rows }, () => random.between(-3, 3));
  const labels = margins.map((margin) => Number(random.chance(rate(margin))));
  return { margins, labels, groups: margins.map((_, row) => Math.floor(row / ROWS_OF_GROUP)) };
}

describe('the choice between them', () => {
  it("is Platt's where the truth is a logistic curve", () => {
    const { margins, labels, groups } = draw(3000, (margin) => 1 / (1 + Math.exp(1 - margin)));
    const { kind, calibration, logLoss } = chooseCalibration(margins, labels, groups);
    expect(kind).toBe('platt');
    expect(calibration.knots).toBeUndefined();
    expect(logLoss!.platt).toBeLessThan(logLoss!.isotonic);
  });

  it('is isotonic where it is not', () => {
    const rate = (margin: number) => (margin < 1 ? 0.3 : margin < 2 ? 0.35 : 0.95);
    const { margins, labels, groups } = draw(3000, rate);
    const { kind, calibration, logLoss } = chooseCalibration(margins, labels, groups);
    expect(kind).toBe('isotonic');
    expect(logLoss!.isotonic).toBeLessThan(logLoss!.platt);
    expect(Math.abs(calibrate(calibration, 2.5) - 0.95)).toBeLessThan(0.05);
  });

  it('judges on whole groups: rows that repeat within one do not tell each other the answer', () => {
    // Every margin is its group's own and so is its label: fitted on rows of the same group, an isotonic map would know it by heart.
    const random = new Random(2, 'alike');
    const groups = Array.from({ length: 2000 }, (_, row) => Math.floor(row / 20));
    const own = Array.from({ length: 100 }, () => [random.next(), Number(random.chance(0.5))] as const);
    const { kind, logLoss } = chooseCalibration(
      groups.map((group) => own[group]![0]),
      groups.map((group) => own[group]![1]),
      groups,
    );
    expect(kind).toBe('platt');
    expect(logLoss!.isotonic).toBeGreaterThan(Math.log(2));
  });

  it('does not compare what is one group, or none', () => {
    expect(chooseCalibration([1, 2, 3], [0, 0, 1], [7, 7, 7])).toMatchObject({ kind: 'platt' });
    expect(chooseCalibration([1, 2, 3], [0, 0, 1], [7, 7, 7]).logLoss).toBeUndefined();
    expect(chooseCalibration([], [], [])).toEqual({ calibration: { slope: 1, intercept: 0 }, kind: 'platt' });
  });
});
