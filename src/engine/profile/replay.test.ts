import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EVENT_NAMES, type Interaction } from '../events.ts';
import { BOWLS_AND_LAMPS, DAY, engineOf, START } from '../testing/bundle.test-support.ts';
import { appendInteractions, forgetInteractions } from './log.ts';

const interaction: fc.Arbitrary<Interaction> = fc
  .record({
    itemId: fc.constantFrom(...BOWLS_AND_LAMPS.ids, 'unknown'),
    event: fc.constantFrom(...EVENT_NAMES),
    timestamp: fc.integer({ min: START, max: START + 20 * DAY }),
    engagementMs: fc.option(fc.nat(90_000), { nil: undefined, freq: 2 }),
  })
  .map((one) => JSON.parse(JSON.stringify(one)) as Interaction);
const request = { k: 12, explain: true, repeats: 'allow' as const };

// The engine that answers has answered before, about the log as it was: nothing of that may show.
it('gives after a deletion the shelf of a shopper who never did that, to the last bit', async () => {
  const asked = await engineOf(BOWLS_AND_LAMPS);
  const fresh = await engineOf(BOWLS_AND_LAMPS);
  fc.assert(
    fc.property(fc.array(interaction, { minLength: 1, maxLength: 25 }), fc.nat(), (events, at) => {
      const log = appendInteractions([], events);
      const gone = log[at % log.length]!;
      asked.recommend(log, request);
      const never = events.filter(
        ({ itemId, event, timestamp }) =>
          itemId !== gone.itemId || event !== gone.event || timestamp !== gone.timestamp,
      );
      const left = forgetInteractions(log, [gone]);
      expect(asked.recommend(left, request)).toEqual(fresh.recommend(appendInteractions([], never), request));
    }),
  );
});

it('gives one shelf for one set of events, however late each of them arrives', async () => {
  const asked = await engineOf(BOWLS_AND_LAMPS);
  fc.assert(
    fc.property(fc.array(interaction, { maxLength: 12 }), fc.array(fc.nat(), { minLength: 1 }), (events, keys) => {
      const expected = asked.recommend(appendInteractions([], events), request);
      const late = events
        .map((event, i) => ({ event, key: keys[i % keys.length]! }))
        .sort((a, b) => a.key - b.key)
        .map(({ event }) => event);
      let log: Interaction[] = [];
      let shelf = asked.recommend(log, request);
      for (const event of late) {
        log = appendInteractions(log, [event]);
        shelf = asked.recommend(log, request);
      }
      expect(shelf).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});
