import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type Interaction } from '../events.ts';
import { BOWLS_AND_LAMPS, DAY, did, openShop, SERVING, START } from '../testing/bundle.test-support.ts';
import { appendInteractions, forgetInteractions } from './log.ts';
import { createProfileReader } from './reader.ts';
import { numberLog, readProfile } from './readProfile.ts';

const { catalogue } = await openShop(BOWLS_AND_LAMPS);
const recomputed = (log: readonly Interaction[]) => readProfile(numberLog(log, catalogue), SERVING);

const interaction: fc.Arbitrary<Interaction> = fc
  .record({
    itemId: fc.constantFrom('b1', 'b2', 'l1', 'l2', 'l3', 'unknown'),
    event: fc.constantFrom(...EVENT_NAMES),
    timestamp: fc.oneof(fc.integer({ min: START, max: START + 40 * DAY }), fc.integer({ min: START, max: START + 9 })),
    engagementMs: fc.option(fc.nat(90_000), { nil: undefined, freq: 2 }),
    quantity: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 2 }),
    value: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 2 }),
  })
  .map((one) => JSON.parse(JSON.stringify(one)) as Interaction);

describe('createProfileReader', () => {
  it('gives after every event, late or not, and every deletion the bits of reading the log anew', () => {
    const step = fc.oneof({ arbitrary: interaction, weight: 6 }, { arbitrary: fc.nat(99), weight: 1 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const reader = createProfileReader(catalogue, SERVING);
        let log: Interaction[] = [];
        for (const one of steps) {
          if (typeof one !== 'number') log = appendInteractions(log, [one]);
          else if (log.length > 0) log = forgetInteractions(log, [log[one % log.length]!]);
          expect(reader.read(log)).toEqual(recomputed(log));
        }
      }),
    );
  });

  it('of a log without one interaction is what it would be had it never been', () => {
    fc.assert(
      fc.property(fc.array(interaction, { minLength: 1, maxLength: 40 }), fc.nat(), (events, at) => {
        const reader = createProfileReader(catalogue, SERVING);
        const log = appendInteractions([], events);
        const gone = log[at % log.length]!;
        reader.read(log);
        const never = appendInteractions(
          [],
          events.filter(({ itemId, event, timestamp }) =>
            [itemId !== gone.itemId, event !== gone.event, timestamp !== gone.timestamp].some(Boolean),
          ),
        );
        expect(reader.read(forgetInteractions(log, [gone]))).toEqual(recomputed(never));
      }),
    );
  });

  it('does not depend on the logs asked about before', () => {
    fc.assert(
      fc.property(fc.array(fc.array(interaction, { maxLength: 12 }), { maxLength: 6 }), (logs) => {
        const reader = createProfileReader(catalogue, SERVING);
        for (const events of [...logs, ...logs]) {
          const log = appendInteractions([], events);
          expect(reader.read(log)).toEqual(recomputed(log));
        }
      }),
    );
  });

  it('takes in what a page shows after the log, and keeps none of it', () => {
    const reader = createProfileReader(catalogue, SERVING);
    const log = [did('view_item', 'b1', 0), did('purchase', 'l1', 1)];
    const shown = { item: 2, event: 'view_item' as const, timestamp: START + 60_001 };
    expect(reader.read(log, [shown])).toEqual(readProfile([...numberLog(log, catalogue), shown], SERVING));
    expect(reader.read(log)).toEqual(recomputed(log));
  });

  it('notices what a caller wrote into its own array', () => {
    const reader = createProfileReader(catalogue, SERVING);
    const log = [did('view_item', 'b1', 0), did('view_item', 'b2', 1)];
    reader.read(log);
    log[0]!.itemId = 'l1';
    expect(reader.read(log)).toEqual(recomputed(log));
    log[1] = { ...log[1]!, engagementMs: 60_000 };
    expect(reader.read(log)).toEqual(recomputed(log));
    log.pop();
    expect(reader.read(log)).toEqual(recomputed(log));
  });

  it('reads an event appended to a log without asking for the items of the others', () => {
    let asked = 0;
    const counting = {
      ...catalogue,
      numberOf: (itemId: string) => {
        asked++;
        return catalogue.numberOf(itemId);
      },
    };
    const reader = createProfileReader(counting, SERVING);
    let log = Array.from({ length: 300 }, (_, i) => did('view_item', `b${1 + (i % 6)}`, i));
    reader.read(log);
    expect(asked).toBe(300);
    log = appendInteractions(structuredClone(log), [did('purchase', 'l1', 999)]);
    const profile = reader.read(log);
    expect(asked).toBe(301);
    expect(reader.read(structuredClone(log))).toBe(profile);
  });
});
