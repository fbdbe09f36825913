import { describe, expect, it } from 'vitest';
import { draw, settingsOf } from './draw.test-support.ts';
import { fitTrees } from './fit.ts';

interface Question {
  input: number;
  threshold: number;
  missingLeft: boolean;
  gain: number;
}

/** Leaf-wise growth in plain numbers: every split of every leaf is tried on its rows. Values of the leaves, and the inputs asked. */
function growPlainly(columns: readonly Float32Array[], labels: Float32Array, leaves: number, minRows: number) {
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const residuals = labels.map((label) => label - mean);
  const gainOf = (rows: readonly number[]) => rows.reduce((sum, row) => sum + residuals[row]!, 0) ** 2 / rows.length;
  const isLeft = ({ input, threshold, missingLeft }: Question, row: number) => {
    const value = columns[input]![row]!;
    return Number.isNaN(value) ? missingLeft : value <= threshold;
  };
  const bestOf = (rows: readonly number[]): Question | undefined => {
    let best: Question | undefined;
    for (const [input, column] of columns.entries()) {
      const thresholds = new Set(rows.map((row) => column[row]!).filter((value) => !Number.isNaN(value)));
      for (const threshold of thresholds)
        for (const missingLeft of [false, true]) {
          const question = { input, threshold, missingLeft, gain: 0 };
          const sides = [true, false].map((side) => rows.filter((row) => isLeft(question, row) === side));
          if (sides.some((side) => side.length < minRows)) continue;
          question.gain = gainOf(sides[0]!) + gainOf(sides[1]!) - gainOf(rows);
          if (question.gain > (best?.gain ?? 0) + 1e-9) best = question;
        }
    }
    return best;
  };
  const all = labels.length;
  const grown = [{ rows: Array.from({ length: all }, (_, row) => row), best: undefined as Question | undefined }];
  grown[0]!.best = bestOf(grown[0]!.rows);
  const inputs: number[] = [];
  while (grown.length < leaves) {
    const next = grown.reduce((a, b) => ((b.best?.gain ?? 0) > (a.best?.gain ?? 0) ? b : a));
    const { best } = next;
    if (!best) break;
    inputs.push(best.input);
    const right = next.rows.filter((row) => !isLeft(best, row));
    next.rows = next.rows.filter((row) => isLeft(best, row));
    next.best = bestOf(next.rows);
    grown.push({ rows: right, best: bestOf(right) });
  }
  const values = grown.map(({ rows }) => rows.reduce((sum, row) => sum + residuals[row]!, 0) / rows.length);
  return { values, inputs, cover: grown.map(({ rows }) => rows.length) };
}

describe('createGrower', () => {
  it.each([1, 2, 3])('grows the tree that trying every split grows, the missing among them (%i)', async (seed) => {
    const data = draw(700, 4, ([a, b, c], random) => Math.sin(4 * a!) + b! * c! + 0.2 * random.normal(), seed);
    for (const [input, column] of data.columns.entries())
      column.set(column.map((value, row) => ((row * 7 + input) % 9 === 0 ? Number.NaN : Math.round(7 * value))));
    const settings = settingsOf({ objective: 'regression', trees: 1, leaves: 12, rate: 1, minRows: 15 });
    const { ensemble } = await fitTrees(data, settings, { threads: seed });
    const plain = growPlainly(data.columns, data.labels, 12, 15);
    const tree = ensemble.trees[0]!;
    expect([...tree.feature]).toEqual(plain.inputs);
    expect([...tree.cover]).toEqual(plain.cover);
    plain.values.forEach((value, leaf) => {
      expect(tree.leaves[leaf]).toBeCloseTo(value, 5);
    });
  });
});
