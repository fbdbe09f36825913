import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOWLS_AND_LAMPS, did, engineOf } from '../testing/bundle.test-support.ts';

const engine = await engineOf(BOWLS_AND_LAMPS);
const id = fc.constantFrom(...BOWLS_AND_LAMPS.ids, 'unknown', '__proto__', '🥣', '');
const history = fc.array(
  fc.tuple(
    id.filter((text) => text !== ''),
    fc.nat(1000),
  ),
  { maxLength: 8 },
);

describe('rerank', () => {
  it('gives back what it was given, unknown ids last in their order', () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 30 }), history, (ids, entries) => {
        const log = entries.sort((a, b) => a[1] - b[1]).map(([itemId, time]) => did('view_item', itemId, time));
        const order = engine.rerank(ids, log);
        expect([...order].sort()).toEqual([...ids].sort());
        const isKnown = (itemId: string) => engine.bundle.catalogue.numberOf(itemId) >= 0;
        const expected =
          engine.readProfile(log).interactions === 0
            ? ids
            : [...order.filter(isKnown), ...ids.filter((itemId) => !isKnown(itemId))];
        expect(order).toEqual(expected);
      }),
    );
  });

  it('puts what this shopper likes first', () => {
    const log = [did('view_item', 'l1', 0), did('view_item', 'l2', 1)];
    expect(engine.rerank(['b5', 'b6', 'l5', 'nowhere', 'l6'], log)).toEqual(['l5', 'l6', 'b5', 'b6', 'nowhere']);
  });

  it('does not depend on the order of the page, but for equal scores', () => {
    const log = [did('view_item', 'b1', 0)];
    expect(engine.rerank(['l3', 'b2', 'b4'], log)).toEqual(engine.rerank(['b4', 'l3', 'b2'], log));
  });

  it.each<{ ids: unknown }>([{ ids: null }, { ids: 'b1' }, { ids: [1] }, { ids: undefined }])(
    'refuses %o',
    ({ ids }) => {
      expect(() => engine.rerank(ids as string[], [])).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
    },
  );
});
