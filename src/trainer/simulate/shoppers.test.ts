import { describe, expect, it } from 'vitest';
import { ARCHETYPES } from './archetypes.ts';
import { KINDS } from './assortment/index.ts';
import { makeShoppers } from './shoppers.ts';

const shoppers = makeShoppers(2000, 90, 1);

describe('makeShoppers', () => {
  it('gives everyone an id of GA4 form', () => {
    expect(new Set(shoppers.map((shopper) => shopper.id)).size).toBe(shoppers.length);
    for (const { id } of shoppers) expect(id).toMatch(/^\d{9}\.\d{10}$/);
  });

  it('follows the shares of the archetypes, whose kinds exist', () => {
    const codes = new Set(KINDS.map((kind) => kind.code));
    for (const [i, { share, kinds }] of ARCHETYPES.entries()) {
      for (const code of Object.keys(kinds)) expect(codes).toContain(code);
      const found = shoppers.filter((shopper) => shopper.archetype === i).length / shoppers.length;
      expect(Math.abs(found - share)).toBeLessThan(0.03);
    }
    expect(ARCHETYPES.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
  });

  it('concentrates needs: a few kinds take most of the interest', () => {
    const shares = shoppers.map((shopper) => {
      expect(shopper.kinds.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      return [...shopper.kinds]
        .sort((a, b) => b - a)
        .slice(0, 8)
        .reduce((a, b) => a + b);
    });
    expect(shares.reduce((a, b) => a + b) / shares.length).toBeGreaterThan(0.6);
  });

  it('loves one style, likes another, and keeps within 0 to 1', () => {
    for (const { taste } of shoppers) {
      const styles = [...taste.styles].sort((a, b) => b - a);
      expect(styles[0]).toBeGreaterThan(0.5);
      expect(styles[3]).toBeLessThan(0.6);
      for (const value of [...taste.styles, ...taste.families, taste.budget]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }
  });

  it('lets some be there from the start and others arrive', () => {
    const known = shoppers.filter((shopper) => shopper.joinDay === 0).length / shoppers.length;
    expect(known).toBeGreaterThan(0.5);
    expect(known).toBeLessThan(0.62);
    expect(Math.max(...shoppers.map((shopper) => shopper.joinDay))).toBeLessThan(90);
  });
});
