import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PackedVectors, Scanner } from '../../kernels/kernels.ts';
import { packVectors } from '../../kernels/quantise.ts';
import { bitmapOf, createBitmap, hasBit } from '../bitmap.ts';
import { createExactIndex } from './exact.ts';
import type { Index } from './index.ts';

/** Width of the suite's vectors. */
export const WIDTH = 16;

/** What an index under test is made of; `scanner` and `vectors` in whatever order the index wants. */
export interface IndexUnderTest {
  index: Index;
  /** A scanner over the same items, for their scores. */
  scanner: Scanner;
}

/**
 * What every index keeps, over a way to make one of `vectors` (in item order, any number of them, some zero).
 * `isExact`: it must find exactly what a whole scan finds.
 */
export function indexContract(name: string, make: (vectors: PackedVectors) => IndexUnderTest, isExact: boolean): void {
  const value = fc.constantFrom(0, 1, -1, 0.5, -0.25, 2);
  const vector = fc.array(value, { minLength: WIDTH, maxLength: WIDTH });
  const shop = fc.array(
    fc.oneof({ weight: 1, arbitrary: fc.constant(new Array<number>(WIDTH).fill(0)) }, { weight: 5, arbitrary: vector }),
    { maxLength: 70 },
  );
  const query = vector.map((values) => Float32Array.from(values));
  const made = (rows: number[][]) => make(packed(rows));
  const copy = ({ items, scores }: ReturnType<Index['search']>) => ({ items: [...items], scores: [...scores] });

  describe(`the index contract: ${name}`, () => {
    it('gives k permitted items or all there are, each once, best first, ties to the lower number', () => {
      fc.assert(
        fc.property(
          shop,
          query,
          fc.nat(90),
          fc.option(fc.array(fc.constantFrom(0, 1), { minLength: 70, maxLength: 70 })),
          (rows, asked, k, column) => {
            const { index } = made(rows);
            const allowed = column ? bitmapOf(column.slice(0, rows.length)) : undefined;
            const { items, scores } = copy(index.search(asked, k, allowed));
            const permitted = rows.filter((_, item) => !allowed || hasBit(allowed, item)).length;
            expect(items).toHaveLength(Math.min(k, permitted));
            expect(new Set(items).size).toBe(items.length);
            expect(scores).toHaveLength(items.length);
            for (const [i, item] of items.entries()) {
              expect(item).toBeLessThan(rows.length);
              if (allowed) expect(hasBit(allowed, item)).toBe(true);
              if (i > 0)
                expect(scores[i - 1]! > scores[i]! || (scores[i - 1] === scores[i] && items[i - 1]! < item)).toBe(true);
            }
          },
        ),
      );
    });

    it("scores with the scanner's bits", () => {
      fc.assert(
        fc.property(shop, query, (rows, asked) => {
          const { index, scanner } = made(rows);
          const { items, scores } = copy(index.search(asked, 20));
          expect(scores).toEqual([...scanner.scoresOf(asked, Int32Array.from(items))]);
        }),
      );
    });

    it('finds the one item that a filter leaves', () => {
      fc.assert(
        fc.property(shop, query, fc.nat(69), (rows, asked, place) => {
          fc.pre(rows.length > 0);
          const only = place % rows.length;
          const { index } = made(rows);
          const allowed = bitmapOf(rows.map((_, item) => (item === only ? 1 : 0)));
          expect([...index.search(asked, 5, allowed).items]).toEqual([only]);
        }),
      );
    });

    it('answers the same twice, and after another question', () => {
      fc.assert(
        fc.property(shop, query, query, (rows, one, two) => {
          const { index } = made(rows);
          const first = copy(index.search(one, 7));
          index.search(two, 30);
          expect(copy(index.search(one, 7))).toEqual(first);
        }),
      );
    });

    it('takes an empty shop, no question, an empty filter, NaN and infinities', () => {
      const asked = new Float32Array(WIDTH).fill(1);
      expect([...made([]).index.search(asked, 5).items]).toEqual([]);
      const rows = Array.from({ length: 40 }, (_, i) =>
        Array.from({ length: WIDTH }, (_, d) => ((i * 7 + d * 3) % 11) - 5),
      );
      const { index } = made(rows);
      expect([...index.search(asked, 0).items]).toEqual([]);
      expect([...index.search(asked, 5, createBitmap(40)).items]).toEqual([]);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const { items, scores } = copy(index.search(Float32Array.from(asked).fill(bad, 3, 4), 5));
        expect(items).toHaveLength(5);
        expect(scores).toEqual([0, 0, 0, 0, 0]);
      }
    });

    if (isExact)
      it('finds what a whole scan finds, bit for bit', () => {
        fc.assert(
          fc.property(
            shop,
            query,
            fc.nat(80),
            fc.array(fc.constantFrom(0, 1), { minLength: 70, maxLength: 70 }),
            (rows, asked, k, column) => {
              const { index, scanner } = made(rows);
              const exact = createExactIndex(scanner);
              expect(copy(index.search(asked, k))).toEqual(copy(exact.search(asked, k)));
              const allowed = bitmapOf(column.slice(0, rows.length));
              expect(copy(index.search(asked, k, allowed))).toEqual(copy(exact.search(asked, k, allowed)));
            },
          ),
        );
      });
  });
}

function packed(rows: number[][]): PackedVectors {
  return { ...packVectors(Float32Array.from(rows.flat()), WIDTH), items: rows.length, dimensions: WIDTH };
}
