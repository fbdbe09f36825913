import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import { type SimilarOptions, similarItems } from './similarItems.ts';

const ITEMS = 70;
const SHOPPERS = 400;

/** Shoppers with up to a dozen items each; the last item is nobody's. */
function sets(): Rows {
  const random = new Random(9, 'sets');
  const offsets = new Int32Array(SHOPPERS + 1);
  const columns: number[] = [];
  for (let s = 0; s < SHOPPERS; s++) {
    const items = new Set(Array.from({ length: 1 + random.below(12) }, () => random.below(ITEMS - 1)));
    columns.push(...[...items].sort((a, b) => a - b));
    offsets[s + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: new Float32Array(columns.length) };
}

const rows = sets();
const random = new Random(2, 'weights');
const shopperWeights = Float32Array.from({ length: SHOPPERS }, () => 1 + random.below(3));
const sizes = Float32Array.from({ length: ITEMS }, () => 1 + random.below(4));
const similar = (options: Partial<SimilarOptions> = {}) =>
  similarItems(rows, { items: ITEMS, shopperWeights, sizes, keep: 8, ...options });

/** The same from the definition, sorting everything. */
function expected({ shrink = 0, support = 1, keep = 8, includeSelf = false }: Partial<SimilarOptions> = {}) {
  const takers = Array.from({ length: ITEMS }, () => new Set<number>());
  for (let s = 0; s < SHOPPERS; s++)
    for (let at = rows.offsets[s]!; at < rows.offsets[s + 1]!; at++) takers[rows.columns[at]!]!.add(s);
  return takers.map((own, item) => {
    const found = takers.flatMap((others, other) => {
      const shared = [...own].filter((s) => others.has(s));
      const sum = shared.reduce((total, s) => total + shopperWeights[s]!, 0);
      const isOut = shared.length < support || shared.length === 0 || (other === item && !includeSelf);
      return isOut ? [] : [{ other, strength: Math.fround(sum / (sizes[item]! * sizes[other]! + shrink)) }];
    });
    const best = found.sort((a, b) => b.strength - a.strength || a.other - b.other).slice(0, keep);
    best.sort((a, b) => a.other - b.other);
    return { targets: best.map(({ other }) => other), strengths: best.map(({ strength }) => strength) };
  });
}

describe('similarItems', () => {
  it.each([{}, { includeSelf: true }, { support: 3 }, { shrink: 2.5 }, { keep: 1 }, { keep: 200 }])(
    'gives the rows of the definition with %o',
    async (options) => {
      const found = await similar(options);
      const right = expected(options);
      expect(found.map(({ targets }) => targets)).toEqual(right.map(({ targets }) => targets));
      found.forEach(({ strengths }, item) => {
        strengths.forEach((strength, at) => {
          expect(strength).toBeCloseTo(right[item]!.strengths[at]!, 6);
        });
      });
    },
  );

  it('gives the same on however many threads', async () => {
    expect(await similar({ threads: 4 })).toEqual(await similar({ threads: 1 }));
  });

  it('gives an item of nobody, and a log without shoppers, empty rows', async () => {
    expect((await similar())[ITEMS - 1]).toEqual({ targets: [], strengths: [] });
    const none: Rows = { offsets: Int32Array.of(0), columns: new Int32Array(0), values: new Float32Array(0) };
    const empty = await similarItems(none, {
      items: 2,
      shopperWeights: new Float32Array(0),
      sizes: Float32Array.of(1, 1),
      keep: 3,
    });
    expect(empty).toEqual([0, 1].map(() => ({ targets: [], strengths: [] })));
  });
});
