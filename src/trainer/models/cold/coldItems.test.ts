import { describe, expect, it } from 'vitest';
import { unpackVectors } from '../../../engine/kernels/quantise.ts';
import { parseConfig } from '../../config.ts';
import { Random } from '../../random.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { trainEngine } from '../../trainEngine.ts';
import { als } from '../als.ts';
import type { Model } from '../model.ts';
import { fillCold } from './fillCold.ts';

const KINDS = ['bowl', 'lamp', 'vase', 'rug'];
const PER_KIND = 12;
const NEW = KINDS.map((kind) => `${kind}-new`);
const catalogue = KINDS.flatMap((kind) => [
  ...Array.from({ length: PER_KIND }, (_, i) => ({ itemId: `${kind}-${i}`, title: `${kind} number${i % 3}` })),
  { itemId: `${kind}-new`, title: `${kind} number1` },
]);

/** Shoppers who each love a kind and now and then take of another. */
const rows: LogRow[] = Array.from({ length: 160 }, (_, s) => {
  const random = new Random(s, 'shopper');
  return Array.from({ length: 9 }, (_, step): LogRow => {
    const kind = random.chance(0.9) ? KINDS[s % KINDS.length]! : random.pick(KINDS);
    return [`s${s}`, `${kind}-${random.below(PER_KIND)}`, step * 60_000];
  });
}).flat();

const trained = (models: readonly Model[], settings: object = {}) =>
  trainEngine(
    { log: makeLog(rows), catalogue, models, config: parseConfig({ als: { dimensions: 16 }, ...settings }) },
    { blend: { factors: 1 } },
  );

describe('items that nobody took', () => {
  it('get a vector of what is written of them, which suits who loves their kind', async () => {
    const { engine } = await trained([als]);
    for (const [k, kind] of KINDS.entries()) {
      const history = rows
        .filter(([shopper]) => shopper === `s${k}`)
        .map(([, itemId, timestamp]) => ({ itemId, event: 'purchase' as const, timestamp }));
      expect(engine.rerank(NEW, history)[0]).toBe(`${kind}-new`);
    }
    const [fresh, like, unlike] = ['bowl-new', 'bowl-1', 'lamp-1'].map((id) => engine.bundle.catalogue.numberOf(id));
    const cosines = engine.sources.factors!.similarTo(fresh!);
    expect(cosines[like!]).toBeGreaterThan(0.4);
    expect(cosines[like!]).toBeGreaterThan(cosines[unlike!]! + 0.3);
  });

  it('leave the vectors of others and of shoppers as they are', async () => {
    const [filled, plain] = [await trained([als]), await trained([als], { content: { cold: 'off' } })];
    const history = [{ itemId: 'lamp-3', event: 'purchase' as const, timestamp: 0 }];
    const vectorIn = ({ engine }: typeof plain) => engine.sources.factors!.userVector(engine.readProfile(history));
    expect(vectorIn(filled)).toEqual(vectorIn(plain));
    const of = ({ engine }: typeof plain, id: string) =>
      engine.sources.factors!.itemVector(engine.bundle.catalogue.numberOf(id));
    expect(of(filled, 'lamp-3')).toEqual(of(plain, 'lamp-3'));
    expect(of(filled, 'lamp-new').some((value) => value !== 0)).toBe(true);
    expect(of(plain, 'lamp-new').every((value) => value === 0)).toBe(true);
  });

  it('give the same bytes again', async () => {
    expect((await trained([als])).files).toEqual((await trained([als])).files);
  });
});

describe('fillCold', () => {
  const content = Float32Array.of(1, 0, 0, 1, 1, 0, 0, 0);
  const material = { content, width: 2, support: Float64Array.of(50, 50, 0, 0) };
  const zeros = new Array(32).fill(0);
  const section = {
    name: 'factors' as const,
    load: 'first' as const,
    params: { encoder: 'sum', dimensions: 16, normalise: 1 },
    arrays: {
      vectors: Int8Array.from({ length: 64 }, (_, at) => (at % 2 ? 0 : -128) + (at < 32 ? (at < 16 ? 100 : 20) : 0)),
      scales: Float32Array.of(0.01, 0.01, 0, 0),
      inputs: Int8Array.from({ length: 64 }, (_, at) => (at % 2 ? 0 : -128) + (at < 16 ? 50 : 0)),
      inputScales: Float32Array.of(0.1, 0.1, 0, 0),
    },
  };

  it('fills both tables of a section that reads other vectors than it finds', () => {
    const { arrays } = fillCold(section, material, { weight: 1, lambda: 1e-6 }) as unknown as typeof section;
    const found = unpackVectors(arrays.vectors, arrays.scales, 16);
    const read = unpackVectors(arrays.inputs, arrays.inputScales, 16);
    // Item 2 is written of as item 0 is.
    for (let d = 0; d < 16; d++) {
      expect(found[32 + d]).toBeCloseTo(found[d]!, 1);
      expect(read[32 + d]).toBeCloseTo(read[d]!, 1);
    }
    expect([...found.subarray(32, 48)].some((value) => value !== 0)).toBe(true);
  });

  it('leaves an item of which nothing is written without a vector, and a weight of 0 everything', () => {
    const { arrays } = fillCold(section, material, { weight: 1, lambda: 0.1 }) as unknown as typeof section;
    expect(arrays.scales[3]).toBe(0);
    expect(fillCold(section, material, { weight: 0, lambda: 0.1 })).toBe(section);
    expect([...unpackVectors(section.arrays.vectors, section.arrays.scales, 16).subarray(32)]).toEqual(zeros);
  });
});
