import { describe, expect, it } from 'vitest';
import { DEPARTMENT_OF, DEPARTMENTS, GOES_WITH, KINDS } from './index.ts';

describe('the assortment', () => {
  it('has eight departments of four to six kinds with codes of their own', () => {
    expect(DEPARTMENTS).toHaveLength(8);
    for (const { kinds } of DEPARTMENTS) expect([4, 5, 6]).toContain(kinds.length);
    expect(new Set(KINDS.map((kind) => kind.code)).size).toBe(KINDS.length);
    expect(DEPARTMENT_OF).toHaveLength(KINDS.length);
  });

  it('names complements that exist and are other kinds', () => {
    for (const [k, partners] of GOES_WITH.entries()) {
      expect(partners.length).toBeGreaterThan(1);
      for (const partner of partners) {
        expect(KINDS[partner]).toBeDefined();
        expect(partner).not.toBe(k);
      }
    }
  });

  it('gives every kind tones of at least four families, prices in order and a description', () => {
    for (const kind of KINDS) {
      expect(new Set(kind.tones.map((tone) => tone.family)).size).toBeGreaterThanOrEqual(4);
      expect(new Set(kind.tones.map((tone) => tone.name)).size).toBe(kind.tones.length);
      for (const tone of kind.tones) expect(tone.hex).toMatch(/^#[0-9a-f]{6}$/);
      expect(kind.price[0]).toBeLessThan(kind.price[1]);
      expect(kind.about.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('has consumables that are used up within the default period', () => {
    const renewing = KINDS.filter((kind) => kind.renewDays);
    expect(renewing.length).toBeGreaterThanOrEqual(5);
    for (const kind of renewing) expect(kind.renewDays).toBeLessThan(45);
  });
});
