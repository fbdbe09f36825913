import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../engine/bundle/rows.ts';
import { parseConfig } from '../config.ts';
import { Random } from '../random.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { trainEngine } from '../trainEngine.ts';
import { fitModel } from './fitModel.test-support.ts';
import { popularity } from './popularity.ts';
import { sessions } from './sessions.ts';

const HOUR = 3_600_000;

/** Each shopper looks at five of the eight items of one topic in one session, and at one thing of his own. */
function topics(count: number, shoppers: number): LogRow[] {
  const random = new Random(7, 'topics');
  return Array.from({ length: shoppers }, (_, s) => {
    const items = random.shuffle(Array.from({ length: 8 }, (_, i) => `t${s % count}-${i}`)).slice(0, 5);
    return [...items, `own of ${s}`].map((item, step): LogRow => [`s${s}`, item, s * HOUR + step * 1000, 'view_item']);
  }).flat();
}

async function prototypes(rows: readonly LogRow[], settings: object = {}) {
  const { section, tables } = await fitModel(sessions, makeLog(rows), { sessions: settings });
  if (!section) return [];
  const count = section.arrays.maxima!.length;
  // Rows by prototype hold item numbers: read with as many rows as there are prototypes, targets up to the items.
  const entries = section.arrays.entries!;
  const offsets = section.arrays.offsets!;
  return Array.from({ length: count }, (_, p) => {
    const one = {
      offsets: Uint32Array.from({ length: tables.items + 1 }, (_, i) => (i === 0 ? 0 : offsets[p + 1]! - offsets[p]!)),
      maxima: new Float32Array(tables.items).fill(section.arrays.maxima![p]!),
      entries: entries.slice(offsets[p], offsets[p + 1]) as Uint8Array,
    };
    const found: Record<string, number> = {};
    readRows({ ...section, arrays: one }, tables.items).readRow(0, (item, strength) => {
      found[tables.catalogue.ids[item]!] = strength;
    });
    return found;
  });
}

describe('sessions', () => {
  it('makes prototypes of sessions that are alike', async () => {
    const found = await prototypes(topics(3, 180), { count: 6 });
    expect(found.length).toBeGreaterThanOrEqual(3);
    for (const prototype of found) expect(new Set(Object.keys(prototype).map((id) => id.split('-')[0])).size).toBe(1);
    expect(new Set(found.flatMap((prototype) => Object.keys(prototype))).size).toBe(24);
    for (const strength of found.flatMap((prototype) => Object.values(prototype))) {
      expect(strength).toBeGreaterThan(0);
      expect(strength).toBeLessThanOrEqual(1);
    }
  });

  it('never names what fewer shoppers than the floor had, in whatever log', async () => {
    const row = fc.record({ shopper: fc.nat(11), item: fc.nat(9), hour: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 60, maxLength: 200 }),
        fc.integer({ min: 2, max: 6 }),
        async (input, floor) => {
          const rows = input.map(({ shopper, item, hour }): LogRow => [`s${shopper}`, `i${item}`, hour * HOUR]);
          const havers = (id: string) =>
            new Set(rows.filter(([, item]) => item === id).map(([shopper]) => shopper)).size;
          for (const prototype of await prototypes(rows, { floor, count: 2 }))
            for (const id of Object.keys(prototype)) expect(havers(id)).toBeGreaterThanOrEqual(floor);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('counts shoppers and not sessions: one who comes daily is one', async () => {
    const daily = Array.from({ length: 200 }, (_, day): LogRow[] =>
      ['a', 'b'].map((item): LogRow => ['faithful', item, day * 24 * HOUR]),
    ).flat();
    expect(await prototypes(daily)).toEqual([]);
    const shared = Array.from({ length: 60 }, (_, s): LogRow[] =>
      ['a', 'b'].map((item): LogRow => [`s${s}`, item, s]),
    ).flat();
    expect((await prototypes([...daily, ...shared], { count: 1 })).map((found) => Object.keys(found).sort())).toEqual([
      ['a', 'b'],
    ]);
  });

  it('keeps to its number, its items and its bytes', async () => {
    const rows = topics(6, 400);
    expect((await prototypes(rows, { count: 2 })).length).toBeLessThanOrEqual(2);
    for (const prototype of await prototypes(rows, { keep: 3 }))
      expect(Object.keys(prototype).length).toBeLessThanOrEqual(3);
    const all = (await prototypes(rows)).length;
    const few = (await prototypes(rows, { bytes: 60 })).length;
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(all);
  });

  it('gives nothing where sessions are few or single', async () => {
    expect(await prototypes(topics(2, 20))).toEqual([]);
    expect(await prototypes(Array.from({ length: 300 }, (_, s): LogRow => [`s${s}`, 'a', s]))).toEqual([]);
  });

  it('shows who has no neighbour what is popular, never an empty list', async () => {
    const rows = topics(3, 180);
    const { engine } = await trainEngine(
      { log: makeLog(rows), models: [popularity, sessions], config: parseConfig({}) },
      { blend: { sessions: 1 } },
    );
    const look = (itemId: string) => [{ itemId, event: 'view_item' as const, timestamp: 0 }];
    // In no prototype: one shopper alone had it; unknown; and nothing at all.
    for (const history of [look('own of 7'), look('nobody knows it'), []]) {
      const { items } = engine.recommend(history, { k: 5 });
      expect(items).toHaveLength(5);
      expect(items.every(({ source }) => source === 'popularity')).toBe(true);
    }
    const { items } = engine.recommend(look('t1-2'), { k: 5 });
    expect(items.every(({ itemId, source }) => itemId.startsWith('t1-') && source === 'sessions')).toBe(true);
  });
});
