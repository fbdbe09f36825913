import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Interaction } from './events.ts';
import { createJsKernels } from './kernels/js.ts';
import { createWasmKernels } from './kernels/wasm.ts';
import { createEngine } from './recommender.ts';
import type { Placement, RecommendRequest } from './shelf/types.ts';
import { BOWLS_AND_LAMPS, did, engineOf, openShop, type Shop, START } from './testing/bundle.test-support.ts';

const engine = await engineOf(BOWLS_AND_LAMPS);
const HISTORY = [did('view_item', 'b5', 0), did('view_item', 'b1', 1)];
const idsOf = (log: Interaction[], request: Partial<RecommendRequest> = {}) =>
  engine.recommend(log, { k: 5, ...request }).items.map(({ itemId }) => itemId);

describe('recommend', () => {
  it('follows what the shopper did', () => {
    expect(idsOf(HISTORY)).toEqual(['b2', 'b3', 'b4', 'b6', 'l1']);
    expect(idsOf([did('view_item', 'l5', 0), did('view_item', 'l2', 1)])).toEqual(['l1', 'l3', 'l4', 'l6', 'b1']);
  });

  it('greets a newcomer, and one of whom nothing is known, with what is popular', () => {
    for (const log of [[], [did('view_item', 'nowhere', 0)], [did('refund', 'b1', 0)]]) {
      const shelf = engine.recommend(log, { k: 3 });
      expect(shelf).toMatchObject({ isFallback: true, bundleVersion: engine.bundle.manifest.bundleVersion });
      expect(shelf.items.map(({ itemId, source }) => [itemId, source])).toEqual([
        ['b1', 'popularity'],
        ['l1', 'popularity'],
        ['b2', 'popularity'],
      ]);
    }
    expect(engine.recommend(HISTORY, { k: 3 }).isFallback).toBe(false);
  });

  it('takes the page’s items for the newest thing the shopper did', () => {
    const seen = idsOf(HISTORY, { context: ['l4'] });
    expect(seen).toEqual(idsOf([...HISTORY, { ...did('view_item', 'l4', 1), timestamp: HISTORY[1]!.timestamp + 1 }]));
    expect(idsOf([], { context: ['l4'] })).toEqual(['l1', 'l2', 'l3', 'l5', 'l6']);
    expect(seen).not.toContain('l4');
    expect(engine.recommend([], { k: 3, context: ['l4'] }).isFallback).toBe(false);
    expect(engine.recommend([], { k: 3, context: ['nowhere'] }).isFallback).toBe(true);
  });

  it('takes them so in a shop whose log knows no views', async () => {
    const bought: Shop = { ...BOWLS_AND_LAMPS, serving: { eventWeights: { purchase: 1 } } };
    const shelf = (await engineOf(bought)).recommend([], { k: 3, context: ['l4'] });
    expect(shelf.isFallback).toBe(false);
    expect(shelf.items[0]).toMatchObject({ source: 'factors', because: ['l4'] });
  });

  it('weighs by the blend of the placement where the bundle has one for it, newcomers apart', async () => {
    const blends = { cart: { transitions: 1 }, product: {} };
    const own = await engineOf({ ...BOWLS_AND_LAMPS, serving: { ...BOWLS_AND_LAMPS.serving, blends } });
    const explained = (placement: Placement, log = HISTORY) =>
      own
        .recommend(log, { k: 3, placement, explain: true })
        .items[0]!.explanation!.filter(({ contribution }) => contribution !== 0)
        .map(({ feature }) => feature);
    expect(explained('cart')).toEqual(['transitions']);
    expect(explained('home')).toContain('factors');
    expect(explained('home')).not.toEqual(['transitions']);
    expect(explained('cart', [])).toEqual(['popularityShort']);
    expect(own.rerank(['l1', 'b2', 'b3'], HISTORY, { placement: 'cart' })).toEqual(['b2', 'l1', 'b3']);
  });

  it('names the grounds', () => {
    const [first] = engine.recommend(HISTORY, { k: 1 }).items;
    expect(first).toMatchObject({
      itemId: 'b2',
      source: 'transitions',
      reason: 'Often chosen after Bowl 1',
      because: ['b1'],
    });
  });

  it('is a pure function: asking others between does not show', () => {
    const before = engine.recommend(HISTORY, { k: 12, explain: true });
    engine.recommend([did('purchase', 'l3', 0)], { k: 12 });
    engine.similar('l1', { k: 5 }, []);
    engine.rerank(['l1', 'b1'], [did('view_item', 'l2', 0)]);
    expect(engine.recommend(HISTORY, { k: 12, explain: true })).toEqual(before);
  });

  it('holds for two bundles on one set of kernels, asked in turns', async () => {
    const { transitions, ...rest } = BOWLS_AND_LAMPS;
    const other: Shop = { ...rest, vectors: [...rest.vectors!].reverse(), neighbours: transitions! };
    const shops = [BOWLS_AND_LAMPS, other];
    const wasm = createWasmKernels(
      new WebAssembly.Module(readFileSync(new URL('./kernels/kernels.wasm', import.meta.url))),
    );
    const questions = [HISTORY, [did('purchase', 'l3', 0), did('view_item', 'b2', 1)], []];
    for (const kernels of [wasm!, createJsKernels()]) {
      const alone = await Promise.all(shops.map(engineOf));
      const together = (await Promise.all(shops.map(openShop))).map((bundle) => createEngine(bundle, kernels));
      for (const log of [...questions, ...questions.reverse()])
        for (const [e, shared] of together.entries()) {
          const request = { k: 12, explain: true };
          expect(shared.recommend(log, request)).toEqual(alone[e]!.recommend(log, request));
          expect(shared.similar('b3', request, log)).toEqual(alone[e]!.similar('b3', request, log));
          expect(shared.rerank(['l1', 'b3', 'b1'], log)).toEqual(alone[e]!.rerank(['l1', 'b3', 'b1'], log));
        }
    }
  });

  it('survives hostile ids in logs and requests', async () => {
    const hostile = ['__proto__', 'constructor', '🥣', '\u0000', 'x'.repeat(1e5)];
    const log = hostile.map((itemId, i) => did('view_item', itemId, i));
    expect(
      idsOf([...log, ...HISTORY.map((event) => ({ ...event, timestamp: event.timestamp + 1e7 }))], {
        exclude: hostile,
        context: hostile,
      }),
    ).toEqual(idsOf(HISTORY));
    const odd = await engineOf({ ids: hostile });
    const found = odd.recommend(log, { k: 5, repeats: 'allow' }).items.map(({ itemId }) => itemId);
    expect(found.sort()).toEqual([...hostile].sort());
  });

  it('works at both ends of time', () => {
    const log = [did('view_item', 'b1', 0), { ...did('view_item', 'l1', 0), timestamp: 8.64e15 }];
    expect(
      engine
        .recommend([{ ...log[0]!, timestamp: 0 }, ...log], { k: 4 })
        .items.every(({ score }) => Number.isFinite(score)),
    ).toBe(true);
    expect(idsOf(log, { context: ['b3'] })).toHaveLength(5);
  });

  it('refuses a bad request', () => {
    for (const k of [0, 1001, Number.NaN, 2.5])
      expect(() => engine.recommend([], { k })).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
    expect(engine.recommend([], { k: 1000 }).items).toHaveLength(12);
  });
});

describe('recId', () => {
  const recId = (log: Interaction[], request: Partial<RecommendRequest> = {}) =>
    engine.recommend(log, { k: 5, ...request }).recId;

  it('is equal for equal questions, however the request is written', () => {
    const written = engine.recommend(HISTORY, { explain: false, now: START, exclude: ['b2'], k: 5 }).recId;
    expect(recId(structuredClone(HISTORY), { exclude: ['b2'], now: START })).toBe(written);
  });

  it('differs where the question does', async () => {
    const other = await engineOf({ ...BOWLS_AND_LAMPS, serving: { halfLifeDays: 1 } });
    const names = [
      recId(HISTORY),
      recId(HISTORY, { k: 6 }),
      recId(HISTORY, { exclude: ['b2'] }),
      recId(HISTORY, { context: ['b2'] }),
      recId(HISTORY, { category: 'Home' }),
      recId(HISTORY, { now: START }),
      recId(HISTORY, { repeats: 'allow' }),
      recId(HISTORY, { explain: true }),
      recId(HISTORY.slice(1)),
      recId([]),
      other.recommend(HISTORY, { k: 5 }).recId,
      engine.similar('b1', { k: 5 }, HISTORY).recId,
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  it('of things like an item called "recommend" is not that of a recommendation', async () => {
    const odd = await engineOf({ ids: ['recommend', 'a'] });
    expect(odd.similar('recommend', { k: 1 }, []).recId).not.toBe(odd.recommend([], { k: 1 }).recId);
  });
});

it('lists the categories and the profile', () => {
  expect(engine.categories()).toEqual(['Home > Bowls', 'Home > Lamps']);
  expect(engine.summary(HISTORY)).toMatchObject({ sessionLength: 2, interests: [{ itemId: 'b1', weight: 1 }, {}] });
});

it('opens an empty catalogue and answers with nothing', async () => {
  const empty = await engineOf({ ids: [], vectors: [], transitions: [] });
  expect(empty.recommend([did('view_item', 'a', 0)], { k: 5, context: ['b'] })).toMatchObject({
    isFallback: true,
    items: [],
  });
  expect(empty.browse({})).toEqual({ total: 0, items: [] });
});
