import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idealDcg, LIST_METRICS, listAuc, listMetrics, mean } from './metrics.ts';

const relevant = (...items: string[]) => new Set(items);

const lists = fc.record({
  list: fc.uniqueArray(fc.nat(15), { maxLength: 16 }),
  taken: fc.uniqueArray(fc.nat(15), { minLength: 1, maxLength: 8 }),
  k: fc.integer({ min: 1, max: 12 }),
});

describe('listMetrics', () => {
  it('is what a hand computes', () => {
    const metrics = listMetrics(['x', 'a', 'y', 'b'], relevant('a', 'b', 'c'), 4);
    expect(metrics.recall).toBeCloseTo(2 / 3, 12);
    expect(metrics.precision).toBe(0.5);
    expect(metrics.hit).toBe(1);
    expect(metrics.mrr).toBe(0.5);
    // (1/log2 3 + 1/log2 5) / (1 + 1/log2 3 + 1/2)
    expect(metrics.ndcg).toBeCloseTo((0.6309297536 + 0.4306765581) / (1 + 0.6309297536 + 0.5), 9);
    // Hits at places 2 and 4: (1/2 + 2/4) over the 3 relevant, and over the 3 that 4 places can hold.
    expect(metrics.map).toBeCloseTo(1 / 3, 12);
    expect(metrics.ap).toBeCloseTo(1 / 3, 12);
  });

  it('tells MAP, which a full list of hits makes 1, from average precision, which asks for all that is relevant', () => {
    // Places 1 and 3 of 3: (1/1 + 2/3) / min(3, 4) and / 4.
    const { map, ap } = listMetrics(['a', 'x', 'b'], relevant('a', 'b', 'c', 'd'), 3);
    expect(map).toBeCloseTo(5 / 9, 12);
    expect(ap).toBeCloseTo(5 / 12, 12);
  });

  it('looks no further than k', () => {
    expect(listMetrics(['x', 'a'], relevant('a'), 1)).toEqual({
      recall: 0,
      precision: 0,
      hit: 0,
      ndcg: 0,
      mrr: 0,
      map: 0,
      ap: 0,
    });
    expect(listMetrics(['x', 'a'], relevant('a'), 2)).toMatchObject({ recall: 1, precision: 0.5, mrr: 0.5 });
  });

  it('is perfect in nDCG where every place holds a relevant item, even if more exist than places', () => {
    expect(listMetrics(['a', 'b'], relevant('a', 'b', 'c', 'd'), 2)).toEqual({
      recall: 0.5,
      precision: 1,
      hit: 1,
      ndcg: 1,
      mrr: 1,
      map: 1,
      ap: 0.5,
    });
  });

  it('counts places that a short list leaves empty as misses', () => {
    expect(listMetrics(['a'], relevant('a', 'b'), 4)).toMatchObject({ precision: 0.25, recall: 0.5 });
    expect(listMetrics([], relevant('a'), 4)).toEqual({
      recall: 0,
      precision: 0,
      hit: 0,
      ndcg: 0,
      mrr: 0,
      map: 0,
      ap: 0,
    });
  });

  it('stays within [0, 1], and all are 0 together', () => {
    fc.assert(
      fc.property(lists, ({ list, taken, k }) => {
        const values = Object.values(listMetrics(list, new Set(taken), k));
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect([0, values.length]).toContain(values.filter((value) => value === 0).length);
      }),
    );
  });

  it('does not suffer from a relevant item moving up', () => {
    fc.assert(
      fc.property(lists, fc.nat(14), ({ list, taken, k }, place) => {
        const set = new Set(taken);
        if (place + 1 >= list.length || !set.has(list[place + 1]!)) return;
        const better = list.slice();
        [better[place], better[place + 1]] = [list[place + 1]!, list[place]!];
        const [before, after] = [listMetrics(list, set, k), listMetrics(better, set, k)];
        for (const name of LIST_METRICS) expect(after[name], name).toBeGreaterThanOrEqual(before[name]);
      }),
    );
  });

  it('grows with k in recall, hit and mrr', () => {
    fc.assert(
      fc.property(lists, ({ list, taken, k }) => {
        const [near, far] = [listMetrics(list, new Set(taken), k), listMetrics(list, new Set(taken), k + 1)];
        for (const name of ['recall', 'hit', 'mrr'] as const)
          expect(far[name], name).toBeGreaterThanOrEqual(near[name]);
      }),
    );
  });
});

describe('listAuc', () => {
  it('is what a hand counts: pairs in the right order, ties half', () => {
    // Catalogue a b c x y z; the list a x, then b c y z in no order. Pairs (relevant, irrelevant) of {a, b} x {c, x, y, z}:
    // a before all 4; b after x, tied with c y z: 1.5. 5.5 of 8.
    expect(listAuc(['a', 'x'], relevant('a', 'b'), 2, 6)).toBe(5.5 / 8);
  });

  it('is a half where nothing is listed, 1 where all is in order, 0 where all is reversed', () => {
    expect(listAuc([], relevant('a'), 10, 5)).toBe(0.5);
    expect(listAuc(['a', 'b', 'x', 'y'], relevant('a', 'b'), 4, 4)).toBe(1);
    expect(listAuc(['x', 'y', 'a', 'b'], relevant('a', 'b'), 4, 4)).toBe(0);
    expect(listAuc(['a'], relevant('a'), 1, 1)).toBe(1);
  });

  it('agrees with counting every pair', () => {
    fc.assert(
      fc.property(lists, ({ list, taken, k }) => {
        const items = 20;
        const set = new Set(taken);
        const place = (item: number) => {
          const at = list.slice(0, k).indexOf(item);
          return at < 0 ? Number.POSITIVE_INFINITY : at;
        };
        let sum = 0;
        let pairs = 0;
        for (const a of set)
          for (let b = 0; b < items; b++) {
            if (set.has(b)) continue;
            pairs++;
            sum += place(a) < place(b) ? 1 : place(a) === place(b) ? 0.5 : 0;
          }
        expect(listAuc(list, set, k, items)).toBeCloseTo(sum / pairs, 12);
      }),
    );
  });
});

describe('idealDcg', () => {
  it('sums the discounts', () => {
    expect(idealDcg(0)).toBe(0);
    expect(idealDcg(1)).toBe(1);
    expect(idealDcg(3)).toBeCloseTo(2.1309297536, 9);
  });
});

describe('mean', () => {
  it('is 0 of nothing', () => {
    expect(mean([])).toBe(0);
    expect(mean([1, 2, 6])).toBe(3);
  });
});
