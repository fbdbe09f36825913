import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { Random } from '../random.ts';
import { bestOf, essence, propose, type Told, withChanges } from './propose.ts';
import { type Knob, knobsFor } from './space.ts';

const KNOBS: Knob[] = ['a', 'b', 'c', 'd', 'e', 'f'].map((path) => ({ path, draw: (random) => random.next() }));
const told = (...values: number[]): Told[] => values.map((value, at) => ({ changes: { a: at }, value }));

describe('propose', () => {
  it('gives the same for the same past and seed, and else another', () => {
    const past = told(0.1, 0.3, 0.2, 0.1, 0.1, 0.1);
    expect(propose(KNOBS, past, 1, 6)).toEqual(propose(KNOBS, past, 1, 6));
    expect(propose(KNOBS, past, 2, 6)).not.toEqual(propose(KNOBS, past, 1, 6));
    expect(propose(KNOBS, past, 1, 7)).not.toEqual(propose(KNOBS, past, 1, 6));
  });

  it('looks mostly around the best so far, and now and then anywhere', () => {
    const past = [{ changes: { a: 0.5, b: 0.5 }, value: 1 }, ...told(0.1, 0.2)];
    const proposals = Array.from({ length: 400 }, (_, i) => propose(KNOBS, past, 1, 10 + i));
    const near = proposals.filter(({ a, b }) => a === 0.5 || b === 0.5).length;
    expect(near).toBeGreaterThan(200);
    expect(near).toBeLessThan(340);
  });

  it('always changes something', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 500 }), (seed, number) => {
        const past = [{ changes: {}, value: 1 }];
        const changes = propose(KNOBS, past, seed, number);
        expect(Object.keys(changes).length).toBeGreaterThan(0);
        expect(Object.keys(changes).length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('climbs a hill', () => {
    const past: Told[] = [];
    const height = (changes: Record<string, number | string>) =>
      -KNOBS.reduce((sum, { path }) => sum + (Number(changes[path] ?? 0) - 0.7) ** 2, 0);
    for (let number = 0; number < 150; number++) {
      const changes = number === 0 ? {} : propose(KNOBS, past, 3, number);
      past.push({ changes, value: height(changes) });
    }
    expect(height({})).toBeCloseTo(-2.94, 6);
    expect(bestOf(past).value).toBeGreaterThan(-0.2);
  });
});

describe('knobsFor', () => {
  const config = parseConfig();
  const families = [
    'als',
    'bag',
    'warp',
    'mf',
    'twoTower',
    'transitions',
    'neighbours',
    'localEase',
    'ease',
    'autoencoder',
    'together',
  ];
  const shop = { hasTimes: true, events: ['view_item', 'purchase', 'view_item_list'] };

  it('draws only what a config allows', () => {
    const knobs = knobsFor(config, families, shop);
    expect(knobs.length).toBeGreaterThan(40);
    const random = new Random(1, 'test');
    for (let times = 0; times < 50; times++)
      for (const { path, draw } of knobs)
        expect(() => withChanges(config, { [path]: draw(random) }), path).not.toThrow();
  });

  it('leaves out what a log says nothing of', () => {
    const paths = (log: typeof shop) => knobsFor(config, ['als'], log).map(({ path }) => path);
    expect(paths(shop)).toEqual([
      'halfLifeDays',
      'eventWeights.view_item',
      'eventWeights.purchase',
      'als.alpha',
      'als.lambda',
      'als.sweeps',
    ]);
    expect(paths({ hasTimes: false, events: ['purchase'] })).toEqual(['als.alpha', 'als.lambda', 'als.sweeps']);
  });
});

describe('withChanges and essence', () => {
  it('puts values at their paths, leaves the rest, and refuses what is none', () => {
    const config = parseConfig();
    const changed = withChanges(config, { 'transitions.decay': 0.5, 'models.factors': 'bag' });
    expect(changed).toEqual({
      ...config,
      transitions: { ...config.transitions, decay: 0.5 },
      models: { factors: 'bag' },
    });
    expect(() => withChanges(config, { 'transitions.decay': 5 })).toThrow(/transitions.decay/);
  });

  it('says a config as its differences, from which it comes back', () => {
    const config = withChanges(parseConfig(), { 'als.dimensions': 32, halfLifeDays: 0 });
    expect(essence(config)).toEqual({ als: { dimensions: 32 }, halfLifeDays: 0 });
    expect(parseConfig(essence(config))).toEqual(config);
    expect(essence(parseConfig())).toEqual({});
  });
});
