import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../assortment/index.ts';
import { makeCatalogue } from '../catalogue.ts';
import { STYLES } from '../types.ts';
import { picture } from './picture.ts';

const items = makeCatalogue(1500, 90, 1);

describe('picture', () => {
  it('draws every form of every kind in every style, well-formed and below 1.5 kB', () => {
    for (const item of items) {
      const { nouns } = KINDS[item.kind]!;
      for (let form = 0; form < nouns.length; form++) {
        for (let style = 0; style < STYLES.length; style++) {
          const svg = picture({ ...item, id: 'TEA-001-WHITECOSMOS', form, style });
          expect(Buffer.byteLength(svg)).toBeLessThan(1500);
          if (svg.match(/NaN|undefined|Infinity/)) throw new Error(`${item.id} form ${form}: ${svg}`);
        }
      }
    }
    for (const item of items.slice(0, 300)) expect(XMLValidator.validate(picture(item))).toBe(true);
  });

  it('refers to nothing outside itself', () => {
    for (const item of items.slice(0, 200)) {
      const svg = picture(item).replace('http://www.w3.org/2000/svg', '');
      expect(svg).not.toMatch(/href|script|http|<image|font/);
    }
  });

  it('gives each kind and form a drawing of its own', () => {
    const { tone, accent, style } = items[0]!;
    const drawings = KINDS.flatMap(({ nouns }, kind) =>
      nouns.map((_, form) => picture({ ...items[0]!, id: 'X', kind, form, tone, accent, style })),
    );
    expect(new Set(drawings).size).toBe(drawings.length);
  });

  it('shows the tone', () => {
    for (const item of items.slice(0, 100)) expect(picture(item)).toContain(item.tone.hex);
  });
});
