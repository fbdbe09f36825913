import { describe, expect, it } from 'vitest';
import { als } from '../models/als.ts';
import { neighbours } from '../models/itemKnn.ts';
import type { Model } from '../models/model.ts';
import { popularity } from '../models/popularity.ts';
import { familiesNamed, familiesOf } from './families.ts';

const rare: Model = { ...als, name: 'rare', isOptIn: true };
const models = [popularity, als, rare, neighbours];
const names = (families: readonly Model[]) => families.map(({ name }) => name);

describe('familiesOf', () => {
  it('leaves out what is opt-in unless it is named or alone', () => {
    expect(names(familiesOf('factors', models))).toEqual(['als']);
    expect(names(familiesOf('factors', models, { factors: 'rare' }))).toEqual(['rare']);
    expect(names(familiesOf('factors', [popularity, rare]))).toEqual(['rare']);
    expect(familiesOf('together', models, { together: 'any' })).toEqual([]);
  });

  it('refuses a name that no family of the table has, and says which there are', () => {
    expect(() => familiesOf('factors', models, { factors: 'neighbours' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', where: expect.stringContaining('als, rare') }),
    );
  });
});

describe('familiesNamed', () => {
  it('finds the table of each', () => {
    expect(familiesNamed(['rare', 'neighbours'], models)).toEqual({ factors: 'rare', neighbours: 'neighbours' });
    expect(familiesNamed([], models)).toEqual({});
  });

  it('refuses what is no family with a table', () => {
    for (const name of ['popularity', 'nothing', ''])
      expect(() => familiesNamed([name], models), name).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
