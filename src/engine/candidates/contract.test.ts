import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../events.ts';
import { createJsKernels } from '../kernels/js.ts';
import { appendInteractions } from '../profile/log.ts';
import { numberLog, readProfile } from '../profile/readProfile.ts';
import { SOURCE_NAMES, type SourceName } from '../shelf/types.ts';
import { DAY, EVERY_TABLE, openShop, SERVING, START } from '../testing/bundle.test-support.ts';
import { bitmapOf, createBitmap } from './bitmap.ts';
import { models } from './models.ts';
import { openSources } from './retrieve.ts';

const bundle = await openShop(EVERY_TABLE);
const sources = openSources(bundle, createJsKernels(), { models });
const { size, ids } = bundle.catalogue;
const EVERY_ITEM = Int32Array.from(ids, (_, item) => item);

const history = fc
  .array(
    fc.record({
      itemId: fc.constantFrom(...ids),
      event: fc.constantFrom(...EVENT_NAMES),
      timestamp: fc.nat(9 * DAY).map((ms) => START + ms),
    }),
    { maxLength: 10 },
  )
  .map((events) => readProfile(numberLog(appendInteractions([], events), bundle.catalogue), SERVING));
const allowed = fc.array(fc.constantFrom(0, 1), { minLength: size, maxLength: size });

/** What the engine relies on, of every source. */
describe.each(SOURCE_NAMES.map((name) => [name]))('%s', (name: SourceName) => {
  const source = sources[name]!;

  it('has its name', () => {
    expect(source.name).toBe(name);
  });

  it('proposes its highest scores among what is allowed, best first, ties ascending', () => {
    fc.assert(
      fc.property(history, allowed, fc.integer({ min: 1, max: size + 3 }), (profile, permitted, count) => {
        const answer = source.ask(profile);
        if (!answer) return;
        const scores = Array.from(answer.scoresOf(EVERY_ITEM));
        const all = answer.candidates(size, createBitmap(size, true));
        for (const { item, score, source: named } of all) {
          expect(named).toBe(name);
          expect(score).toBe(scores[item]);
          expect(Number.isFinite(score)).toBe(true);
        }
        const proposed = all.map(({ item }) => item);
        expect(new Set(proposed).size).toBe(proposed.length);
        expect(proposed).toEqual([...proposed].sort((a, b) => scores[b]! - scores[a]! || a - b));
        const rest = EVERY_ITEM.filter((item) => !proposed.includes(item));
        // What is not proposed at all has no score to speak of.
        for (const item of rest) expect(scores[item]).toBeLessThanOrEqual(0);

        const found = answer.candidates(count, bitmapOf(permitted)).map(({ item }) => item);
        expect(found).toEqual(proposed.filter((item) => permitted[item] === 1).slice(0, count));
      }),
    );
  });

  it('scores items alike in whatever company, and says the same when asked again', () => {
    fc.assert(
      fc.property(history, history, fc.array(fc.nat(size - 1)), (profile, other, asked) => {
        const every = Array.from(source.ask(profile)?.scoresOf(EVERY_ITEM) ?? []);
        source.ask(other)?.candidates(3, createBitmap(size, true));
        const again = source.ask(profile);
        expect(Array.from(again?.scoresOf(Int32Array.from(asked)) ?? [])).toEqual(
          again ? asked.map((item) => every[item]) : [],
        );
      }),
    );
  });

  it('gives each of the shopper’s items a share of the grounds that is no less than 0', () => {
    fc.assert(
      fc.property(history, fc.nat(size - 1), (profile, item) => {
        const shares = source.because?.(profile, item);
        if (!shares) return;
        expect(shares).toHaveLength(profile.items.length);
        if (name !== 'factors') expect(shares.every((share) => share >= 0)).toBe(true);
      }),
    );
  });
});

it('the contract is held up to sources that speak', () => {
  const profile = readProfile(
    numberLog(
      ['b1', 'l1'].map((itemId, i) => ({ itemId, event: 'add_to_cart' as const, timestamp: START + i })),
      bundle.catalogue,
    ),
    SERVING,
  );
  for (const name of SOURCE_NAMES) {
    const found = sources[name]!.ask({ ...profile, viewed: profile.items })!.candidates(5, createBitmap(size, true));
    expect(found.length, name).toBeGreaterThan(0);
  }
});
