import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { resamples } from '../bootstrap.ts';
import { areaIntervals } from './areaIntervals.ts';
import { averagePrecision, rocAuc } from './curves.ts';
import { sweep } from './sweep.ts';

/** Rows of `shoppers` shoppers, ten each, of whom some took more; scores rounded, so that many are equal. */
function draw(shoppers: number, seed = 1) {
  const random = new Random(seed, 'areas');
  const shopperOf = Int32Array.from({ length: 10 * shoppers }, (_, row) => Math.floor(row / 10));
  const rates = Array.from({ length: shoppers }, () => 0.4 * random.next());
  const labels = Uint8Array.from(shopperOf, (shopper) => (random.chance(rates[shopper]!) ? 1 : 0));
  const good = Float64Array.from(labels, (label) => Math.round(4 * (random.normal() + label)) / 4);
  const bad = Float64Array.from(good, (score) => score + 2 * random.normal());
  return { labels, shopperOf, columns: { good, bad } };
}

describe('areaIntervals', () => {
  it('is the middle of what resampled rows give', async () => {
    const { labels, shopperOf, columns } = draw(12);
    const aucs: number[] = [];
    const precisions: number[] = [];
    for (const draws of resamples(12, 7)) {
      const rows = Array.from(shopperOf.keys()).flatMap((row) => new Array<number>(draws[shopperOf[row]!]!).fill(row));
      const steps = sweep(
        rows.map((row) => columns.good[row]!),
        rows.map((row) => labels[row]!),
      );
      aucs.push(rocAuc(steps));
      precisions.push(averagePrecision(steps));
    }
    const middle = (values: number[]) => {
      values.sort((a, b) => a - b);
      return [values[25]!, values[974]!];
    };
    const { auc, averagePrecision: ap } = await areaIntervals(columns, labels, shopperOf, 7);
    for (const [at, end] of middle(aucs).entries()) expect(auc.good![at]).toBeCloseTo(end!, 10);
    for (const [at, end] of middle(precisions).entries()) expect(ap.good![at]).toBeCloseTo(end!, 10);
  });

  it('tells two columns apart on the same resamples, the first over the others', async () => {
    const { labels, shopperOf, columns } = draw(60);
    const { gain, auc } = await areaIntervals(columns, labels, shopperOf, 1);
    expect(Object.keys(gain)).toEqual(['bad']);
    expect(gain.bad!.auc[0]).toBeGreaterThan(0);
    // Paired: what makes both good or bad in a resample cancels out.
    const width = ([low, high]: readonly [number, number]) => high - low;
    expect(width(gain.bad!.auc)).toBeLessThan(width(auc.good!) + width(auc.bad!));
    const same = await areaIntervals({ a: columns.good, b: columns.good }, labels, shopperOf, 1);
    expect(same.gain.b).toEqual({ auc: [0, 0], averagePrecision: [0, 0] });
  });

  it('says a half where resamples hold nothing to tell apart', async () => {
    const { auc, averagePrecision: ap } = await areaIntervals({ a: [1, 2] }, [0, 0], Int32Array.of(0, 1), 1);
    expect(auc.a).toEqual([0.5, 0.5]);
    expect(ap.a).toEqual([0, 0]);
  });
});
