import { describe, expect, it } from 'vitest';
import { draw, openTeam, settingsOf } from './draw.test-support.ts';
import { encodeAll } from './encode.ts';
import { fitTrees } from './fit.ts';
import { createSplitter } from './splitter.ts';

const stump = settingsOf({ objective: 'regression', trees: 1, leaves: 2, rate: 1 });

describe('createSplitter', () => {
  it('bounds both sides of an input with a direction by the middle of their values', async () => {
    const data = draw(50, 2, ([a]) => a!);
    const { memory, team } = await openTeam(data, stump);
    const encoded = await encodeAll(data, undefined, stump, memory, team, 1);
    const splitter = createSplitter(memory, team, encoded, [1, 0], stump);
    const leaf = { gradient: 0, hessian: 40, lambda: 0, low: -5, high: Infinity };
    const split = { input: 0, gain: 1, code: 3, missingLeft: 0, gradient: 60, hessian: 20, lambda: 0 };
    splitter.begin({ gradient: 1, hessian: 1 }, new Uint8Array(2).fill(1));
    const [left, right] = splitter.sides(leaf, split);
    // -60 / 20 and 60 / 20, both within the bounds.
    expect([left.low, left.high, right.low, right.high]).toEqual([-5, 0, 0, Infinity]);
    expect([left.gradient, left.hessian, right.gradient, right.hessian]).toEqual([60, 20, -60, 20]);
    const free = splitter.sides(leaf, { ...split, input: 1 });
    expect(free.map(({ low, high }) => [low, high])).toEqual([
      [-5, Infinity],
      [-5, Infinity],
    ]);
    await team.close();
  });

  it.each([0.6, -0.6])('sends what was never missing with the heavier side of a split at %f', async (at) => {
    const { ensemble } = await fitTrees(
      draw(400, 1, ([a]) => (a! > at ? 1 : 0)),
      stump,
    );
    const { cover, missingLeft } = ensemble.trees[0]!;
    expect(missingLeft[0]).toBe(cover[0]! > cover[1]! ? 1 : 0);
    expect(missingLeft[0]).toBe(at > 0 ? 1 : 0);
  });

  it('can part what is missing from all that is there', async () => {
    const data = draw(400, 1, () => 0);
    data.columns[0]!.forEach((_, row, column) => {
      if (row % 4 === 0) column[row] = Number.NaN;
      data.labels[row] = row % 4 === 0 ? 1 : 0;
    });
    const { ensemble } = await fitTrees(data, stump);
    const { cover, leaves, missingLeft } = ensemble.trees[0]!;
    expect([...cover].sort((a, b) => a - b)).toEqual([100, 300]);
    expect(ensemble.base + leaves[missingLeft[0] === 1 ? 0 : 1]!).toBeCloseTo(1, 6);
  });
});
