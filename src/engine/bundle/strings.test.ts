import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeStrings, encodeStrings, stringArrays, stringAt } from './strings.ts';

/** Strings that UTF-8 can hold: no lone surrogates. */
const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));

describe('string columns', () => {
  it('come back as they went in, all at once and one by one', () => {
    fc.assert(
      fc.property(fc.array(text), (strings) => {
        const column = encodeStrings(strings);
        expect(decodeStrings(column)).toEqual(strings);
        expect(strings.map((_, i) => stringAt(column, i))).toEqual(strings);
      }),
    );
  });

  it.each([
    ['a byte order mark', ['\ufeffx', 'a\ufeff', '\ufeff']],
    ['nothing', []],
    ['empty strings', ['', '', '']],
    ['emoji and hostile names', ['🥣', '__proto__', '\u0000', 'ä'.repeat(1000)]],
  ])('keep %s', (_, strings) => {
    const column = encodeStrings(strings);
    expect(decodeStrings(column)).toEqual(strings);
    expect(strings.map((_, i) => stringAt(column, i))).toEqual(strings);
  });

  it('store where each string starts and where the last ends', () => {
    expect(encodeStrings(['ab', '', 'é']).offsets).toEqual(Uint32Array.of(0, 2, 2, 4));
    expect(Object.keys(stringArrays('title', ['a']))).toEqual(['titleOffsets', 'titleBytes']);
  });

  it('take arbitrary bytes and offsets without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint32Array(), (bytes, offsets) => {
        expect(decodeStrings({ bytes, offsets })).toHaveLength(Math.max(0, offsets.length - 1));
      }),
    );
  });
});
