import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section } from '../../bundle/bundle.ts';
import { openShop } from '../../testing/bundle.test-support.ts';
import { encodeFacts, FACTS, factFeature, factsRead, readFacts } from './facts.ts';
import { RANKING_FEATURES } from './inputs.ts';
import { factsOf } from './question.test-support.ts';

const sectionOf = (...given: Parameters<typeof encodeFacts>): Section => ({ name: 'facts', ...encodeFacts(...given) });

describe('facts', () => {
  it('come back within half a level of their own range', () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: -50, max: 50, noNaN: true }) },
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
        const { columns } = readFacts(sectionOf({ growth: values }, new Uint16Array(values.length)), values.length);
        const known = values.filter(Number.isFinite);
        expect('growth' in columns).toBe(known.length > 0);
        const range = Math.max(...known) - Math.min(...known);
        values.forEach((one, item) => {
          if (known.length === 0) return;
          const read = columns.growth![item]!;
          if (!Number.isFinite(one)) expect(read).toBeNaN();
          else expect(Math.abs(read - one)).toBeLessThanOrEqual((0.5 * range) / 254 + 1e-5);
        });
      }),
    );
  });

  it('are exact where all are one, and days are', () => {
    const days = Uint16Array.of(0, 19_000, 65_535);
    const read = readFacts(sectionOf({ takers: [2.5, Number.NaN, 2.5] }, days), 3);
    expect([...read.columns.takers!]).toEqual([2.5, Number.NaN, 2.5]);
    expect(read.firstDay).toEqual(days);
  });

  it('leave out the columns of nothing', () => {
    const { params, arrays } = encodeFacts({ takers: [1, 2], pieces: [Number.NaN, Number.NaN] }, new Uint16Array(2));
    expect(Object.keys(arrays)).toEqual(['firstDay', 'takers']);
    expect(Object.keys(params)).toEqual(['takersMin', 'takersMax']);
  });

  it('are each a feature, and named by the features that read them', () => {
    const names = RANKING_FEATURES.map(({ name }) => name);
    for (const fact of FACTS) {
      expect(names).toContain(factFeature(fact));
      expect(factsRead([factFeature(fact)])).toEqual(new Set([fact]));
    }
    expect(factsRead(['ownDue', 'itemDiscount', 'recency'])).toEqual(new Set(['returnDays', 'usualPrice']));
  });

  const sound = () => sectionOf({ takers: [1, 2] }, new Uint16Array(2));
  it.each<[string, (section: ReturnType<typeof sound>) => Section]>([
    [
      'a column for other items',
      ({ arrays, ...rest }) => ({ ...rest, arrays: { ...arrays, takers: new Uint8Array(3) } }),
    ],
    [
      'a column of another type',
      ({ arrays, ...rest }) => ({ ...rest, arrays: { ...arrays, takers: new Float32Array(2) } }),
    ],
    ['a column without its range', (section) => ({ ...section, params: { takersMin: 1 } })],
    ['a range that is no number', (section) => ({ ...section, params: { takersMin: 1, takersMax: 'two' } })],
    ['a range without an end', (section) => ({ ...section, params: { takersMin: 0, takersMax: Number.MAX_VALUE } })],
    ['a range of nothing', (section) => ({ ...section, params: { takersMin: Number.NaN, takersMax: 1 } })],
    ['no first days', ({ arrays: { firstDay: _, ...arrays }, ...rest }) => ({ ...rest, arrays })],
    [
      'first days of other items',
      ({ arrays, ...rest }) => ({ ...rest, arrays: { ...arrays, firstDay: new Uint16Array(1) } }),
    ],
  ])('refuse %s', (_, harm) => {
    expect(() => readFacts(harm(sound()), 2)).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
  });

  it('refuse no column that they do not know', () => {
    const { arrays, ...rest } = sound();
    expect(Object.keys(readFacts({ ...rest, arrays: { ...arrays, later: new Uint8Array(9) } }, 2).columns)).toEqual([
      'takers',
    ]);
  });

  it('go through the format', async () => {
    const bundle = await openShop({ ids: ['x', 'y'], sections: [factsOf(2, { takers: [0, 254] }, [1, 2])] });
    const { columns, firstDay } = readFacts(bundle.section('facts')!, 2);
    expect([...columns.takers!]).toEqual([0, 254]);
    expect([...firstDay]).toEqual([1, 2]);
  });
});
