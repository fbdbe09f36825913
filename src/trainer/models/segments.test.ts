import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { fitModel } from './fitModel.test-support.ts';
import { segments } from './segments.ts';

const DEPARTMENTS = ['Garden', 'Kitchen', 'Toys'];

/** Shoppers who each buy eight of ten items of one department, and one bestseller of none. */
function shop(
  shoppers: number,
  departments = DEPARTMENTS,
): { rows: LogRow[]; catalogue: { itemId: string; category: string }[] } {
  const random = new Random(3, 'segments test');
  const rows: LogRow[] = [];
  for (let s = 0; s < shoppers; s++) {
    const department = departments[s % departments.length]!;
    const places = random.shuffle(Array.from({ length: 10 }, (_, i) => i)).slice(0, 8);
    for (const place of places)
      rows.push([`s${String(s).padStart(3, '0')}`, `${department} ${place}`, s * 1e6 + place]);
    rows.push([`s${String(s).padStart(3, '0')}`, 'bestseller', s * 1e6 + 20]);
  }
  const catalogue = departments.flatMap((category) =>
    Array.from({ length: 10 }, (_, place) => ({ itemId: `${category} ${place}`, category })),
  );
  return { rows, catalogue };
}

async function fitted(shoppers: number, settings: object = {}, departments?: string[]) {
  const { rows, catalogue } = shop(shoppers, departments);
  const log = makeLog(rows, { catalogue });
  const { section, tables } = await fitModel(segments, log, { segments: { count: 3, ...settings } });
  if (!section) return undefined;
  const { centroids, starts, items, scores } = section.arrays as Record<string, Uint8Array>;
  const categories = new Set(tables.catalogue.category).size;
  const lists = Array.from(starts!.subarray(0, -1), (start, s) =>
    Array.from(items!.subarray(start, starts![s + 1]), (item) => tables.catalogue.ids[item]!),
  );
  return { centroids: centroids!, starts: starts!, scores: scores!, categories, lists };
}

describe('segments', () => {
  it('finds the kinds of shoppers and what each takes', async () => {
    const { lists, centroids, categories } = (await fitted(120))!;
    expect(categories).toBe(4);
    const kinds = lists.map((list) => new Set(list.filter((id) => id !== 'bestseller').map((id) => id.split(' ')[0]!)));
    expect(kinds.map((kind) => [...kind]).sort()).toEqual(DEPARTMENTS.map((name) => [name]));
    for (const list of lists) expect(list.length).toBe(11);
    for (let s = 0; s < 3; s++) {
      const mix = [...centroids.subarray(s * categories, (s + 1) * categories)].sort((a, b) => b - a);
      expect(mix[0]).toBeCloseTo((255 * 8) / 9, -1);
      expect(mix[1]).toBeCloseTo(255 / 9, -1);
    }
  });

  it('puts what a segment takes more than the shop before what all take, from 255 down', async () => {
    const { lists, starts, scores } = (await fitted(120, { liftPower: 1 }))!;
    for (const list of lists) expect(list.at(-1)).toBe('bestseller');
    for (let s = 0; s < 3; s++) {
      const own = [...scores.subarray(starts[s], starts[s + 1])];
      expect(own[0]).toBe(255);
      expect(own).toEqual([...own].sort((a, b) => b - a));
      expect(own.at(-1)).toBeGreaterThan(0);
    }
  });

  it('tells of no segment with fewer shoppers than the floor, and of no item that fewer of them took', async () => {
    // 31 or 30 shoppers a kind: a floor of 31 leaves no two segments whole.
    for (const floor of [20, 30])
      for (const list of (await fitted(92, { floor }))!.lists) expect(list.length).toBeGreaterThan(0);
    const few = await fitted(92, { floor: 40 });
    expect(few?.lists.length ?? 0).toBeLessThan(3);
    const { lists } = (await fitted(120, { itemFloor: 40 }))!;
    for (const list of lists) expect(list).toEqual(['bestseller']);
    expect(await fitted(39, { floor: 20 })).toBeUndefined();
  });

  it('gives nothing where categories tell nobody apart', async () => {
    const { rows } = shop(120);
    const settings = { segments: { rfmWeight: 0 } };
    expect((await fitModel(segments, makeLog(rows), settings)).section).toBeUndefined();
    const catalogue = rows.map(([, itemId]) => ({ itemId, category: 'All' }));
    expect((await fitModel(segments, makeLog(rows, { catalogue }), settings)).section).toBeUndefined();
  });

  it('gives nothing where neither categories nor habits tell anybody apart', async () => {
    const rows = Array.from({ length: 100 }, (_, s): LogRow => [`s${s}`, `item ${s % 7}`, 0]);
    expect((await fitModel(segments, makeLog(rows))).section).toBeUndefined();
  });

  it('tells rare and thrifty shoppers from frequent and lavish ones, categories or not', async () => {
    const rows: LogRow[] = [];
    for (let s = 0; s < 120; s++) {
      const isLavish = s % 2 === 0;
      for (let i = 0; i < (isLavish ? 12 : 3); i++)
        rows.push([`s${s}`, `${isLavish ? 'dear' : 'cheap'} ${(s + i) % 15}`, (isLavish ? 1e9 : 0) + i * 1e5]);
    }
    const catalogue = [...new Set(rows.map(([, itemId]) => itemId))].map((itemId) => ({
      itemId,
      price: itemId.startsWith('dear') ? 80 : 3,
    }));
    const { section, tables } = await fitModel(segments, makeLog(rows, { catalogue }), { segments: { count: 2 } });
    const { rfm, items, starts, rfmScales } = section!.arrays as Record<string, Float32Array>;
    expect(rfmScales!.every((scale) => scale > 0)).toBe(true);
    const kinds = [0, 1].map((s) => {
      const list = Array.from(items!.subarray(starts![s], starts![s + 1]), (item) => tables.catalogue.ids[item]!);
      return [...new Set(list.map((id) => id.split(' ')[0]))];
    });
    const lavish = kinds.findIndex(([kind]) => kind === 'dear');
    expect([kinds[lavish], kinds[1 - lavish]]).toEqual([['dear'], ['cheap']]);
    const of = (s: number) => [...rfm!.subarray(3 * s, 3 * s + 3)];
    // More recent, more frequent, worth more.
    const [recency, frequency, value] = of(lavish).map((x, k) => x - of(1 - lavish)[k]!);
    expect([recency! < 0, frequency! > 0, value! > 0]).toEqual([true, true, true]);
  });

  it('leaves recency out where the log has no clock', async () => {
    const { rows, catalogue } = shop(120);
    const log = { ...makeLog(rows, { catalogue }), hasTimes: false };
    const { section } = await fitModel(segments, log);
    expect([...(section!.arrays as Record<string, Float32Array>).rfmScales!].map((scale) => scale > 0)).toEqual([
      false,
      expect.any(Boolean),
      expect.any(Boolean),
    ]);
  });

  it('is the same for the same seed', async () => {
    expect(await fitted(120)).toEqual(await fitted(120));
  });
});
