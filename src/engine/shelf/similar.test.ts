import { describe, expect, it } from 'vitest';
import { BOWLS_AND_LAMPS, DIMENSIONS, did, engineOf, START, vectorOf } from '../testing/bundle.test-support.ts';

const engine = await engineOf(BOWLS_AND_LAMPS);
const idsOf = (itemId: string, request: object = {}, log = [] as ReturnType<typeof did>[]) =>
  engine.similar(itemId, { k: 5, ...request }, log).items.map((item) => item.itemId);

describe('similar', () => {
  it('joins the same taste and the usual next step', () => {
    const { items, isFallback } = engine.similar('b1', { k: 6 }, []);
    expect(items.map(({ itemId }) => itemId)).toEqual(['b2', 'b3', 'b4', 'b5', 'b6', 'l1']);
    expect(items[0]).toMatchObject({ source: 'transitions', reason: 'Often chosen after Bowl 1', because: ['b1'] });
    expect(items[0]!.score).toBeCloseTo(1.5, 2);
    expect(items[1]).toMatchObject({ source: 'factors', reason: 'Liked by people who like Bowl 1', because: ['b1'] });
    expect(items[1]!.score).toBeCloseTo(0.5, 2);
    expect(items[5]).toMatchObject({ isBackfill: true, score: 0 });
    expect(isFallback).toBe(false);
  });

  it('leaves out itself, what is excluded, what was just bought and other categories', () => {
    expect(idsOf('b1', { k: 12 })).not.toContain('b1');
    expect(idsOf('b1', { exclude: ['b2'], context: ['b3'] })).toEqual(['b4', 'b5', 'b6', 'l1', 'l2']);
    expect(idsOf('b1', { now: START }, [did('purchase', 'b2', 0)])).not.toContain('b2');
    expect(idsOf('b1', { category: 'Home > Lamps' })).toEqual(['l1', 'l2', 'l3', 'l4', 'l5']);
  });

  it('reads a row of any length: one of 200,000 targets is no call of 200,000 arguments', async () => {
    const ids = Array.from({ length: 200_000 }, (_, i) => `i${i}`);
    const empty = { targets: [], strengths: [] };
    const every = { targets: ids.map((_, i) => i), strengths: ids.map((_, i) => 1 + (i === 7 ? 1 : 0)) };
    const wide = await engineOf({ ids, transitions: ids.map((_, i) => (i === 0 ? every : empty)) });
    expect(wide.similar('i0', { k: 1 }, []).items[0]!.itemId).toBe('i7');
  });

  it('is the same where a row leads back to its own item', async () => {
    const rows = BOWLS_AND_LAMPS.transitions!.map(({ targets, strengths }, item) => ({
      targets: [...targets, item],
      strengths: [...strengths, 100 * Math.max(1, ...strengths)],
    }));
    const returning = await engineOf({ ...BOWLS_AND_LAMPS, transitions: rows });
    const [items, others] = [returning, engine].map((one) => one.similar('b1', { k: 6 }, []).items);
    expect(items!.map(({ itemId }) => itemId)).toEqual(others!.map(({ itemId }) => itemId));
    // One level of the row's coding.
    items!.forEach(({ score }, i) => {
      expect(Math.abs(score - others![i]!.score)).toBeLessThan(0.05);
    });
  });

  it('of an item without a vector falls back to its category, then to the shop', async () => {
    const vectors = BOWLS_AND_LAMPS.vectors!.map((vector, i) =>
      i === 8 ? new Array<number>(DIMENSIONS).fill(0) : vector,
    );
    const cold = await engineOf({ ...BOWLS_AND_LAMPS, vectors });
    const { items, isFallback } = cold.similar('b5', { k: 7 }, []);
    expect(items.map(({ itemId }) => itemId)).toEqual(['b1', 'b2', 'b3', 'b4', 'b6', 'l1', 'l2']);
    expect(items.every((item) => item.isBackfill)).toBe(true);
    expect(isFallback).toBe(true);
  });

  it('of new items goes by their texts, both ways round', async () => {
    const zero = new Array<number>(DIMENSIONS).fill(0);
    const { transitions: _, ...rest } = BOWLS_AND_LAMPS;
    // b5 and l6 are new; b5's text is that of lamps.
    const vectors = rest.vectors!.map((vector, i) => (i === 8 || i === 11 ? zero : vector));
    const content = rest.ids.map((_, i) => vectorOf(i === 8 ? 1 : i % 2));
    const cold = await engineOf({ ...rest, vectors, content });
    const fromNew = cold.similar('b5', { k: 6 }, []).items;
    expect(fromNew.map(({ itemId }) => itemId)).toEqual(['l1', 'l2', 'l3', 'l4', 'l5', 'l6']);
    expect(fromNew[0]).toMatchObject({ source: 'content', sources: ['content'], reason: 'Similar to Bowl 5' });
    // To a lamp that people know, the new ones are as alike as their texts; known bowls stay away, whatever theirs.
    const fromKnown = cold.similar('l1', { k: 7 }, []).items;
    expect(fromKnown.slice(0, 2).map(({ itemId, source }) => [itemId, source])).toEqual([
      ['b5', 'content'],
      ['l6', 'content'],
    ]);
    expect(fromKnown.slice(2, 6).every(({ source }) => source === 'factors')).toBe(true);
    expect(fromKnown[6]).toMatchObject({ isBackfill: true });
  });

  it('works on transitions alone and on nothing at all', async () => {
    const { vectors: _, ...rest } = BOWLS_AND_LAMPS;
    expect((await engineOf(rest)).similar('b1', { k: 2 }, []).items.map(({ source }) => source)).toEqual([
      'transitions',
      'popularity',
    ]);
    const bare = await engineOf({ ids: ['a', 'b'], popularity: false });
    expect(bare.similar('a', { k: 5 }, []).items.map(({ itemId }) => itemId)).toEqual(['b']);
  });

  it('refuses an item that the bundle does not know, and a bad request', () => {
    for (const itemId of ['nowhere', '__proto__', '', 'x'.repeat(1e5)])
      expect(() => engine.similar(itemId, { k: 5 }, [])).toThrow(expect.objectContaining({ code: 'ITEM_UNKNOWN' }));
    expect(() => engine.similar('b1', { k: 0 }, [])).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });

  it('gives the fallback its own name', () => {
    const ids = ['b1', 'b2'].map((itemId) => engine.similar(itemId, { k: 5 }, []).recId);
    expect(new Set([...ids, engine.recommend([], { k: 5 }).recId]).size).toBe(3);
  });
});
