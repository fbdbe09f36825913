import { beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { GOES_WITH, KINDS } from './assortment/index.ts';
import { makeCatalogue } from './catalogue.ts';
import { Shopfront } from './shopfront.ts';

const items = makeCatalogue(500, 90, 1);
let shop: Shopfront;
beforeEach(() => {
  shop = new Shopfront(items);
});

describe('Shopfront', () => {
  it('lists what is on sale that day and nothing else', () => {
    shop.open(45, new Random(1, 'test'));
    const listed = new Set(shop.byKind.flat());
    for (const [i, item] of items.entries()) {
      expect(listed.has(i)).toBe(item.createdDay <= 45 && item.soldOutDay > 45);
      if (listed.has(i)) expect(shop.byKind[item.kind]).toContain(i);
    }
    for (const item of shop.front) expect(listed.has(item)).toBe(true);
  });

  it('moves what sells up the list', () => {
    const bowls = KINDS.findIndex((kind) => kind.code === 'BWL');
    shop.open(0, new Random(1, 'test'));
    const last = shop.byKind[bowls]!.at(-1)!;
    shop.heat[last] = 10_000;
    shop.open(1, new Random(1, 'test'));
    expect(shop.byKind[bowls]![0]).toBe(last);
  });

  it('gives arrivals launch traffic that fades', () => {
    const arriving = items.findIndex((item) => item.createdDay > 5 && item.createdDay < 60);
    const { createdDay } = items[arriving]!;
    const newness = [-1, 0, 7, 20].map((age) => {
      shop.open(createdDay + age, new Random(1, 'test'));
      return shop.newness(arriving);
    });
    expect(newness).toEqual([0, 1, 0.5, 0]);
  });

  it('goes with complements first, in the same design language', () => {
    shop.open(30, new Random(1, 'test'));
    let sameStyle = 0;
    let shown = 0;
    for (const list of shop.byKind) {
      for (const item of list.slice(0, 3)) {
        const shelf = shop.goesWith(item, 6);
        expect(shelf).not.toContain(item);
        for (const other of shelf) {
          const isVariant = items[other]!.groupId === items[item]!.groupId;
          expect(isVariant || GOES_WITH[items[item]!.kind]!.includes(items[other]!.kind)).toBe(true);
          shown++;
          if (items[other]!.style === items[item]!.style) sameStyle++;
        }
      }
    }
    expect(sameStyle / shown).toBeGreaterThan(0.5);
  });
});
