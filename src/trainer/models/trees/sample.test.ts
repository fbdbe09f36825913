import { describe, expect, it } from 'vitest';
import { draw, drawGroups, openTeam, settingsOf } from './draw.test-support.ts';
import { createSampler } from './sample.ts';

describe('createSampler', () => {
  it('draws the share of rows that it was asked for, ascending, and names all others', async () => {
    const data = draw(1000, 2, () => 1);
    const settings = settingsOf({ rowShare: 0.3 });
    const { memory, team } = await openTeam(data, settings);
    const sampler = createSampler(data, settings, memory, 1);
    const drawn = [0, 1].map(() => {
      const { own, others } = sampler.draw();
      expect([own, others]).toEqual([300, 700]);
      const order = memory.ints('order').slice(0, own);
      expect([...order]).toEqual([...order].sort((a, b) => a - b));
      expect(new Set([...order, ...memory.ints('others')]).size).toBe(1000);
      return order;
    });
    expect(drawn[0]).not.toEqual(drawn[1]);
    await team.close();
  });

  it('gives all rows in their order each time, whatever growing made of it', async () => {
    const data = draw(10, 2, () => 1);
    const { memory, team } = await openTeam(data, settingsOf());
    const sampler = createSampler(data, settingsOf(), memory, 1);
    expect(sampler.draw()).toEqual({ own: 10, others: 0 });
    memory.ints('order').reverse();
    expect(sampler.draw()).toEqual({ own: 10, others: 0 });
    expect([...memory.ints('order')]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await team.close();
  });

  it('takes groups whole where they are ranked', async () => {
    const data = drawGroups(40, 5);
    const settings = settingsOf({ objective: 'lambdarank', rowShare: 0.5 });
    const { memory, team } = await openTeam(data, settings);
    const { own } = createSampler(data, settings, memory, 1).draw();
    expect(own).toBe(100);
    const groups = new Set([...memory.ints('order').slice(0, own)].map((row) => Math.floor(row / 5)));
    expect(groups.size).toBe(20);
    await team.close();
  });

  it('draws inputs, at least one', async () => {
    const data = draw(3, 10, () => 1);
    const { memory, team } = await openTeam(data, settingsOf());
    const asked = (inputShare: number) => createSampler(data, settingsOf({ inputShare }), memory, 1).inputs();
    expect([0.01, 0.5, 1].map((share) => asked(share).reduce((a, b) => a + b))).toEqual([1, 5, 10]);
    await team.close();
  });
});
