import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SectionContent } from '../../bundle/write.ts';
import { EVENT_NAMES, type Interaction } from '../../events.ts';
import { packVectors } from '../../kernels/quantise.ts';
import { appendInteractions, forgetInteractions } from '../../profile/log.ts';
import { BOWLS_AND_LAMPS, DAY, DIMENSIONS, engineOf, START } from '../../testing/bundle.test-support.ts';

const ITEMS = BOWLS_AND_LAMPS.ids.length;
const numbers = (length: number, step: number) => Float32Array.from({ length }, (_, i) => ((i * step) % 23) / 11 - 1);
const { packed: vectors, scales } = packVectors(numbers(ITEMS * DIMENSIONS, 7), DIMENSIONS);
const { packed: inputs, scales: inputScales } = packVectors(numbers(ITEMS * 32, 5), 32);
const lagWeights = Float32Array.of(1, 0.7, 0.4, 0.2);

const factors = (params: SectionContent['params'], arrays: SectionContent['arrays'] = {}): SectionContent => ({
  name: 'factors',
  load: 'first',
  params: { dimensions: DIMENSIONS, ...params },
  arrays: { vectors, scales, ...arrays },
});
const SECTIONS = [
  factors({ encoder: 'sum', normalise: 1 }, { lagWeights }),
  factors(
    { encoder: 'tower', normalise: 1, inputDimensions: 32 },
    {
      ...{ inputs, inputScales, lagWeights },
      ...{ w0: numbers(9 * 32, 3), b0: numbers(9, 5), w1: numbers(DIMENSIONS * 9, 11), b1: numbers(DIMENSIONS, 2) },
    },
  ),
  factors({ encoder: 'mf', rank: 7, mean: 3.2, lambda: 0.1 }),
];

const interaction: fc.Arbitrary<Interaction> = fc
  .record({
    itemId: fc.constantFrom(...BOWLS_AND_LAMPS.ids, 'unknown'),
    event: fc.constantFrom(...EVENT_NAMES),
    timestamp: fc.integer({ min: START, max: START + 20 * DAY }),
    value: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 4 }),
  })
  .map((one) => JSON.parse(JSON.stringify(one)) as Interaction);
const request = { k: 12, explain: true, repeats: 'allow' as const };

it.each(SECTIONS)(
  '$params.encoder: a deletion leaves what would be had it never been, to the last bit',
  async (section) => {
    const shop = { ...BOWLS_AND_LAMPS, sections: [section], serving: { blend: { factors: 1, transitions: 0.3 } } };
    const asked = await engineOf(shop);
    const fresh = await engineOf(shop);
    let told = 0;
    fc.assert(
      fc.property(fc.array(interaction, { minLength: 1, maxLength: 20 }), fc.nat(), (events, at) => {
        const log = appendInteractions([], events);
        const gone = log[at % log.length]!;
        asked.recommend(log, request);
        const never = events.filter(
          ({ itemId, event, timestamp }) =>
            itemId !== gone.itemId || event !== gone.event || timestamp !== gone.timestamp,
        );
        const left = asked.recommend(forgetInteractions(log, [gone]), request);
        expect(left).toEqual(fresh.recommend(appendInteractions([], never), request));
        if (left.items.some(({ source }) => source === 'factors')) told++;
      }),
    );
    expect(told).toBeGreaterThan(10);
  },
);
