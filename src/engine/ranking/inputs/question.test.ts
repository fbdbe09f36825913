import { expect, it, vi } from 'vitest';
import { did, START } from '../../testing/bundle.test-support.ts';
import { asking, valuesOf } from './question.test-support.ts';
import { shared } from './question.ts';

it('asks at the moment of the request, else of the newest interaction, and never where there is no clock', async () => {
  const { about } = await asking();
  const log = [did('view_item', 'b1', 7)];
  expect(about(['b1'], log, { now: START }).now).toBe(START);
  expect(about(['b1'], log).now).toBe(START + 7 * 60_000);
  expect(about(['b1'], log, { now: Number.MAX_SAFE_INTEGER }).now).toBeNaN();
  expect(about(['b1'], []).now).toBeNaN();
});

it('finds each candidate among what the shopper took', async () => {
  const { about } = await asking();
  const question = about(['b2', 'l6', 'b1'], [did('view_item', 'b1', 0), did('view_item', 'b2', 1)]);
  expect([...question.own]).toEqual([0, -1, 1]);
});

it('makes what is shared once a question', async () => {
  const { about } = await asking();
  const make = vi.fn(() => 1);
  const question = about(['b1'], []);
  expect([shared(question, make), shared(question, make)]).toEqual([1, 1]);
  expect(make).toHaveBeenCalledTimes(1);
  shared(about(['b1'], []), make);
  expect(make).toHaveBeenCalledTimes(2);
});

it('takes what the page shows for the newest thing the shopper did', async () => {
  const { retrieved } = await asking();
  const log = [did('view_item', 'b1', 0)];
  const now = START + 60_000;
  const there = retrieved(log, { now, repeats: 'allow', context: ['b3'] });
  expect(valuesOf(there, 'frequency')[0]).toBeCloseTo(Math.log2(3), 5);
  expect(there.history.items.size).toBe(2);
  expect(valuesOf(retrieved(log, { now, repeats: 'allow' }), 'frequency')[0]).toBe(1);
  // A newcomer on a product's page.
  expect(retrieved([], { now, context: ['b3'] }).history.interactions).toBe(1);
});
