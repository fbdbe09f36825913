import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedArray } from './bundle.ts';
import type { ArrayEntry, SectionEntry } from './manifest.ts';
import { arrayOf, decodeSection, encodeSection, HEADER_BYTES, paramOf } from './section.ts';

const arrays = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
  fc.oneof<fc.Arbitrary<TypedArray>[]>(
    fc.uint8Array(),
    fc.int8Array(),
    fc.uint16Array(),
    fc.int16Array(),
    fc.uint32Array(),
    fc.int32Array(),
    fc.float32Array(),
    fc.float64Array(),
  ),
  { noNullPrototype: true },
);

function entryOf(bytes: Uint8Array, entries: ArrayEntry[]): SectionEntry {
  return {
    name: 'items',
    file: 'items.00.bin',
    bytes: bytes.length,
    sha256: '',
    load: 'first',
    params: {},
    arrays: entries,
  };
}

/** A section of 4 u16, and the entry that describes it. */
function small(array: Partial<Record<keyof ArrayEntry, unknown>> = {}): { entry: SectionEntry; bytes: Uint8Array } {
  const { bytes, entries } = encodeSection('items', { a: Uint16Array.of(1, 2, 3, 4) });
  return { bytes, entry: entryOf(bytes, [{ ...entries[0]!, ...array } as ArrayEntry]) };
}

const refuses = (entry: SectionEntry, file: Uint8Array, code: string) =>
  expect(() => decodeSection(entry, file)).toThrow(expect.objectContaining({ code }));

describe('sections', () => {
  it('come back as they went in, at any place of a larger buffer', () => {
    fc.assert(
      fc.property(arrays, fc.nat(20), (content, shift) => {
        const { bytes, entries } = encodeSection('items', content);
        const larger = new Uint8Array(bytes.length + shift);
        larger.set(bytes, shift);
        expect(decodeSection(entryOf(bytes, entries), larger.subarray(shift)).arrays).toEqual(content);
      }),
    );
  });

  it('have the header and the alignment that the format says', () => {
    const { bytes, entries } = encodeSection('items', { a: Uint8Array.of(7), b: Float32Array.of(1) });
    expect([...bytes]).toEqual([
      ...[0x56, 0x54, 0x52, 0x4e, 1, 0, 0, 0, 20, 0, 0, 0, 0x69, 0x74, 0x65, 0x6d],
      ...[7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...[0, 0, 0x80, 0x3f],
    ]);
    expect(entries).toEqual([
      { name: 'a', type: 'u8', offset: 0, length: 1 },
      { name: 'b', type: 'f32', offset: 16, length: 1 },
    ]);
  });

  it('are views, not copies', () => {
    const { bytes, entry } = small();
    expect(decodeSection(entry, bytes).arrays.a!.buffer).toBe(bytes.buffer);
  });

  it('cut short at any length, or longer, are refused', () => {
    const { bytes, entry } = small();
    for (let length = 0; length < bytes.length; length++) refuses(entry, bytes.slice(0, length), 'BUNDLE_LENGTH');
    refuses(entry, Uint8Array.of(...bytes, 0), 'BUNDLE_LENGTH');
    refuses({ ...entry, bytes: 0 }, new Uint8Array(0), 'BUNDLE_LENGTH');
  });

  it('of another name, version or payload length, or a web page, are refused', () => {
    const changed = (at: number, value: number) => {
      const { bytes } = small();
      bytes[at] = value;
      return bytes;
    };
    const { entry, bytes } = small();
    refuses(entry, new TextEncoder().encode('<!doctype html><p>Not here'), 'BUNDLE_MAGIC');
    refuses(entry, changed(0, 0), 'BUNDLE_MAGIC');
    refuses(entry, changed(4, 2), 'BUNDLE_TOO_NEW');
    refuses(entry, changed(8, 9), 'BUNDLE_LENGTH');
    refuses({ ...entry, name: 'factors' }, bytes, 'BUNDLE_LAYOUT');
  });

  it.each([
    { offset: 16 },
    { offset: 8, length: 0 },
    { offset: 2, length: 1 },
    { length: 5 },
    { length: 1e308 },
    { offset: 2 ** 53 },
    { type: 'u64' },
    { type: 'f64', length: 2 },
    { type: 'toString' },
    { type: '__proto__' },
    { type: undefined },
  ])('with an array that is not there (%o) are refused', (array) => {
    const { entry, bytes } = small(array);
    refuses(entry, bytes, 'BUNDLE_LAYOUT');
  });

  it('of a type that the format does not have are not written', () => {
    const odd = BigInt64Array.of(1n) as unknown as TypedArray;
    expect(() => encodeSection('items', { odd })).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('arrayOf and paramOf', () => {
  const section = decodeSection(small().entry, small().bytes);

  it('give what is there', () => {
    expect(arrayOf(section, 'a', Uint16Array, 4)).toEqual(Uint16Array.of(1, 2, 3, 4));
    expect(paramOf({ ...section, params: { decay: 0.5 } }, 'decay')).toBe(0.5);
  });

  it('refuse a wrong type, length or name', () => {
    const layout = expect.objectContaining({ code: 'BUNDLE_LAYOUT' });
    expect(() => arrayOf(section, 'a', Int16Array)).toThrow(layout);
    expect(() => arrayOf(section, 'a', Uint16Array, 3)).toThrow(layout);
    expect(() => arrayOf(section, 'constructor', Uint16Array)).toThrow(layout);
    expect(() => paramOf({ ...section, params: { decay: '0.5' } }, 'decay')).toThrow(layout);
    expect(() => paramOf(section, 'decay')).toThrow(layout);
  });

  it('sit on aligned bytes', () => {
    expect(HEADER_BYTES % 8).toBe(0);
  });
});
