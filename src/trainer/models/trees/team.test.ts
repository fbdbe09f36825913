import { describe, expect, it } from 'vitest';
import { draw, openTeam, settingsOf } from './draw.test-support.ts';

describe('createTeam', () => {
  it('does every chunk once, however many threads there are', async () => {
    const data = draw(50_000, 1, () => 0);
    for (const threads of [1, 2, 4]) {
      const { memory, team } = await openTeam(data, settingsOf(), threads);
      const { at } = memory;
      const ranges = memory.ints('ranges');
      memory.ints('order').forEach((_, row, order) => {
        order[row] = row;
      });
      for (let leaf = 0; leaf < 25; leaf++) ranges.set([leaf * 2000, 2000], 2 * leaf);
      memory.doubles('leafValues').fill(1);
      for (let time = 1; time <= 200; time++) team.run('addLeaf', 25, [at.order, at.ranges, at.leafValues, at.scores]);
      expect(memory.doubles('scores').every((score) => score === 200)).toBe(true);
      await team.close();
    }
  });

  it('fails where a job goes out of bounds, on whichever thread, and closes all the same', async () => {
    const { team } = await openTeam(
      draw(10, 1, () => 0),
      settingsOf(),
      2,
    );
    const far = -4096;
    expect(() => team.run('sum', 1000, [4_096_000, far, far, far, far, far, far])).toThrow();
    await team.close();
  });
});
