import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goesLeft, marginOf } from '../../../engine/ranking/trees/ensemble.ts';
import { Random } from '../../random.ts';
import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';
import { draw, drawGroups, settingsOf } from './draw.test-support.ts';
import { fitTrees } from './fit.ts';
import { meanNdcg } from './metric.ts';

const rowOf = ({ columns }: RankingData, row: number) => columns.map((column) => column[row]!);

const marginsOf = (ensemble: Parameters<typeof marginOf>[0], data: RankingData) =>
  Array.from(data.labels, (_, row) => marginOf(ensemble, rowOf(data, row)));

/** Rounds every value to a step of 1 / `steps`. */
function roundTo(steps: number, columns: readonly Float32Array[]): void {
  for (const column of columns) column.set(column.map((value) => Math.round(steps * value) / steps));
}

/** Share of rows whose margin has the label's sign. */
async function accuracy(data: RankingData, settings: TreeSettings, test = data): Promise<number> {
  const { ensemble } = await fitTrees(data, settings);
  const margins = marginsOf(ensemble, test);
  return margins.filter((margin, row) => margin > 0 === test.labels[row]! > 0).length / margins.length;
}

const xor = ([a, b]: number[]) => (a! > 0 === b! > 0 ? 1 : 0);

describe('fitTrees', () => {
  it('finds what two inputs say together and neither alone', async () => {
    const settings = settingsOf();
    expect(await accuracy(draw(2000, 3, xor), settings, draw(1000, 3, xor, 2))).toBeGreaterThan(0.97);
  });

  it('gives the same trees whatever the number of threads, and each time', async () => {
    const data = draw(20_000, 5, (row, random) => (random.next() < 0.2 + 0.6 * xor(row) ? 1 : 0));
    const settings = settingsOf({ trees: 5, rowShare: 0.7, inputShare: 0.6 });
    const [one, two, three] = await Promise.all([1, 2, 3].map((threads) => fitTrees(data, settings, { threads })));
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    const other = await fitTrees(data, settings, { threads: 1, seed: 2 });
    expect(other).not.toEqual(one);
  });

  it('predicts what it trained: the measure of the rows themselves as validation is that of marginOf', async () => {
    const data = draw(3000, 4, (row, random) => row[0]! + 0.5 * random.normal());
    data.columns[1]!.forEach((_, row, column) => {
      if (row % 3 === 0) column[row] = Number.NaN;
    });
    const settings = settingsOf({ objective: 'regression', patience: 0, rowShare: 0.5 });
    const { ensemble, validationMetric } = await fitTrees(data, settings, { validation: data });
    let sum = 0;
    marginsOf(ensemble, data).forEach((margin, row) => {
      sum += (margin - data.labels[row]!) ** 2;
    });
    expect(validationMetric!.at(-1)).toBe(sum / data.labels.length);
  });

  it('lets the missing speak', async () => {
    const data = draw(2000, 2, ([a]) => (a! > 0.4 ? 1 : 0));
    data.columns[0] = data.columns[0]!.map((value) => (value > 0.4 || value < -0.9 ? Number.NaN : value));
    expect(await accuracy(data, settingsOf())).toBeGreaterThan(0.93);
  });

  it('splits by sets of categories', async () => {
    const liked = new Set([3, 7, 8, 19, 40]);
    const data = draw(6000, 2, () => 0);
    const random = new Random(3, 'categories');
    data.columns[0] = data.columns[0]!.map(() => random.below(50));
    data.labels.forEach((_, row, labels) => {
      labels[row] = liked.has(data.columns[0]![row]!) ? 1 : 0;
    });
    const { ensemble } = await fitTrees({ ...data, isCategory: [true, false] }, settingsOf({ trees: 1, leaves: 2 }));
    const { sets, set } = ensemble.trees[0]!;
    expect(set[0]).toBe(0);
    expect(sets).toHaveLength(1);
    const left = Array.from({ length: 60 }, (_, category) => category).filter((c) =>
      goesLeft(ensemble.trees[0]!, 0, c),
    );
    expect(left).toEqual([...liked]);
  });

  it('keeps the trees up to the best on validation, and no more', async () => {
    const noisy = ([a]: number[], random: Random) => (random.next() < 0.5 + 0.3 * a! ? 1 : 0);
    const [data, validation] = [draw(800, 4, noisy), draw(800, 4, noisy, 5)];
    const fitted = await fitTrees(data, settingsOf({ trees: 100, patience: 10 }), { validation });
    const measured = fitted.validationMetric!;
    expect(fitted.rounds).toBe(1 + measured.indexOf(Math.min(...measured)));
    expect(fitted.ensemble.trees).toHaveLength(fitted.rounds);
    expect(measured).toHaveLength(fitted.rounds + 10);
  });

  it('takes a weight for repeated rows', async () => {
    const data = draw(400, 3, ([a, b], random) => a! * b! + 0.1 * random.normal());
    const weights = data.labels.map((_, row) => 1 + (row % 3));
    const rows = Array.from(data.labels, (_, row) => row).flatMap((row) => new Array<number>(weights[row]!).fill(row));
    const repeated: RankingData = {
      columns: data.columns.map((column) => Float32Array.from(rows, (row) => column[row]!)),
      labels: Float32Array.from(rows, (row) => data.labels[row]!),
      offsets: Int32Array.of(0, rows.length),
    };
    // Few values, so that bins do not depend on how often a row is there; rows of a leaf do, so the hessian bounds them instead.
    for (const { columns } of [data, repeated]) roundTo(8, columns);
    const settings = settingsOf({ objective: 'regression', minRows: 1, minHessian: 19.5, trees: 10 });
    const [weighted, plain] = [await fitTrees({ ...data, weights }, settings), await fitTrees(repeated, settings)];
    const [a, b] = [marginsOf(weighted.ensemble, data), marginsOf(plain.ensemble, data)];
    a.forEach((margin, row) => {
      expect(margin).toBeCloseTo(b[row]!, 5);
    });
  });

  it('regresses better than the mean', async () => {
    const label = ([a, b]: number[], random: Random) => Math.sin(3 * a!) + b! ** 2 + 0.1 * random.normal();
    const [data, test] = [draw(2000, 3, label), draw(1000, 3, label, 2)];
    const { ensemble } = await fitTrees(data, settingsOf({ objective: 'regression' }));
    const errorOf = (guess: (row: number) => number) =>
      test.labels.reduce((sum, value, row) => sum + (value - guess(row)) ** 2, 0) / test.labels.length;
    const margins = marginsOf(ensemble, test);
    expect(ensemble.link).toBe('identity');
    expect(errorOf((row) => margins[row]!)).toBeLessThan(0.1 * errorOf(() => ensemble.base));
  });

  it('ranks groups that it never saw', async () => {
    const [data, test] = [drawGroups(150, 20), drawGroups(100, 20, 2)];
    const { ensemble } = await fitTrees(data, settingsOf({ objective: 'lambdarank' }));
    const start = meanNdcg(new Float64Array(test.labels.length), test, 10);
    expect(meanNdcg(marginsOf(ensemble, test), test, 10)).toBeGreaterThan(start + 0.2);
    expect(ensemble.base).toBe(0);
  });

  it('rises and falls with inputs as it is told, wherever the others stand', async () => {
    const values = fc.float({ min: -1, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.tuple(values, values), { minLength: 4, maxLength: 4 }),
        async (seed, others) => {
          const data = draw(
            300,
            4,
            ([a, b, c], random) => Math.sin(6 * a!) - Math.cos(5 * b!) + c! + random.normal(),
            seed,
          );
          const settings = settingsOf({ objective: 'regression', trees: 8, minRows: 5 });
          const { ensemble } = await fitTrees(data, settings, { directions: [1, -1, 0, 0], seed });
          for (const [c, d] of others) {
            for (const fixed of [-0.7, 0.1, Number.NaN]) {
              let [rising, falling] = [-Infinity, Infinity];
              for (let at = -1; at <= 1; at += 0.05) {
                const up = marginOf(ensemble, [at, fixed, c, d]);
                const down = marginOf(ensemble, [fixed, at, c, d]);
                expect(up).toBeGreaterThanOrEqual(rising);
                expect(down).toBeLessThanOrEqual(falling);
                [rising, falling] = [up, down];
              }
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('finds the split of all that gains most', async () => {
    const data = draw(600, 3, ([a, b], random) => (a! > 0.3 ? 2 : 0) + b! + random.normal(), 4);
    roundTo(10, data.columns);
    const settings = settingsOf({ objective: 'regression', trees: 1, leaves: 2, rate: 1, minRows: 10 });
    const { ensemble, importance } = await fitTrees(data, settings);
    const mean = data.labels.reduce((sum, label) => sum + label, 0) / data.labels.length;
    let best = 0;
    for (const column of data.columns)
      for (const threshold of column) {
        const sides = [
          data.labels.filter((_, row) => column[row]! <= threshold),
          data.labels.filter((_, row) => column[row]! > threshold),
        ];
        if (sides.some((side) => side.length < 10)) continue;
        const gain = sides.reduce((sum, side) => sum + side.reduce((a, b) => a + b - mean, 0) ** 2 / side.length, 0);
        best = Math.max(best, gain);
      }
    expect(importance.gain.reduce((a, b) => a + b)).toBeCloseTo(best, 4);
    const { cover, leaves } = ensemble.trees[0]!;
    expect(cover[0]! + cover[1]!).toBe(600);
    expect(cover[0]! * leaves[0]! + cover[1]! * leaves[1]!).toBeCloseTo(0, 4);
  });

  it('keeps to its limits: leaves, depth, rows of a leaf', async () => {
    const data = draw(3000, 4, ([a, b], random) => a! * b! + 0.3 * random.normal());
    const settings = settingsOf({ objective: 'regression', trees: 5, leaves: 12, maxDepth: 4, minRows: 50 });
    const { ensemble, importance } = await fitTrees(data, settings);
    for (const { leaves, left, right, cover } of ensemble.trees) {
      const depthOf = (node: number): number =>
        node < 0 ? 0 : 1 + Math.max(depthOf(left[node]!), depthOf(right[node]!));
      expect(leaves.length).toBeLessThanOrEqual(12);
      expect(depthOf(0)).toBeLessThanOrEqual(4);
      expect(Math.min(...cover)).toBeGreaterThanOrEqual(50);
    }
    expect(importance.splits.reduce((a, b) => a + b)).toBe(
      ensemble.trees.reduce((sum, { left }) => sum + left.length, 0),
    );
  });

  it('says nothing of inputs that say nothing, and of labels that are all alike', async () => {
    const data = draw(500, 2, () => 1);
    data.columns[0]!.fill(3);
    data.columns[1]!.fill(Number.NaN);
    for (const objective of ['binary', 'regression', 'lambdarank'] as const) {
      const { ensemble } = await fitTrees(data, settingsOf({ objective }));
      expect(ensemble.trees).toHaveLength(0);
      expect(Number.isFinite(ensemble.base)).toBe(true);
    }
  });

  it('refuses no rows, and rows without inputs', async () => {
    for (const data of [draw(0, 2, () => 1), draw(3, 0, () => 1)])
      await expect(fitTrees(data, settingsOf())).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
  });
});
