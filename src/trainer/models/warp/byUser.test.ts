import { expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { fitHybrid, identity } from './byUser.ts';
import { representations } from './embedding.ts';

const USERS = 60;
const ITEMS = 40;
const D = 8;

/** Two kinds of users, each taking about half of its half of the items. */
function planted(): Rows {
  const random = new Random(5, 'planted');
  const offsets = [0];
  const columns: number[] = [];
  for (let user = 0; user < USERS; user++) {
    for (let item = 0; item < ITEMS; item++) if (item % 2 === user % 2 && random.chance(0.5)) columns.push(item);
    offsets.push(columns.length);
  }
  return {
    offsets: Int32Array.from(offsets),
    columns: Int32Array.from(columns),
    values: new Float32Array(columns.length).fill(1),
  };
}

const factorise = (seed = 1, userFeatures = identity(USERS), userColumns = USERS) =>
  fitHybrid({
    taken: planted(),
    userFeatures,
    itemFeatures: identity(ITEMS),
    userColumns,
    itemColumns: ITEMS,
    dimensions: D,
    epochs: 20,
    maxSampled: 10,
    rate: 0.05,
    seed,
    progress() {},
  });

/** Share of (user, own kind's item, other kind's item) that are in the right order. */
function auc(users: Float32Array, items: Float32Array, biases: Float32Array): number {
  let right = 0;
  let all = 0;
  const score = (user: number, item: number) => {
    let sum = biases[item]!;
    for (let d = 0; d < D; d++) sum += users[user * D + d]! * items[item * D + d]!;
    return sum;
  };
  for (let user = 0; user < USERS; user++)
    for (let own = user % 2; own < ITEMS; own += 2)
      for (let other = 1 - (user % 2); other < ITEMS; other += 2) {
        all++;
        if (score(user, own) > score(user, other)) right++;
      }
  return right / all;
}

it('puts the items of a planted kind before the others for nearly every pair', async () => {
  const { users, items } = await factorise();
  expect(auc(users.vectors, items.vectors, items.biases)).toBeGreaterThan(0.98);
});

it('learns from a feature of the users what it would from their names', async () => {
  const kind: Rows = { ...identity(USERS), columns: Int32Array.from({ length: USERS }, (_, user) => user % 2) };
  const { users, items } = await factorise(1, kind, 2);
  expect(users.vectors.length).toBe(2 * D);
  expect(auc(representations(users, kind), items.vectors, items.biases)).toBe(1);
});

it('is the same for the same seed, and another for another', async () => {
  const [one, again, other] = [await factorise(1), await factorise(1), await factorise(2)];
  expect(again).toEqual(one);
  expect(other.items.vectors).not.toEqual(one.items.vectors);
});
