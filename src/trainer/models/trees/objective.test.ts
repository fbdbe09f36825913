import { describe, expect, it } from 'vitest';
import { draw, openTeam, settingsOf } from './draw.test-support.ts';
import { createObjective } from './objective.ts';

/** The objective's whole gradients and hessians at these margins, back in its own units. */
async function at(margins: readonly number[], some: Parameters<typeof settingsOf>[0], weights?: number[]) {
  const labels = [1, 0, 0, 1, 0];
  const data = { ...draw(5, 1, () => 0), labels: Float32Array.from(labels) };
  const weighted = { ...data, weights: weights && Float32Array.from(weights) };
  const settings = settingsOf(some);
  const { memory, team } = await openTeam(weighted, settings);
  const objective = createObjective(weighted, settings, memory, team);
  memory.doubles('scores').set(margins);
  const units = objective.update();
  const packed = memory.ints('packed');
  await team.close();
  return {
    objective,
    gradients: labels.map((_, row) => packed[2 * row + 1]! * units.gradient),
    hessians: labels.map((_, row) => (packed[2 * row]! >>> 0) * units.hessian),
  };
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe('createObjective', () => {
  it('starts from the share of positives, and writes the slope and bend of the log loss', async () => {
    const margins = [0.3, -2, 40, -40, 1];
    const { objective, gradients, hessians } = await at(margins, { objective: 'binary' });
    expect(objective.base).toBeCloseTo(Math.log(2 / 3), 12);
    margins.forEach((margin, row) => {
      const chance = logistic(margin);
      expect(gradients[row]).toBeCloseTo(chance - [1, 0, 0, 1, 0][row]!, 6);
      expect(hessians[row]).toBeCloseTo(chance * (1 - chance), 6);
    });
  });

  it('brings positives to the weight of all others where it is asked to', async () => {
    const { objective, gradients } = await at([0, 0, 0, 0, 0], { balance: true });
    expect(objective.base).toBe(0);
    expect(gradients.reduce((a, b) => a + b)).toBeCloseTo(0, 6);
  });

  it('starts from the weighted mean, and writes weighted errors', async () => {
    const { objective, gradients, hessians } = await at([2, 2, 2, 2, 2], { objective: 'regression' }, [1, 2, 3, 4, 5]);
    expect(objective.base).toBeCloseTo(5 / 15, 12);
    [1, 4, 6, 4, 10].forEach((gradient, row) => {
      expect(gradients[row]).toBeCloseTo(gradient, 6);
      expect(hessians[row]).toBeCloseTo(row + 1, 6);
    });
  });

  it('keeps whole sums within 32 bits, however unlike the rows are', async () => {
    const { hessians } = await at([0, 0, 0, 0, 0], { objective: 'regression' }, [1e-6, 1e6, 1, 1, 1e6]);
    expect(hessians.reduce((a, b) => a + b)).toBeCloseTo(2_000_002, 2);
  });
});
