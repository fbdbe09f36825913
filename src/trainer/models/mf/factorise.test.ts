import { expect, it } from 'vitest';
import { createJsKernels } from '../../../engine/kernels/js.ts';
import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { factoriseRatings, USER_BIAS } from './factorise.ts';

const USERS = 80;
const ITEMS = 50;

/** 3.5 + a bias of the user, one of the item and a taste of one dimension; some of the pairs, the rest to foresee. */
function planted() {
  const random = new Random(2, 'planted');
  const of = (count: number, spread: number) => Float64Array.from({ length: count }, () => spread * random.normal());
  const [userBias, itemBias, user, item] = [of(USERS, 0.4), of(ITEMS, 0.5), of(USERS, 0.7), of(ITEMS, 0.7)];
  const offsets = [0];
  const columns: number[] = [];
  const values: number[] = [];
  const held: { user: number; item: number; rating: number }[] = [];
  for (let u = 0; u < USERS; u++) {
    for (let i = 0; i < ITEMS - 1; i++) {
      const rating = 3.5 + userBias[u]! + itemBias[i]! + user[u]! * item[i]!;
      if (random.chance(0.1)) held.push({ user: u, item: i, rating });
      else if (random.chance(0.6)) {
        columns.push(i);
        values.push(rating);
      }
    }
    offsets.push(columns.length);
  }
  const rows: Rows = {
    offsets: Int32Array.from(offsets),
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  };
  return { rows, held };
}

const factorise = (rows: Rows, tastes = 3, seed = 1) =>
  factoriseRatings(rows, ITEMS, {
    rank: tastes,
    sweeps: 12,
    lambda: 0.02,
    kernels: createJsKernels(),
    random: new Random(seed, 'mf'),
    progress() {},
  });

/** The user's vector by the same solver, independently by gradient descent on the ridge problem that the device solves. */
function foldIn(rows: Rows, user: number, { mean, rank, dimensions, vectors }: Awaited<ReturnType<typeof factorise>>) {
  const p = new Float64Array(rank);
  const [start, end] = [rows.offsets[user]!, rows.offsets[user + 1]!];
  for (let step = 0; step < 3000; step++) {
    const slope = Float64Array.from(p, (value) => 0.02 * (end - start) * value);
    for (let at = start; at < end; at++) {
      const from = rows.columns[at]! * dimensions;
      let gap = mean + vectors[from + rank]! - rows.values[at]!;
      for (let d = 0; d < rank; d++) gap += p[d]! * vectors[from + d]!;
      for (let d = 0; d < rank; d++) slope[d]! += gap * vectors[from + d]!;
    }
    for (let d = 0; d < rank; d++) p[d]! -= 0.01 * slope[d]!;
  }
  return p;
}

it('foresees planted ratings from biases and taste far better than their mean does', async () => {
  const { rows, held } = planted();
  const factors = await factorise(rows);
  const { mean, rank, dimensions, vectors } = factors;
  const users = Array.from({ length: USERS }, (_, user) => foldIn(rows, user, factors));
  let [error, ofMean] = [0, 0];
  for (const { user, item, rating } of held) {
    let predicted = mean + vectors[item * dimensions + rank]!;
    for (let d = 0; d < rank; d++) predicted += users[user]![d]! * vectors[item * dimensions + d]!;
    error += (predicted - rating) ** 2;
    ofMean += (mean - rating) ** 2;
  }
  expect(Math.sqrt(error / held.length)).toBeLessThan(0.25 * Math.sqrt(ofMean / held.length));
});

it('lays vectors out as [a constant, taste, bias, zeros], and as zeros for an item without a rating', async () => {
  const { rows } = planted();
  const { rank, dimensions, vectors } = await factorise(rows, 3);
  expect([rank, dimensions]).toEqual([4, 16]);
  for (let item = 0; item < ITEMS - 1; item++) {
    expect(vectors[item * dimensions]).toBe(USER_BIAS);
    expect([...vectors.subarray(item * dimensions + 5, (item + 1) * dimensions)]).toEqual(new Array(11).fill(0));
  }
  expect([...vectors.subarray((ITEMS - 1) * dimensions)]).toEqual(new Array(dimensions).fill(0));
});

it('leaves a multiple of 16 numbers with room for constant, taste and bias', async () => {
  const { rows } = planted();
  for (const [tastes, width] of [
    [14, 16],
    [15, 32],
    [30, 32],
    [31, 48],
  ] as const)
    expect((await factorise(rows, tastes)).dimensions).toBe(width);
});

it('is the same for the same seed', async () => {
  const { rows } = planted();
  expect(await factorise(rows)).toEqual(await factorise(rows));
});
