import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';

const refusal = (where: string) =>
  expect.objectContaining({ code: 'CONFIG_INVALID', where: expect.stringContaining(where) });

describe('parseConfig', () => {
  it('fills in every default, nested ones too', () => {
    const config = parseConfig();
    expect(config).toMatchObject({ seed: 1, repeats: 'auto', sessionGapMinutes: 30 });
    expect(config.als).toMatchObject({ dimensions: 64, sweeps: expect.any(Number) });
    expect(config.validation).toEqual({ days: 30, share: 0.2 });
    expect(parseConfig({})).toEqual(config);
  });

  it('keeps what is given beside the defaults', () => {
    const config = parseConfig({ seed: 7, als: { dimensions: 32 } });
    expect(config.seed).toBe(7);
    expect(config.als).toEqual({ ...parseConfig().als, dimensions: 32 });
  });

  it.each([
    ['an unknown key', { sed: 1 }, 'sed'],
    ['an unknown nested key', { als: { dimension: 32 } }, 'als.dimension'],
    ['a wrong type', { seed: '1' }, 'seed'],
    ['a fraction where a whole number belongs', { als: { sweeps: 1.5 } }, 'als.sweeps'],
    ['dimensions that the kernels cannot hold', { als: { dimensions: 20 } }, 'als.dimensions'],
    ['a negative half-life', { halfLifeDays: -1 }, 'halfLifeDays'],
    ['a share above 1', { validation: { share: 1.2 } }, 'validation.share'],
    ['a choice that there is not', { repeats: 'maybe' }, 'repeats'],
    ['an event that there is not', { eventWeights: { purchse: 5 } }, 'eventWeights.purchse'],
    ['a negative weight', { eventWeights: { purchase: -1 } }, 'eventWeights.purchase'],
    ['a negative that counts for the item', { negativeWeights: { removed: -1 } }, 'negativeWeights.removed'],
    ['a source without a table', { sources: ['popularity'] }, 'sources'],
    ['a floor of one shopper', { sessions: { floor: 1 } }, 'sessions.floor'],
    ['a placement that there is not', { placements: { hom: {} } }, 'placements.hom'],
    ['a source that there is not', { placements: { home: { factor: {} } } }, 'placements.home.factor'],
    ['a quota of thousands', { placements: { home: { factors: { quota: 1001 } } } }, 'placements.home.factors.quota'],
    ['no object', null, 'config'],
    ['a list', [], 'config'],
    ['a text', 'seed', 'config'],
  ])('refuses %s and names the key', (_, input, where) => {
    expect(() => parseConfig(input)).toThrow(refusal(where));
  });

  it('names what is wrong within a key of several kinds', () => {
    expect(() => parseConfig({ sources: ['factors', 'factor'] })).toThrow(/sources\.1: .*"factor"/);
  });
});
