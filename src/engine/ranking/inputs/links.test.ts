import { beforeAll, describe, expect, it } from 'vitest';
import { did, EVERY_TABLE, START, vectorOf } from '../../testing/bundle.test-support.ts';
import { LINKS } from './links.ts';
import { asking, rounded, valuesOf } from './question.test-support.ts';
import type { RankingQuestion } from './question.ts';

describe('what the newest items say of a candidate', () => {
  // b1 and b3 lead to b4; l1, the cart's, leads nowhere. The step of l1 is the last, that of b3 the one before it.
  const shop = {
    ...EVERY_TABLE,
    transitions: EVERY_TABLE.ids.map((_, item) =>
      item === 0 || item === 4 ? { targets: [6], strengths: [item === 0 ? 1 : 0.5] } : { targets: [], strengths: [] },
    ),
    together: undefined as never,
  };
  const log = [did('view_item', 'b1', 0), did('view_item', 'b3', 1), did('add_to_cart', 'l1', 2)];
  let asked: Awaited<ReturnType<typeof asking>>;
  let question: RankingQuestion;
  beforeAll(async () => {
    asked = await asking(shop);
    question = asked.about(['b4', 'l3', 'l2'], log, { now: START });
  });

  it.each([
    ['transitionsLag0', [0, 0, 0]],
    ['transitionsLag1', [0.5, 0, 0]],
    ['transitionsLag2', [1, 0, 0]],
    ['transitionsStrongest', [1, 0, 0]],
    ['transitionsCount', [2, 0, 0]],
    ['transitionsNearest', [1, Number.NaN, Number.NaN]],
    // Neighbours are two numbers on: b3 to b4, l1 to l2.
    ['neighboursLag0', [0, 0, 1]],
    ['neighboursLag1', [1, 0, 0]],
    ['neighboursCount', [1, 0, 1]],
    ['neighboursNearest', [1, Number.NaN, 0]],
    // A bowl's vector is half another bowl's and half its own; likewise content, of which three kinds share the rest.
    ['factorsToLast', [0, 0.5, 0.5]],
    ['factorsToNewest', [0.5, 0.5, 0.5]],
    ['factorsToCart', [0, 0.5, 0.5]],
    ['contentToCart', [cosine(6, 1), cosine(5, 1), cosine(3, 1)]],
  ])('%s', (name, expected) => {
    valuesOf(question, name).forEach((value, r) => {
      if (Number.isNaN(expected[r])) expect(value).toBeNaN();
      // Strengths are bytes and vectors int8.
      else expect(Math.abs(value - expected[r]!), `${r}`).toBeLessThan(0.02);
    });
  });

  it('misses a table that the bundle does not have', () => {
    const names = LINKS.map(({ name }) => name).filter((name) => name.startsWith('together'));
    expect(names).toHaveLength(6);
    for (const name of names) expect(valuesOf(question, name), name).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('has no likeness to the items of who has none', () => {
    const cold = asked.about(['b4'], [], { now: START });
    for (const { name } of LINKS.filter(({ name }) => /To(Last|Newest|Cart)$/.test(name)))
      expect(valuesOf(cold, name), name).toEqual([Number.NaN]);
    expect(valuesOf(cold, 'transitionsCount')).toEqual([0]);
    // Nothing in the cart.
    expect(valuesOf(asked.about(['b4'], log.slice(0, 2), { now: START }), 'factorsToCart')).toEqual([Number.NaN]);
  });

  it('is like nothing where an item has no vector', () => {
    // l4 has none of content.
    const asks = asked.about(['b1', 'l4'], [did('view_item', 'l4', 0)], { now: START });
    expect(rounded(valuesOf(asks, 'contentToLast'))).toEqual([0, 0]);
  });

  it('leaves nothing behind for the next question', () => {
    const before = valuesOf(asked.about(['b4', 'l2'], log), 'neighboursCount');
    valuesOf(asked.about(['b1', 'b2', 'b3', 'b4', 'b5'], log), 'neighboursCount');
    expect(valuesOf(asked.about(['b4', 'l2'], log), 'neighboursCount')).toEqual(before);
  });
});

/** Of two items' content vectors in the fixture shop. */
function cosine(a: number, b: number): number {
  const [first, second] = [a, b].map((item) => vectorOf(item % 2, 2 + (item % 3)));
  const dot = first!.reduce((sum, value, d) => sum + value * second![d]!, 0);
  return dot / Math.sqrt(first!.filter(Boolean).length * second!.filter(Boolean).length);
}
