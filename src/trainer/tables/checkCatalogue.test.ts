import { describe, expect, it } from 'vitest';
import { checkCatalogue } from './checkCatalogue.ts';
import { makeLog } from './makeLog.ts';

const log = makeLog([
  ['a', 'x', 1],
  ['a', 'y', 2],
]);

describe('checkCatalogue', () => {
  it.each([
    ['of other ids', [{ itemId: 'X' }, { itemId: 'Y' }], 0],
    ['in which all is sold out', [{ itemId: 'x', inStock: false }, { itemId: 'new' }], 1],
    ['of nothing', [], 0],
  ])('refuses a catalogue %s, which emptied every shelf', (_, catalogue, listed) => {
    expect(() => checkCatalogue(log, catalogue)).toThrow(
      expect.objectContaining({ code: 'CATALOGUE_UNRELATED', details: { listed, items: 2 } }),
    );
  });

  it('lets pass where one touched item is in stock', () => {
    checkCatalogue(log, [{ itemId: 'x', inStock: false }, { itemId: 'y' }]);
  });
});
