import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { goesLeft, marginOf } from '../../../engine/ranking/trees/ensemble.ts';
import { Random } from '../../random.ts';
import type { RankingData } from '../../ranker/data.ts';
import { type TreeSettings, treesSettings } from '../../settings/trees.ts';
import { fitTrees } from './fit.ts';

const settingsOf = (some: Partial<TreeSettings> = {}): TreeSettings =>
  v.parse(treesSettings, { trees: 30, rate: 0.2, ...some });

/** `rows` rows of `inputs` uniform inputs in [-1, 1), labelled by `label`. */
function draw(
  rows: number,
  inputs: number,
  label: (row: number[], random: Random) => number,
  seed = 1,
): RankingData & { columns: Float32Array[] } {
  const random = new Random(seed, 'rows');
  const columns = Array.from({ length: inputs }, () => new Float32Array(rows));
  const labels = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    for (const column of columns) column[row] = random.between(-1, 1);
    labels[row] = label(
      columns.map((column) => column[row]!),
      random,
    );
  }
  return { columns, labels, offsets: Int32Array.of(0, rows) };
}

const rowOf = ({ columns }: RankingData, row: number) => columns.map((column) => column[row]!);

const marginsOf = (ensemble: Parameters<typeof marginOf>[0], data: RankingData) =>
  Array.from(data.labels, (_, row) => marginOf(ensemble, rowOf(data, row)));

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
});
