import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEATURES, type Feature } from '../../engine/ranking/features.ts';
import { idealDcg } from '../evaluation/metrics.ts';
import { silent } from '../progress.ts';
import { Random } from '../random.ts';
import { blendNdcg, learnBlend } from './learn.ts';
import { BLEND_K, type BlendRows } from './rows.ts';

const SHOPPERS = 150;
const CANDIDATES = 40;

/** Rows of made-up shoppers who took 3 of 40 candidates; each feature says what `features` makes of it. */
function makeRows(
  features: Partial<Record<Feature, (isRelevant: boolean, noise: number) => number>>,
  seed = 1,
): BlendRows {
  const random = new Random(seed, 'rows');
  const total = SHOPPERS * CANDIDATES;
  const relevant = new Uint8Array(total);
  for (let shopper = 0; shopper < SHOPPERS; shopper++)
    for (let hit = 0; hit < 3; hit++) relevant[shopper * CANDIDATES + random.below(CANDIDATES)] = 1;
  return {
    offsets: Int32Array.from({ length: SHOPPERS + 1 }, (_, s) => s * CANDIDATES),
    columns: FEATURES.map((feature) => {
      const make = features[feature];
      return Float64Array.from(relevant, (isRelevant) => (make ? make(isRelevant === 1, random.next()) : 0));
    }),
    relevant,
    ideal: Float64Array.from({ length: SHOPPERS }, (_, s) =>
      idealDcg(
        Math.min(
          BLEND_K,
          relevant.subarray(s * CANDIDATES, (s + 1) * CANDIDATES).reduce((a, b) => a + b, 0),
        ),
      ),
    ),
  };
}

const signal = (strength: number) => (isRelevant: boolean, noise: number) => noise + (isRelevant ? strength : 0);

describe('learnBlend', () => {
  it('finds the feature that tells, whichever it is', () => {
    for (const feature of ['factors', 'neighbours', 'popularityLong'] as const) {
      const rows = makeRows({ [feature]: signal(2), transitions: signal(0), popularityShort: signal(0) });
      const { blend, ndcg } = learnBlend([rows], silent);
      expect(blend[feature], feature).toBeGreaterThan(0);
      expect(ndcg[0], feature).toBeGreaterThan(0.99);
    }
  });

  it('drops a feature that misleads', () => {
    const { blend, ndcg } = learnBlend([makeRows({ factors: signal(0.5), transitions: signal(-0.5) })], silent);
    expect(blend).toEqual({ factors: 1 });
    expect(ndcg[0]).toBeGreaterThan(0.5);
  });

  it('drops a feature that is the same for every item', () => {
    const rows = makeRows({ factors: signal(0.5), repeat: () => 1, popularityShort: () => 0.5 });
    expect(Object.keys(learnBlend([rows], silent).blend)).toEqual(['factors']);
  });

  it('weighs two half-truths so that together they say more than either', () => {
    const rows = makeRows({ factors: signal(0.5), transitions: signal(0.4) });
    const { blend, ndcg } = learnBlend([rows], silent);
    expect(Object.keys(blend).sort()).toEqual(['factors', 'transitions']);
    for (const alone of ['factors', 'transitions'] as const)
      expect(ndcg[0]).toBeGreaterThan(blendNdcg(rows, { [alone]: 1 }) + 0.02);
  });

  it('goes on from a blend that it is given, though another begins better', () => {
    const rows = makeRows({ factors: signal(0.5), popularityMedium: signal(0.4) });
    const random = new Random(7, 'tide');
    const tide = rows.columns[FEATURES.indexOf('popularityLong')]!.map(() => 20 * random.next());
    rows.columns[FEATURES.indexOf('popularityLong')] = tide;
    // Only against each other do the two memories say anything.
    rows.columns[FEATURES.indexOf('popularityMedium')]!.forEach((value, row, medium) => {
      medium[row] = value + tide[row]!;
    });
    const rise = { popularityMedium: 1, popularityLong: -1 };
    expect(blendNdcg(rows, rise)).toBeLessThan(blendNdcg(rows, { factors: 1 }));
    const alone = learnBlend([rows], silent).ndcg[0]!;
    expect(learnBlend([rows], silent, { also: [rise] }).ndcg[0]).toBeGreaterThan(alone + 0.02);
  });

  it('serves all row sets at once', () => {
    const sets = [
      makeRows({ factors: signal(0.5), repeat: signal(1) }),
      makeRows({ factors: signal(0.5), repeat: signal(0) }, 2),
    ];
    const { blend, ndcg } = learnBlend(sets, silent);
    expect(Object.keys(blend).sort()).toEqual(['factors', 'repeat']);
    expect(ndcg.length).toBe(2);
    sets.forEach((rows, s) => {
      expect(ndcg[s]).toBe(blendNdcg(rows, blend));
    });
  });

  it('holds on rows that it was not learned on', () => {
    const make = (seed: number) => makeRows({ factors: signal(0.5), transitions: signal(0.4) }, seed);
    const { blend, ndcg } = learnBlend([make(1)], silent);
    expect(blendNdcg(make(2), blend)).toBeGreaterThan(ndcg[0]! - 0.06);
  });

  it('is never worse than its best feature alone, whatever the features say', () => {
    const strength = fc.double({ min: -0.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.tuple(strength, strength, strength), (seed, [a, b, c]) => {
        const rows = makeRows({ neighbours: signal(a), content: signal(b), sessions: signal(c) }, seed);
        const { ndcg } = learnBlend([rows], silent);
        for (const alone of ['neighbours', 'content', 'sessions'] as const)
          expect(ndcg[0]).toBeGreaterThanOrEqual(blendNdcg(rows, { [alone]: 1 }) - 1e-12);
      }),
      { numRuns: 8 },
    );
  });

  it('starts where it is told to, too', () => {
    const rows = makeRows({ factors: signal(0.5), transitions: signal(0.4) });
    const good = learnBlend([rows], silent);
    const again = learnBlend([rows], silent, { from: [{ content: 1 }, good.blend] });
    expect(again.ndcg[0]).toBeGreaterThanOrEqual(good.ndcg[0]!);
  });

  it('is the same every time', () => {
    const learn = () =>
      learnBlend([makeRows({ factors: signal(0.3), transitions: signal(0.3), seen: signal(0.1) })], silent);
    expect(learn()).toEqual(learn());
  });

  it('learns nothing from nothing', () => {
    expect(learnBlend([makeRows({})], silent).blend).toEqual({});
  });
});
