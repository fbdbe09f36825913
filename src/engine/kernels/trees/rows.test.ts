import { expect, it } from 'vitest';
import { createArena } from '../arena.ts';
import { createRun } from './rows.ts';

/** Scores a row by its inputs' sum, read from where they were copied. */
function sumRun(inputs: number) {
  const arena = createArena(new WebAssembly.Memory({ initial: 1 }));
  const groups: number[] = [];
  const run = createRun(arena, inputs, ({ at, bytes }, margins, count) => {
    groups.push(count);
    const memory = new Float32Array(arena.buffer());
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let input = 0; input < inputs; input++) sum += memory[(at + input * bytes) / 4 + row]!;
      new Float64Array(arena.buffer(), margins)[row] = sum;
    }
  });
  return { run, groups };
}

it.each([
  [3, 200, 200],
  [3, 200, 1000],
  [3, 2500, 2600],
  [3, 10, 5000],
  [5000, 70, 71],
  [1, 0, 0],
])('hands %i inputs of %i rows, %i apart, over by groups of 64', (inputs, count, stride) => {
  const { run, groups } = sumRun(inputs);
  const values = Float32Array.from({ length: inputs * stride }, (_, i) => (i % stride) * 2 + (i < stride ? 1 : 0));
  const margins = run(values, count, stride);
  expect(margins).toEqual(Float64Array.from({ length: count }, (_, row) => inputs * row * 2 + 1));
  expect(groups.reduce((sum, own) => sum + own, 0)).toBe(count);
  expect(groups.every((own) => own <= 64)).toBe(true);
});
