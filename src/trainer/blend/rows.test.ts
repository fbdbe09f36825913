import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEATURES } from '../../engine/ranking/features.ts';
import { parseConfig } from '../config.ts';
import { type EvaluationCase, makeCases } from '../evaluation/cases.ts';
import { evaluateCases } from '../evaluation/evaluate.ts';
import { idealDcg, listMetrics } from '../evaluation/metrics.ts';
import { silent } from '../progress.ts';
import { Random } from '../random.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { splitByTime } from '../tables/split.ts';
import { trainEngine } from '../trainEngine.ts';
import { blendNdcg } from './learn.ts';
import {
  BLEND_K,
  type BlendRows,
  collectRows,
  collectRowsWithoutRepeats,
  meanNdcg,
  ndcgOfOne,
  ndcgOfStep,
} from './rows.ts';

describe('meanNdcg', () => {
  it('is nDCG@10 of the rows sorted by score, ties to the earlier row', () => {
    const shopper = fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), relevant: fc.boolean() }), {
      minLength: 0,
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        fc.array(shopper, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (shoppers, missed) => {
          const flat = shoppers.flat();
          const relevantOf = (rows: typeof flat) => rows.filter(({ relevant }) => relevant).length + missed;
          const rows: BlendRows = {
            offsets: Int32Array.from({ length: shoppers.length + 1 }, (_, s) => shoppers.slice(0, s).flat().length),
            columns: FEATURES.map(() => new Float64Array(flat.length)),
            relevant: Uint8Array.from(flat, ({ relevant }) => Number(relevant)),
            ideal: Float64Array.from(shoppers, (one) => idealDcg(Math.min(BLEND_K, relevantOf(one)))),
          };
          const expected = shoppers.map((one) => {
            const order = one.map((_, i) => i).sort((a, b) => one[b]!.score - one[a]!.score || a - b);
            const taken = one.flatMap(({ relevant }, i) => (relevant ? [i] : []));
            // What was taken and not retrieved counts against the list.
            const unseen = Array.from({ length: missed }, (_, i) => 1000 + i);
            return listMetrics(order, new Set([...taken, ...unseen]), BLEND_K).ndcg;
          });
          const scores = Float64Array.from(flat, ({ score }) => score);
          expect(meanNdcg(rows, scores)).toBeCloseTo(expected.reduce((a, b) => a + b, 0) / shoppers.length, 10);
        },
      ),
    );
  });

  it('looks as far down the list as its cut-off', () => {
    const random = new Random(9, 'cutoff');
    const scores = Float64Array.from({ length: 300 }, () => random.below(60));
    const relevant = Uint8Array.from(scores, () => Number(random.next() < 0.1));
    const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
    const taken = new Set([...relevant.keys()].filter((row) => relevant[row] === 1));
    for (const cutoff of [5, 50, 100]) {
      const ideal = Float64Array.of(idealDcg(Math.min(cutoff, taken.size)));
      const one = { offsets: Int32Array.of(0, 300), columns: [], relevant, ideal, cutoff };
      expect(meanNdcg(one, scores)).toBeCloseTo(listMetrics(order, taken, cutoff).ndcg, 12);
    }
  });

  it('is 0 of nobody', () => {
    const none = { offsets: Int32Array.of(0), columns: [], relevant: new Uint8Array(0), ideal: new Float64Array(0) };
    expect(meanNdcg(none, new Float64Array(0))).toBe(0);
  });
});

describe('collectRows', () => {
  const random = new Random(4, 'log');
  const rows = Array.from({ length: 900 }, (): LogRow => {
    const shopper = random.below(40);
    const item = (shopper % 3) * 10 + random.below(14);
    return [`s${shopper}`, `i${item}`, random.below(1e9)];
  });
  const cut = 7e8;
  const blend = { factors: 0.4, transitions: 1, repeat: 0.7, popularityLong: 0.3 };

  async function collected(aspect: 'all' | 'new') {
    const { earlier, later } = splitByTime(makeLog(rows), cut);
    const { engine } = await trainEngine(
      { log: earlier, config: parseConfig({ als: { dimensions: 16 }, justBoughtHours: 0 }) },
      { blend, repeats: 'allow' },
    );
    const cases: EvaluationCase[] = makeCases(earlier, later, { purchase: 1 });
    return { engine, cases, found: collectRows(engine, cases, aspect, cut) };
  }

  it.each(['all', 'new'] as const)(
    "%s: under the engine's own blend its nDCG is that of the lists of the engine",
    async (aspect) => {
      const { engine, cases, found } = await collected(aspect);
      const { metrics } = await evaluateCases(engine, cases, [BLEND_K], { aspect, now: cut, seed: 1 }, silent);
      expect(metrics['ndcg@10']).toBeGreaterThan(0.1);
      expect(blendNdcg(found, blend)).toBeCloseTo(metrics['ndcg@10']!, 12);
    },
  );

  it('asks once for both truths of a shelf without repeats', async () => {
    const { engine, cases, found } = await collected('new');
    const { onlyNew, everything } = collectRowsWithoutRepeats(engine, cases, cut);
    expect(blendNdcg(onlyNew, blend)).toBeCloseTo(blendNdcg(found, blend), 12);
    const asIfNew = cases.map((one) => ({ ...one, takenNew: one.taken }));
    expect(blendNdcg(everything, blend)).toBeCloseTo(blendNdcg(collectRows(engine, asIfNew, 'new', cut), blend), 12);
    expect(cases.some(({ taken, takenNew }) => takenNew.size < taken.size)).toBe(true);
  });

  it('leaves out what only silent sources propose', async () => {
    const { engine, cases, found } = await collected('all');
    const quiet = collectRows(engine, cases, 'all', cut, ['transitions']);
    const transitions = FEATURES.indexOf('transitions');
    expect(found.columns[transitions]!.some((value) => value > 0)).toBe(true);
    expect(quiet.columns[transitions]!.some((value) => value > 0)).toBe(false);
  });

  it('marks what was taken, and leaves out shoppers who took nothing that counts', async () => {
    const { cases, found } = await collected('all');
    expect(found.ideal.length).toBe(cases.length);
    const { found: onlyNew } = await collected('new');
    expect(onlyNew.ideal.length).toBe(cases.filter(({ takenNew }) => takenNew.size > 0).length);
    expect(found.offsets.at(-1)).toBe(found.relevant.length);
    const seen = found.columns[FEATURES.indexOf('seen')]!;
    expect(seen.some((value) => value === 1)).toBe(true);
    expect(onlyNew.columns[FEATURES.indexOf('seen')]!.every((value) => value === 0)).toBe(true);
  });
});

it('foresees of a step what the scores after it give, ties and all', () => {
  const row = fc.record({
    score: fc.integer({ min: 0, max: 4 }),
    value: fc.integer({ min: -2, max: 2 }),
    relevant: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.constantFrom(-1, 0.5, 2), (shopper, delta) => {
      const rows: BlendRows = {
        offsets: Int32Array.of(0, shopper.length),
        columns: [],
        relevant: Uint8Array.from(shopper, ({ relevant }) => Number(relevant)),
        ideal: Float64Array.of(idealDcg(BLEND_K)),
      };
      const scores = Float64Array.from(shopper, ({ score }) => score);
      const column = Float64Array.from(shopper, ({ value }) => value);
      const after = scores.map((score, at) => score + delta * column[at]!);
      const targets = shopper.flatMap(({ relevant }, at) => (relevant ? [at] : []));
      const foreseen = ndcgOfStep(rows, scores, column, delta, 0, targets);
      expect(foreseen).toBeCloseTo(ndcgOfOne(rows, after, 0), 12);
    }),
  );
});
