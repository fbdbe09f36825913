import { expect, it } from 'vitest';
import type { Rows } from '../../tables/rows.ts';
import { fitByHistory } from './byHistory.ts';
import { identity } from './byUser.ts';

const ITEMS = 12;
const D = 8;

/** Every shopper takes five of the six items of one kind. */
function histories(shoppers: number): Rows {
  const columns: number[] = [];
  for (let shopper = 0; shopper < shoppers; shopper++)
    for (let place = 0; place < 6; place++) if (place !== (shopper >> 1) % 6) columns.push(2 * place + (shopper % 2));
  return {
    offsets: Int32Array.from({ length: shoppers + 1 }, (_, shopper) => 5 * shopper),
    columns: Int32Array.from(columns),
    values: new Float32Array(columns.length).fill(1),
  };
}

const factorise = (rows: Rows, seed = 1) =>
  fitByHistory({
    histories: rows,
    features: identity(ITEMS),
    columns: ITEMS,
    dimensions: D,
    epochs: 30,
    maxSampled: 10,
    rate: 0.05,
    seed,
    progress() {},
  });

it('scores the items of a kind above the others for a history of two that no shopper had', async () => {
  const { inputs, outputs } = await factorise(histories(24));
  const vector = Float64Array.from({ length: D }, (_, d) => inputs.vectors[d]! + inputs.vectors[4 * D + d]!);
  const scores = Array.from({ length: ITEMS }, (_, item) =>
    vector.reduce((sum, value, d) => sum + value * outputs.vectors[item * D + d]!, 0),
  );
  const worstOwn = Math.min(...scores.filter((_, item) => item % 2 === 0));
  const bestOther = Math.max(...scores.filter((_, item) => item % 2 === 1));
  expect(worstOwn).toBeGreaterThan(bestOther + 0.5);
});

it('learns nothing of histories of one item, which nothing foresees', async () => {
  const single: Rows = { ...identity(4), columns: Int32Array.of(0, 3, 5, 0) };
  const { inputs, outputs } = await factorise(single);
  expect(inputs.squares).toEqual(new Float32Array(ITEMS * D).fill(1));
  expect(outputs.squares).toEqual(new Float32Array(ITEMS * D).fill(1));
});

it('keeps every number finite for a history longer than a block', async () => {
  const long: Rows = {
    offsets: Int32Array.of(0, 150),
    columns: Int32Array.from({ length: 150 }, (_, at) => at),
    values: new Float32Array(150).fill(1),
  };
  const { inputs, outputs } = await fitByHistory({
    histories: long,
    features: identity(300),
    columns: 300,
    dimensions: D,
    epochs: 40,
    maxSampled: 10,
    rate: 0.5,
    seed: 1,
    progress() {},
  });
  const vector = new Float64Array(D);
  for (let at = 0; at < 150; at++) for (let d = 0; d < D; d++) vector[d]! += inputs.vectors[at * D + d]!;
  const scores = Array.from({ length: 300 }, (_, item) =>
    vector.reduce((sum, value, d) => sum + value * outputs.vectors[item * D + d]!, 0),
  );
  expect(Math.min(...scores.slice(0, 150))).toBeGreaterThan(Math.max(...scores.slice(150)));
});
