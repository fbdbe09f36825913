import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type Interaction } from '../events.ts';
import { did, START } from '../testing/bundle.test-support.ts';
import {
  appendInteractions,
  byTime,
  forgetInteractions,
  forgetItems,
  isInteraction,
  MAX_LOG,
  mergeLogs,
} from './log.ts';

const interaction: fc.Arbitrary<Interaction> = fc.record({
  itemId: fc.constantFrom('a', 'b', 'c', '🥣', '__proto__'),
  event: fc.constantFrom(...EVENT_NAMES),
  // Few distinct times, so that ties are common.
  timestamp: fc.nat(20),
});

/** The same with what two reports of one interaction may say differently. */
const report: fc.Arbitrary<Interaction> = fc
  .tuple(interaction, fc.option(fc.nat(3)), fc.option(fc.nat(2)), fc.option(fc.constantFrom('s', 't')))
  .map(([one, engagementMs, quantity, sessionId]) => ({
    ...one,
    ...(engagementMs === null ? {} : { engagementMs }),
    ...(quantity === null ? {} : { quantity }),
    ...(sessionId === null ? {} : { sessionId }),
  }));

describe('isInteraction', () => {
  it('takes a record of any of the events at a time since 1970', () => {
    for (const event of EVENT_NAMES) expect(isInteraction({ itemId: 'a', event, timestamp: 0 })).toBe(true);
    expect(isInteraction({ itemId: '__proto__', event: 'view_item', timestamp: START, extra: 1 })).toBe(true);
  });

  it.each([
    null,
    undefined,
    'view_item',
    [],
    {},
    ...[undefined, '', 5, null, 'x'.repeat(257), {}].map((itemId) => ({ ...did('view_item', 'a', 0), itemId })),
    ...['search', '', 'constructor', null, 3].map((event) => ({ ...did('view_item', 'a', 0), event })),
    ...[Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300, '5', null, undefined, new Date()].map((timestamp) => ({
      ...did('view_item', 'a', 0),
      timestamp,
    })),
  ])('refuses %o', (value) => {
    expect(isInteraction(value)).toBe(false);
  });
});

describe('appendInteractions', () => {
  it('gives one log however the events arrive', () => {
    fc.assert(
      fc.property(fc.array(report, { maxLength: 60 }), fc.array(fc.nat()), (events, keys) => {
        const shuffled = events
          .map((event, i) => ({ event, key: keys[i % Math.max(1, keys.length)] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        const oneByOne = shuffled.reduce<Interaction[]>((log, event) => appendInteractions(log, [event]), []);
        expect(oneByOne).toEqual(appendInteractions([], events));
      }),
    );
  });

  it('keeps the newest MAX_LOG, in whatever order they come', () => {
    const events = Array.from({ length: MAX_LOG + 50 }, (_, i) => did('view_item', `i${i}`, i));
    const log = appendInteractions([], events);
    expect(log).toEqual(events.slice(50));
    expect([...events].reverse().reduce<Interaction[]>((l, event) => appendInteractions(l, [event]), [])).toEqual(log);
    expect(appendInteractions(log, [did('view_item', 'late', 0)])).toEqual(log);
  });

  it('does not let impressions push out what the shopper did, in whatever order they come', () => {
    const did3 = [did('purchase', 'a', 0), did('view_item', 'b', 1), did('add_to_cart', 'c', 2)];
    const seen = Array.from({ length: 2 * MAX_LOG }, (_, i) => did('view_item_list', `i${i}`, 10 + i));
    const log = appendInteractions([], [...did3, ...seen]);
    expect(log).toEqual([...did3, ...seen.slice(3 - MAX_LOG)]);
    for (const order of [[...did3, ...seen], [...seen, ...did3], [...seen].reverse().concat(did3)])
      expect(order.reduce<Interaction[]>((l, event) => appendInteractions(l, [event]), [])).toEqual(log);
    const busy = Array.from({ length: MAX_LOG }, (_, i) => did('view_item', 'd', 5 + i));
    expect(appendInteractions(log, busy)).toEqual(busy);
  });

  it('leaves out what is no interaction and what is no field of one, and changes neither argument', () => {
    const log = Object.freeze([did('view_item', 'a', 5)]) as Interaction[];
    const sent = [
      { ...did('purchase', 'b', 1), value: 3, quantity: 2, price: 1.5, sessionId: 's', page: 'x'.repeat(1e6) },
      { ...did('view_item', 'c', 2), value: Number.NaN, quantity: '2', price: null, sessionId: 'x'.repeat(1e6) },
      { ...did('view_item', 'd', 3), timestamp: Number.NaN },
    ] as unknown as Interaction[];
    expect(appendInteractions(log, sent)).toEqual([
      { ...did('purchase', 'b', 1), value: 3, quantity: 2, price: 1.5, sessionId: 's' },
      did('view_item', 'c', 2),
      did('view_item', 'a', 5),
    ]);
    expect(sent[0]).toHaveProperty('page');
  });

  it('takes an item, an event and a millisecond for one interaction, however often it is reported', () => {
    const view = did('view_item', 'a', 1);
    expect(appendInteractions([view], [view, { ...view }])).toEqual([view]);
    const longer = { ...view, engagementMs: 900 };
    expect(appendInteractions([longer], [view, { ...view, engagementMs: 40 }])).toEqual([longer]);
    expect(appendInteractions([view], [longer])).toEqual([longer]);
    const others = [did('view_item', 'b', 1), did('select_item', 'a', 1), did('view_item', 'a', 2)];
    expect(appendInteractions([view], others)).toHaveLength(4);
  });

  it('keeps how long an item was looked at, where that is a length', () => {
    const lengths = [0, 12.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '9', null];
    const sent = lengths.map((engagementMs, i) => ({ ...did('user_engagement', 'a', i), engagementMs }));
    const kept = appendInteractions([], sent as unknown as Interaction[]);
    expect(kept.map((one) => one.engagementMs)).toEqual([0, 12.5, ...Array(5).fill(undefined)]);
  });
});

describe('mergeLogs', () => {
  const log = fc.array(report, { maxLength: 40 }).map((events) => appendInteractions([], events));
  /** Logs that are full, of impressions and the rest, and overlap. */
  const full = fc.tuple(fc.nat(300), fc.integer({ min: 2, max: 9 })).map(([from, every]) =>
    appendInteractions(
      [],
      Array.from({ length: MAX_LOG }, (_, i) =>
        did((from + i) % every ? 'view_item_list' : 'view_item', 'a', from + i),
      ),
    ),
  );
  const any = fc.oneof(log, full);

  it('is commutative, associative and idempotent, also where logs are full', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(mergeLogs(a, b)).toEqual(mergeLogs(b, a));
        expect(mergeLogs(mergeLogs(a, b), c)).toEqual(mergeLogs(a, mergeLogs(b, c)));
        expect(mergeLogs(a, a)).toEqual(a);
        expect(mergeLogs(mergeLogs(a, b), b)).toEqual(mergeLogs(a, b));
        expect(mergeLogs(a, [])).toEqual(a);
      }),
    );
  });

  it('is what one device would hold that had seen both', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const seen = b.reduce<Interaction[]>((kept, event) => appendInteractions(kept, [event]), a);
        expect(mergeLogs(a, b)).toEqual(seen);
      }),
      { numRuns: 30 },
    );
  });
});

describe('forgetInteractions', () => {
  it('leaves what would be there had they never been', () => {
    fc.assert(
      fc.property(fc.array(report, { maxLength: 40 }), fc.nat(), (events, at) => {
        const log = appendInteractions([], events);
        const gone = log.filter((_, i) => (at >> (i % 8)) % 2 === 1);
        const key = ({ itemId, event, timestamp }: Interaction) => `${timestamp} ${event} ${itemId}`;
        const keys = new Set(gone.map(key));
        const without = events.filter((one) => !keys.has(key(one)));
        expect(forgetInteractions(log, gone)).toEqual(appendInteractions([], without));
      }),
    );
  });

  it('takes nothing else of the item', () => {
    const log = [did('view_item', 'a', 0), did('add_to_cart', 'a', 1), did('view_item', 'b', 1)];
    expect(forgetInteractions(log, [did('add_to_cart', 'a', 1), did('view_item', 'a', 1)])).toEqual([log[0], log[2]]);
  });
});

describe('forgetItems', () => {
  it('leaves what would be there had the items never been touched', () => {
    fc.assert(
      fc.property(fc.array(interaction, { maxLength: 60 }), (events) => {
        const without = events.filter(({ itemId }) => itemId !== 'a' && itemId !== '__proto__');
        expect(forgetItems(appendInteractions([], events), ['a', '__proto__'])).toEqual(
          appendInteractions([], without),
        );
      }),
    );
  });

  it('keeps everything where nothing is named', () => {
    const log = [did('view_item', 'a', 0)];
    expect(forgetItems(log, [])).toEqual(log);
    expect(forgetItems(log, ['b'])).toEqual(log);
  });
});

it('byTime is a total order', () => {
  fc.assert(
    fc.property(interaction, interaction, (a, b) => {
      expect(Math.sign(byTime(a, b))).toBe(-Math.sign(byTime(b, a)) + 0);
      if (byTime(a, b) === 0) expect(a).toEqual(b);
    }),
  );
});
