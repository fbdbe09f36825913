import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { RankingData } from '../../ranker/data.ts';
import { fitLogistic } from './fit.ts';

/** Rows whose log odds are 0.5 + 2 a - b, a about 10 with deviation 5, b plain, and a column that says nothing. */
function draw(rows: number): RankingData & { columns: Float32Array[]; weights: Float32Array } {
  const random = new Random(1, 'logistic');
  const columns = [new Float32Array(rows), new Float32Array(rows), new Float32Array(rows).fill(7)];
  const labels = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b] = [random.normal(), random.normal()];
    columns[0]![row] = 10 + 5 * a;
    columns[1]![row] = b;
    labels[row] = random.next() < 1 / (1 + Math.exp(-(0.5 + 2 * a - b))) ? 1 : 0;
  }
  return { columns, labels, weights: new Float32Array(rows).fill(1), offsets: Int32Array.of(0, rows) };
}

describe('fitLogistic', () => {
  it('finds the line that rows were drawn by', async () => {
    const { weights, bias, means, deviations } = await fitLogistic(draw(20_000));
    expect(Math.abs(weights[0]! - 2)).toBeLessThan(0.15);
    expect(Math.abs(weights[1]! + 1)).toBeLessThan(0.1);
    expect(weights[2]).toBe(0);
    expect(bias).toBeCloseTo(0.5, 0);
    expect(means[0]).toBeCloseTo(10, 0);
    expect(deviations[0]).toBeCloseTo(5, 0);
  });

  it('ends where the slope of the penalised loss is 0', async () => {
    const data = draw(500);
    const lambda = 3;
    const { predict, weights, means, deviations } = await fitLogistic(data, { lambda });
    const chances = predict(data.columns);
    for (const input of [0, 1]) {
      let slope = lambda * weights[input]!;
      chances.forEach((chance, row) => {
        const value = (data.columns[input]![row]! - means[input]!) / deviations[input]!;
        slope += (chance - data.labels[row]!) * value;
      });
      expect(Math.abs(slope)).toBeLessThan(1e-6);
    }
  });

  it('takes a weight for repeated rows', async () => {
    const data = draw(300);
    data.weights.forEach((_, row, weights) => {
      weights[row] = 1 + (row % 3);
    });
    const rows = Array.from(data.labels, (_, row) => row).flatMap((row) => new Array<number>(1 + (row % 3)).fill(row));
    const repeated = {
      columns: data.columns.map((column) => Float32Array.from(rows, (row) => column[row]!)),
      labels: Float32Array.from(rows, (row) => data.labels[row]!),
      offsets: Int32Array.of(0, rows.length),
    };
    const [weighted, plain] = [await fitLogistic(data), await fitLogistic(repeated)];
    weighted.weights.forEach((weight, input) => {
      expect(weight).toBeCloseTo(plain.weights[input]!, 9);
    });
  });

  it('counts what is missing as the mean, and leaves categories out', async () => {
    const data = draw(500);
    data.columns[1]!.fill(Number.NaN, 0, 250);
    const model = await fitLogistic({ ...data, isCategory: [false, false, true] });
    const at = (value: number) => model.predict([Float32Array.of(3), Float32Array.of(value), Float32Array.of(7)])[0];
    expect(at(Number.NaN)).toBeCloseTo(at(model.means[1]!)!, 6);
    expect(model.weights[2]).toBe(0);
  });

  it('stays finite where a line parts the labels, or all are alike', async () => {
    const data = draw(200);
    const parted = data.labels.map((_, row) => (data.columns[1]![row]! > 0 ? 1 : 0));
    const { weights, predict } = await fitLogistic({ ...data, labels: parted }, { lambda: 1e-4 });
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(predict(data.columns).every((chance, row) => chance > 0.5 === parted[row]! > 0)).toBe(true);
    const alike = await fitLogistic({ ...data, labels: data.labels.map(() => 1) });
    expect(alike.predict(data.columns).every((chance) => chance > 0.99)).toBe(true);
  });

  it('refuses no rows', async () => {
    await expect(fitLogistic({ ...draw(0) })).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
  });
});
