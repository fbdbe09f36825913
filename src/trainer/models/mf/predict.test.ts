import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { makeLog, type RatedRow } from '../../tables/makeLog.ts';
import { trainEngine } from '../../trainEngine.ts';
import { als } from '../als.ts';
import { mf } from './mf.ts';
import { createRatingPredictor } from './predict.ts';

const MINUTE = 60_000;
/** Two kinds of shoppers: each gives the own kind's items 5 and the others' 1, one item of each apart. */
const rows: RatedRow[] = Array.from({ length: 40 }, (_, shopper) =>
  Array.from({ length: 10 }, (_, item): RatedRow | undefined =>
    item === shopper % 10 || item === (shopper + 1) % 10
      ? undefined
      : [`s${shopper}`, `i${item}`, item * MINUTE, 'purchase', item % 2 === shopper % 2 ? 5 : 1],
  ).filter((row) => row !== undefined),
).flat();
const rate = (ratings: Record<string, number>) =>
  Object.entries(ratings).map(([itemId, value], step) => ({
    itemId,
    event: 'purchase' as const,
    timestamp: step * MINUTE,
    value,
  }));
const open = async (model = mf) =>
  (
    await trainEngine(
      { log: makeLog(rows), models: [model], config: parseConfig({ mf: { rank: 4, lambda: 0.01 } }) },
      {},
    )
  ).engine;

describe('predicted ratings', () => {
  it('follow from the history: high for what is alike, low for what is not', async () => {
    const predict = createRatingPredictor(await open());
    const [own, other] = predict(rate({ i0: 5, i2: 5, i1: 1 }), ['i4', 'i5']);
    expect(own).toBeGreaterThan(4);
    expect(other).toBeLessThan(2);
    const [less, more] = predict(rate({ i0: 1, i2: 1, i1: 5 }), ['i4', 'i5']);
    expect(less).toBeLessThan(2);
    expect(more).toBeGreaterThan(4);
  });

  it('are mean and bias for who rated nothing, and the mean for an item that nobody knows', async () => {
    const engine = await open();
    const predict = createRatingPredictor(engine);
    const mean = rows.reduce((sum, [, , , , value]) => sum + value, 0) / rows.length;
    const [known, unknown] = predict([], ['i0', 'nobody']);
    expect(unknown).toBeCloseTo(mean, 5);
    expect(Math.abs(known! - mean)).toBeLessThan(0.3);
    const viewed = [{ itemId: 'i2', event: 'purchase' as const, timestamp: 0 }];
    expect(predict(viewed, ['i0'])).toEqual(predict([], ['i0']));
  });

  it('are refused from a bundle of another family', async () => {
    const engine = await open(als);
    expect(() => createRatingPredictor(engine)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });
});
