import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../models/families.ts';
import { comparable, modelsNamed } from './compare.ts';

describe('modelsNamed', () => {
  it('gives every family and every table, each once, or those that are named', () => {
    const names = modelsNamed('all').map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(comparable().map(({ name }) => name));
    for (const family of Object.values(FAMILIES).flat()) expect(names).toContain(family.name);
    expect(names).toEqual(expect.arrayContaining(['als', 'transitions', 'sessions', 'segments']));
    expect(modelsNamed(['transitions', 'als']).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['als', 'transitions']),
    );
  });

  it('refuses a name that no model has', () => {
    expect(() => modelsNamed(['als', 'oracle'])).toThrow(/no model "oracle"; there are .*als/);
  });
});
