import { describe, expect, it } from 'vitest';
import type { RecommendRequest } from '../../engine/shelf/types.ts';
import { silent } from '../progress.ts';
import { caseOf } from './cases.ts';
import { type Asked, askLists, listOf } from './lists.ts';

const ids = ['a', 'b', 'c'];
const asked: string[] = [];
/** Lists the history backwards. */
const engine = {
  bundle: { catalogue: { size: 3, numberOf: (itemId: string) => ids.indexOf(itemId) } },
  recommend(history: readonly { itemId: string }[], { k }: RecommendRequest) {
    asked.push('recommend');
    const items = [...history].reverse().slice(0, k);
    return { items: items.map(({ itemId }, place) => ({ itemId, score: 1 / (place + 1) })) };
  },
} as unknown as Asked;

const one = (...items: string[]) =>
  caseOf(
    items.join(''),
    items.map((itemId, timestamp) => ({ itemId, event: 'purchase' as const, timestamp })),
    ['x'],
  );

describe('askLists', () => {
  it('keeps the list of each case as numbers, with its scores', async () => {
    const lists = await askLists(engine, [one('a', 'b', 'c'), one('c')], { k: 2 }, silent, 'evaluate');
    expect([...lists.items]).toEqual([2, 1, 2, -1]);
    expect([...lists.scores]).toEqual([1, 0.5, 1, 0]);
    expect([0, 1].map((index) => [...listOf(lists, index)])).toEqual([[2, 1], [2]]);
  });

  it('waits for an engine that must prepare', async () => {
    asked.length = 0;
    const slow = { ...engine, prepare: async () => void asked.push('prepare') };
    await askLists(slow, [one('a'), one('b')], { k: 1 }, silent, 'evaluate');
    expect(asked).toEqual(['prepare', 'recommend', 'prepare', 'recommend']);
  });
});
