import { describe, expect, it } from 'vitest';
import { createCrew } from './crew.ts';
import { layOut } from './layout.ts';
import { loadThreads } from './load.ts';

describe('createCrew', () => {
  it('takes every chunk once, however many threads there are', async () => {
    const [rows, d, chunk] = [10_000, 16, 1024];
    for (const threads of [1, 4]) {
      const layout = layOut({ counter: 1, factors: rows * d, parts: Math.ceil(rows / chunk) * d * d });
      layout.floats('factors').fill(1);
      const crew = createCrew(await loadThreads(), layout.memory, threads);
      await crew.run('gramChunk', () => [layout.at.counter, rows, layout.at.factors, layout.at.parts, d]);
      await crew.close();
      // The first element of a chunk's matrix counts its rows.
      const counts = Array.from({ length: 10 }, (_, part) => layout.floats('parts')[part * d * d]);
      expect(counts).toEqual([...new Array(9).fill(chunk), rows - 9 * chunk]);
      expect(layout.ints('counter')[0]).toBeGreaterThanOrEqual(10);
    }
  });

  it('fails where a thread fails, and closes all the same', async () => {
    const layout = layOut({ counter: 1 });
    const crew = createCrew(await loadThreads(), layout.memory, 2);
    // Addresses beyond the memory, on the other thread alone.
    const far = 2 ** 31;
    const task = crew.run('gramChunk', (place) => [layout.at.counter, place === 0 ? 0 : 5000, far, far, 16]);
    await expect(task).rejects.toThrow(/memory access out of bounds/);
    await crew.close();
  });
});

describe('layOut', () => {
  it('keeps pieces apart, each on a cache line of its own', () => {
    const layout = layOut({ a: 3, b: 100, c: 1 });
    layout.floats('a').fill(1);
    layout.ints('b').fill(7);
    layout.floats('c').fill(2);
    expect([...layout.floats('a')]).toEqual([1, 1, 1]);
    expect(layout.ints('b').every((value) => value === 7)).toBe(true);
    for (const address of Object.values(layout.at)) expect(address % 64).toBe(0);
    expect(layout.memory.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
