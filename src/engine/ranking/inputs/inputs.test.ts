import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type Interaction } from '../../events.ts';
import { DAY, did, EVERY_TABLE, type Shop, START } from '../../testing/bundle.test-support.ts';
import { FACTS } from './facts.ts';
import { computeInputs, featureOf, RANKING_FEATURES } from './inputs.ts';
import { asking, WITH_FACTS } from './question.test-support.ts';
import type { RankingQuestion } from './question.ts';

const all = (question: RankingQuestion) => computeInputs(question, RANKING_FEATURES);

/** Shops with everything, without facts, without anything but names. */
const SHOPS: [string, Shop][] = [
  ['every table', WITH_FACTS],
  ['no facts', EVERY_TABLE],
  ['nothing but names', { ids: WITH_FACTS.ids, popularity: false }],
  [
    'prices and categories of some',
    { ...WITH_FACTS, price: [1, 0], category: ['Home > Bowls', 'Home > Lamps', undefined], created: [] },
  ],
];

/** Logs as a device keeps them: what a page reports, finite and not before 1970. */
const logs = fc
  .array(
    fc.record(
      {
        itemId: fc.constantFrom(...WITH_FACTS.ids, 'nowhere'),
        event: fc.constantFrom(...EVENT_NAMES),
        timestamp: fc.oneof(fc.constantFrom(0, 1, 8.64e15), fc.integer({ min: START, max: START + 90 * DAY })),
        price: fc.double({ noNaN: true, noDefaultInfinity: true }),
        quantity: fc.double({ noNaN: true, noDefaultInfinity: true }),
        value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      },
      { requiredKeys: ['itemId', 'event', 'timestamp'] },
    ),
    { maxLength: 12 },
  )
  .map((log) => (log as Interaction[]).sort((a, b) => a.timestamp - b.timestamp));

const requests = fc.record(
  {
    now: fc.constantFrom(0, 1, START + 100 * DAY, Number.MAX_SAFE_INTEGER),
    placement: fc.constantFrom('home' as const, 'cart' as const, 'product' as const),
    context: fc.subarray(['b1', 'l4', 'nowhere']),
    device: fc.constantFrom('mobile' as const, 'desktop' as const, 'tablet' as const),
    repeats: fc.constantFrom('allow' as const, 'exclude' as const),
  },
  { requiredKeys: [] },
);

describe('RANKING_FEATURES', () => {
  it('have names of their own, which files of models can hold, and a meaning', () => {
    const names = RANKING_FEATURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, meaning } of RANKING_FEATURES) {
      expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
      expect(meaning.length, name).toBeGreaterThan(8);
      expect(featureOf(name)?.name).toBe(name);
    }
    expect(featureOf('toString')).toBeUndefined();
  });

  it.each(SHOPS)('are finite or missing, and ask no one twice for the same: %s', async (_, shop) => {
    const asked = await asking(shop);
    fc.assert(
      fc.property(logs, requests, (log, request) => {
        const { columns, stride } = all(asked.retrieved(log, request));
        RANKING_FEATURES.forEach(({ name, isCategory }, f) => {
          for (const value of columns.subarray(f * stride, (f + 1) * stride)) {
            if (Number.isNaN(value)) continue;
            if (!Number.isFinite(value)) expect.fail(`${name} is ${value}`);
            if (isCategory && !(Number.isInteger(value) && value >= 0 && value < 65_536))
              expect.fail(`${name} is ${value}, which is no category`);
          }
        });
        expect(all(asked.retrieved(log, request)).columns).toEqual(columns);
      }),
      { numRuns: 60 },
    );
  });

  it('go with their candidate, in whatever order they come', async () => {
    const asked = await asking();
    fc.assert(
      fc.property(logs, fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }), (log, order) => {
        const question = asked.retrieved(log, { repeats: 'allow', now: START + 100 * DAY });
        const places = order.filter((place) => place < question.items.length);
        const width = question.rows.length / question.items.length;
        const turned: RankingQuestion = {
          ...question,
          items: Int32Array.from(places, (place) => question.items[place]!),
          scores: Float64Array.from(places, (place) => question.scores[place]!),
          ranks: Int32Array.from(places, (place) => question.ranks[place]!),
          own: Int32Array.from(places, (place) => question.own[place]!),
          proposers: Uint16Array.from(places, (place) => question.proposers[place]!),
          rows: Float64Array.from(
            places.flatMap((place) => [...question.rows.subarray(place * width, (place + 1) * width)]),
          ),
          shared: new Map(),
        };
        const [straight, other] = [all(question), all(turned)];
        RANKING_FEATURES.forEach((_, f) => {
          expect(Array.from(places, (_, r) => other.columns[f * other.stride + r])).toEqual(
            places.map((place) => straight.columns[f * straight.stride + place]),
          );
        });
      }),
      { numRuns: 40 },
    );
  });

  it('give every one a value somewhere', async () => {
    const asked = await asking({
      ...WITH_FACTS,
      sections: [
        ...WITH_FACTS.sections!.map((section) => ({
          ...section,
          params: { ...section.params, ...everyRange() },
          arrays: { ...everyColumn(), ...section.arrays },
        })),
      ],
    });
    const log = [
      ...['b1', 'l1', 'b2', 'b1'].map((itemId, day) => did('purchase', itemId, 1440 * day)),
      did('add_to_cart', 'b3', 4 * 1440),
    ];
    const { columns, stride } = all(asked.retrieved(log, { now: START + 5 * DAY, repeats: 'allow', device: 'mobile' }));
    const silent = RANKING_FEATURES.filter((_, f) =>
      columns.subarray(f * stride, (f + 1) * stride).every((value) => Number.isNaN(value)),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

describe('computeInputs', () => {
  it('counts what is missing for every candidate, names that it does not know among them', async () => {
    const asked = await asking({ ids: ['x', 'y'] });
    const question = asked.about(['x', 'y'], [did('view_item', 'x', 0)], { now: START });
    const names = ['frequency', 'itemTakers', 'nobody knows', 'ownLag', 'factors'];
    const { columns, stride, missing } = computeInputs(question, names.map(featureOf));
    expect(stride).toBe(2);
    expect(missing).toBe(3);
    expect([...columns]).toEqual([1, 1, NaN, NaN, NaN, NaN, 0, NaN, NaN, NaN]);
  });
});

/** Facts of every kind, one value an item, for those that a section by hand leaves out. */
const everyColumn = () => Object.fromEntries(FACTS.map((name) => [name, new Uint8Array(12)]));
const everyRange = () =>
  Object.fromEntries(FACTS.flatMap((name) => [`${name}Min`, `${name}Max`]).map((name) => [name, 1]));
