import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { settingsOf } from './draw.test-support.ts';
import { meanNdcg, metricOf } from './metric.ts';

const data = {
  columns: [],
  labels: Float32Array.of(1, 0, 0, 0, 2, 1),
  weights: Float32Array.of(1, 1, 2, 1, 1, 1),
  offsets: Int32Array.of(0, 2, 4, 6),
};

describe('meanNdcg', () => {
  it('is the mean over groups with something to find', () => {
    const scores = [1, 2, 0, 0, 3, 5];
    const second = (1 / Math.log2(2) + 3 / Math.log2(3)) / (3 / Math.log2(2) + 1 / Math.log2(3));
    expect(meanNdcg(scores, data, 10)).toBeCloseTo((1 / Math.log2(3) + second) / 2, 12);
    expect(meanNdcg(scores, data, 1)).toBeCloseTo((0 + 1 / 3) / 2, 12);
  });

  it('is what sorting every group says, however long the list', () => {
    const random = new Random(1, 'ndcg');
    const offsets = Int32Array.of(0, 1, 30, 30, 80);
    const labels = Float32Array.from({ length: 80 }, () => random.below(4));
    const scores = Array.from(labels, () => random.below(20));
    for (const k of [1, 5, 10, 100]) {
      const gain = (rows: number[]) =>
        rows.slice(0, k).reduce((sum, row, rank) => sum + (2 ** labels[row]! - 1) / Math.log2(rank + 2), 0);
      const groups = [0, 1, 2, 3].flatMap((group) => {
        const rows = Array.from({ length: offsets[group + 1]! - offsets[group]! }, (_, at) => offsets[group]! + at);
        const ideal = gain([...rows].sort((a, b) => labels[b]! - labels[a]!));
        return ideal > 0 ? [gain(rows.sort((a, b) => scores[b]! - scores[a]! || a - b)) / ideal] : [];
      });
      const mean = groups.reduce((a, b) => a + b) / groups.length;
      expect(meanNdcg(scores, { columns: [], labels, offsets }, k)).toBeCloseTo(mean, 12);
    }
  });

  it('leaves equal scores in the order of the rows, and is 0 where nothing is to be found', () => {
    expect(meanNdcg([0, 0, 0, 0, 0, 0], data, 10)).toBe(1);
    expect(meanNdcg([0, 0], { columns: [], labels: new Float32Array(2), offsets: Int32Array.of(0, 2) }, 10)).toBe(0);
  });
});

describe('metricOf', () => {
  it("is the objective's own, weighted where it is a mean over rows", () => {
    const margins = Float64Array.of(0, 0, 0, 0, 0, 0);
    const of = (objective: 'binary' | 'lambdarank' | 'regression') => metricOf(data, settingsOf({ objective }));
    expect(of('regression').measure(margins)).toBeCloseTo((1 + 4 + 1) / 7, 12);
    expect(of('binary').measure(margins.map(() => 0))).toBeCloseTo(Math.LN2 - 0, 12);
    expect(of('lambdarank').measure(margins)).toBe(1);
    expect([of('binary').sign, of('lambdarank').sign]).toEqual([-1, 1]);
  });

  it('stays finite far from 0', () => {
    const { measure } = metricOf(
      { ...data, labels: Float32Array.of(1, 0, 1, 0, 1, 0) },
      settingsOf({ metric: 'logLoss' }),
    );
    expect(measure(Float64Array.of(-1000, 1000, 800, -800, 0, 0))).toBeCloseTo((1000 + 1000 + 2 * Math.LN2) / 7, 9);
  });

  it('can be the area under the curve', () => {
    const { measure, sign } = metricOf(data, settingsOf({ metric: 'auc' }));
    expect(measure(Float64Array.of(3, 1, 1, 1, 2, 2))).toBe(1);
    expect(sign).toBe(1);
  });
});
