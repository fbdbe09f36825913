import { fail } from '../../errors/fail.ts';
import type { Section, TypedArray } from './bundle.ts';
import { type ArrayEntry, type ArrayType, FORMAT_VERSION, type SectionEntry, type SectionName } from './manifest.ts';

/** First bytes of every section file: "VTRN" read as a little-endian u32. */
const MAGIC = 0x4e525456;
/** magic u32, format u16, reserved u16, payload length u32, tag u32 (first four letters of the section's name). */
export const HEADER_BYTES = 16;
/** Arrays start at multiples of this, so that every element type and a 128-bit load are aligned. */
const ALIGNMENT = 16;

const TYPES: Record<
  ArrayType,
  { new (buffer: ArrayBufferLike, offset: number, length: number): TypedArray; BYTES_PER_ELEMENT: number }
> = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
};

function typeOf(array: TypedArray): ArrayType {
  for (const name in TYPES) if (array.constructor === TYPES[name as ArrayType]) return name as ArrayType;
  throw fail('INTERNAL', 'array type');
}

function tagOf(name: SectionName): number {
  let tag = 0;
  for (let i = 3; i >= 0; i--) tag = (tag << 8) | name.charCodeAt(i);
  return tag >>> 0;
}

/** Lays named arrays out as one section file: header, then each array at the next multiple of 16 bytes, zero-padded. */
export function encodeSection(
  name: SectionName,
  arrays: Record<string, TypedArray>,
): { bytes: Uint8Array; entries: ArrayEntry[] } {
  const entries: ArrayEntry[] = [];
  let length = 0;
  for (const [arrayName, array] of Object.entries(arrays)) {
    length = Math.ceil(length / ALIGNMENT) * ALIGNMENT;
    entries.push({ name: arrayName, type: typeOf(array), offset: length, length: array.length });
    length += array.byteLength;
  }
  const bytes = new Uint8Array(HEADER_BYTES + length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, MAGIC, true);
  header.setUint16(4, FORMAT_VERSION, true);
  header.setUint32(8, length, true);
  header.setUint32(12, tagOf(name), true);
  for (const entry of entries) {
    const array = arrays[entry.name]!;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), HEADER_BYTES + entry.offset);
  }
  return { bytes, entries };
}

/**
 * Views on a section file's arrays; no byte is copied unless the file's buffer is misaligned.
 * @throws BUNDLE_LENGTH, BUNDLE_MAGIC, BUNDLE_TOO_NEW, BUNDLE_LAYOUT
 */
export function decodeSection(entry: SectionEntry, file: Uint8Array): Section {
  if (file.length >= 4 && new DataView(file.buffer, file.byteOffset).getUint32(0, true) !== MAGIC)
    throw fail('BUNDLE_MAGIC', entry.file);
  if (file.length !== entry.bytes || file.length < HEADER_BYTES)
    throw fail('BUNDLE_LENGTH', `${entry.file}: ${file.length} bytes of ${entry.bytes}`);
  const bytes = file.byteOffset % 8 === 0 ? file : file.slice();
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  if (header.getUint16(4, true) > FORMAT_VERSION) throw fail('BUNDLE_TOO_NEW', entry.file);
  const payload = header.getUint32(8, true);
  if (payload !== entry.bytes - HEADER_BYTES) throw fail('BUNDLE_LENGTH', entry.file);
  if (header.getUint32(12, true) !== tagOf(entry.name))
    throw fail('BUNDLE_LAYOUT', `${entry.file} is not section "${entry.name}"`);
  const arrays: Record<string, TypedArray> = {};
  for (const { name, type, offset, length } of entry.arrays) {
    const Type = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
    if (!Type || offset % ALIGNMENT !== 0 || offset + length * Type.BYTES_PER_ELEMENT > payload)
      throw fail('BUNDLE_LAYOUT', `${entry.file}: array "${name}"`);
    arrays[name] = new Type(bytes.buffer, bytes.byteOffset + HEADER_BYTES + offset, length);
  }
  return { name: entry.name, params: entry.params, arrays };
}

/** The array `name` of a section, of the type and length its reader needs. @throws BUNDLE_LAYOUT */
export function arrayOf<T extends TypedArray>(
  section: Section,
  name: string,
  Type: { new (length: number): T },
  length?: number,
): T {
  const array = section.arrays[name];
  if (!(array instanceof Type) || (length !== undefined && array.length !== length))
    throw fail('BUNDLE_LAYOUT', `section "${section.name}", array "${name}"`);
  return array;
}

/** A numeric parameter of a section. @throws BUNDLE_LAYOUT */
export function paramOf(section: Section, name: string): number {
  const value = section.params[name];
  if (typeof value !== 'number') throw fail('BUNDLE_LAYOUT', `section "${section.name}", parameter "${name}"`);
  return value;
}
