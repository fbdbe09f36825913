import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { als } from '../models/als.ts';
import { neighbours } from '../models/itemKnn.ts';
import { popularity } from '../models/popularity.ts';
import { transitions } from '../models/transitions.ts';
import { allotments, budgetOf, bytesOf, largerSize, parseBytes, sizeFor, smallerSize } from './budget.ts';
import { settingsOf } from './settings.ts';

describe('parseBytes', () => {
  it.each([
    ['25MB', 25_000_000],
    ['25 mb', 25_000_000],
    ['900kB', 900_000],
    ['1.5MB', 1_500_000],
    ['1000000', 1_000_000],
    ['512B', 512],
  ])('reads %s', (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it.each(['', 'MB', '0', '-1MB', '25GB', '25 M B', '1e6', '0.1'])('refuses "%s"', (text) => {
    expect(() => parseBytes(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('budgetOf', () => {
  it('is 200 kB and 210 bytes an item, or what the config says', () => {
    expect(budgetOf({ budget: 'auto' }, 40_981)).toBe(8_806_010);
    expect(budgetOf({ budget: 1000 }, 40_981)).toBe(1000);
  });
});

describe('allotments', () => {
  it('shares out less than there is', () => {
    for (const order of ['ordered', 'unordered'] as const) {
      const shares = Object.values(allotments(1e6, order));
      expect(shares.reduce((a, b) => a + b, 0)).toBeLessThan(1e6);
      expect(Math.min(...shares)).toBeGreaterThan(1e5);
    }
  });

  it('gives what reads order nothing where there is none', () => {
    expect(allotments(1e6, 'unordered')).not.toHaveProperty('transitions');
  });
});

describe('sizeFor', () => {
  const config = parseConfig();

  it('takes the largest size that fits, of vectors and of rows', () => {
    for (const model of [als, neighbours, transitions])
      for (const bytes of [1e5, 3e5, 1e6, 3e6]) {
        const size = sizeFor(model, config, 5000, bytes);
        const settings = { ...settingsOf(model, config), ...size };
        const [[key, value]] = Object.entries(size) as [[string, number]];
        const larger = { ...settings, [key]: key === 'keep' ? value + 1 : value * 2 };
        if (value > (key === 'keep' ? 1 : 16)) expect(bytesOf(model, 5000, settings)).toBeLessThanOrEqual(bytes);
        if (value < (key === 'keep' ? 120 : 256)) expect(bytesOf(model, 5000, larger)).toBeGreaterThan(bytes);
      }
  });

  it('leaves what the config names, and what has no size', () => {
    expect(sizeFor(als, parseConfig({ als: { dimensions: 48 } }), 5000, 1e7)).toEqual({});
    expect(sizeFor(transitions, parseConfig({ transitions: { keep: 7 } }), 5000, 1e7)).toEqual({});
    expect(sizeFor(popularity, config, 5000, 1e7)).toEqual({});
  });

  it('steps down through the sizes of vectors', () => {
    const sizes: number[] = [];
    for (let size: number | undefined = 256; size; size = smallerSize(size)) sizes.push(size);
    expect(sizes).toEqual([256, 192, 128, 96, 64, 48, 32, 16]);
  });
});

describe('largerSize', () => {
  it('is the largest that the bytes allow, or none', () => {
    expect(largerSize(64, 1.6)).toBe(96);
    expect(largerSize(64, 2)).toBe(128);
    expect(largerSize(64, 1.4)).toBeUndefined();
    expect(largerSize(256, 9)).toBeUndefined();
  });
});
