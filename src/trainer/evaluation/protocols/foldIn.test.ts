import { describe, expect, it } from 'vitest';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { splitShoppers } from './foldIn.ts';

const rows = Array.from({ length: 40 }, (_, s) =>
  Array.from({ length: s < 10 ? 4 : 10 }, (_, i): LogRow => [`s${s}`, `i${(s + i) % 17}`, i]),
).flat();
const log = makeLog(rows);
const options = { share: 0.2, seed: 1, stream: 'test', eventWeights: { purchase: 1 } };

describe('splitShoppers', () => {
  it('holds out whole shoppers with enough items, tells four fifths of them, and predicts the rest', () => {
    const { earlier, cases, repeats } = splitShoppers(log, options);
    expect(cases.length).toBe(6);
    expect(repeats).toBe('exclude');
    for (const { shopper, history, taken, takenNew } of cases) {
      expect(earlier.shoppers).not.toContain(shopper);
      expect([history.length, taken.size]).toEqual([8, 2]);
      expect(takenNew).toEqual(taken);
      const own = rows.filter(([who]) => who === shopper).map(([, item]) => item);
      expect([...history.map(({ itemId }) => itemId), ...taken].sort()).toEqual(own.sort());
    }
    expect(earlier.shoppers.length + cases.length).toBe(40);
  });

  it('draws by seed and stream, and the same for the same', () => {
    const drawn = (change: Partial<typeof options>) => splitShoppers(log, { ...options, ...change }).cases;
    expect(drawn({})).toEqual(drawn({}));
    expect(drawn({ seed: 2 })).not.toEqual(drawn({}));
    expect(drawn({ stream: 'validation' })).not.toEqual(drawn({}));
  });

  it('asks few shoppers several times, of other items each time, at most four times', () => {
    const drawn = (enough: number) => splitShoppers(log, { ...options, share: 0.8, enough });
    const { cases, earlier } = drawn(60);
    expect(cases.length).toBe(72);
    expect(earlier).toEqual(drawn(0).earlier);
    expect(cases.slice(0, 24)).toEqual(drawn(0).cases);
    const taken = (from: number) => cases.slice(from, from + 24).map((one) => [...one.taken].sort());
    expect(taken(24)).not.toEqual(taken(0));
    expect(drawn(1000).cases.length).toBe(96);
    // Of a handful nothing is learned, however often they are asked.
    expect(splitShoppers(log, { ...options, enough: 1000 }).cases.length).toBe(6);
  });
});
