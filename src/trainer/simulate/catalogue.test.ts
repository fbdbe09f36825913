import { describe, expect, it } from 'vitest';
import { KINDS } from './assortment/index.ts';
import { BRANDS } from './brands.ts';
import { makeCatalogue, priceNow } from './catalogue.ts';
import { FAMILIES, STYLES } from './types.ts';

const items = makeCatalogue(1200, 90, 1);

describe('makeCatalogue', () => {
  it('gives ids and titles of their own, and ids that are file names', () => {
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    expect(new Set(items.map((item) => item.title)).size).toBe(items.length);
    for (const item of items) expect(item.id).toMatch(/^[A-Z]{3}-\d{3,}-[A-Z]+$/);
  });

  it('covers every kind and style, and most of every brand', () => {
    expect(new Set(items.map((item) => item.kind)).size).toBe(KINDS.length);
    expect(new Set(items.map((item) => item.style)).size).toBe(STYLES.length);
    expect(new Set(items.map((item) => item.family)).size).toBe(FAMILIES.length);
    expect(new Set(items.map((item) => item.brand)).size).toBe(BRANDS.length);
    expect(BRANDS).toHaveLength(25);
  });

  it('prices within the kind, with sales below the regular price', () => {
    for (const item of items) {
      const [low, high] = KINDS[item.kind]!.price;
      expect(item.priceCents).toBeGreaterThanOrEqual(100 * low - 60);
      expect(item.priceCents).toBeLessThanOrEqual(100 * high + 250);
      expect(priceNow(item)).toBeLessThanOrEqual(item.priceCents);
      if (item.saleCents !== undefined) expect(item.saleCents).toBeLessThan(item.priceCents);
    }
    expect(items.filter((item) => item.saleCents !== undefined).length).toBeGreaterThan(50);
  });

  it('writes titles and descriptions without gaps or wrong articles', () => {
    for (const { title, description } of items) {
      expect(`${title} ${description}`).not.toMatch(/[{}\t\n]|undefined|\b[Aa] [aeiou]/);
      expect(title).toMatch(/^[A-Z].+, .+$/);
      expect(description).toMatch(/^[A-Z0-9].+[.]$/);
    }
  });

  it('lets items arrive during the log but leaves no kind empty on its first day', () => {
    const arriving = items.filter((item) => item.createdDay >= 0);
    expect(arriving.length).toBeGreaterThan(0.1 * items.length);
    for (const item of arriving) expect(item.createdDay).toBeLessThan(90);
    expect(new Set(items.filter((item) => item.createdDay < 0).map((item) => item.kind)).size).toBe(KINDS.length);
  });

  it('groups the tones of one design', () => {
    const byGroup = new Map<string, typeof items>();
    for (const item of items) byGroup.set(item.groupId, [...(byGroup.get(item.groupId) ?? []), item]);
    const several = [...byGroup.values()].filter((group) => group.length > 1);
    expect(several.length).toBeGreaterThan(100);
    for (const group of several) {
      expect(new Set(group.map((item) => item.tone.name)).size).toBe(group.length);
      expect(new Set(group.map((item) => item.brand)).size).toBe(1);
    }
  });
});
