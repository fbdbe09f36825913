import type { TypedArray } from './bundle.ts';

/** A column of strings as two arrays: UTF-8 bytes end to end, and where each string starts (length: count + 1). */
export interface StringColumn {
  offsets: Uint32Array;
  bytes: Uint8Array;
}

const encoder = new TextEncoder();
// A string may begin with U+FEFF, which a decoder otherwise takes for a byte order mark and drops.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function encodeStrings(strings: readonly string[]): StringColumn {
  const offsets = new Uint32Array(strings.length + 1);
  const parts = strings.map((string) => encoder.encode(string));
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i]! + part.length;
  });
  const bytes = new Uint8Array(offsets[strings.length]!);
  parts.forEach((part, i) => {
    bytes.set(part, offsets[i]!);
  });
  return { offsets, bytes };
}

export function stringAt(column: StringColumn, index: number): string {
  return decoder.decode(column.bytes.subarray(column.offsets[index], column.offsets[index + 1]));
}

/** All strings of a column. ASCII, the usual case, is decoded once and cut. */
export function decodeStrings(column: StringColumn): string[] {
  const { offsets, bytes } = column;
  const count = Math.max(0, offsets.length - 1);
  const text = decoder.decode(bytes);
  const strings = new Array<string>(count);
  const isAscii = text.length === bytes.length;
  for (let i = 0; i < count; i++) strings[i] = isAscii ? text.slice(offsets[i], offsets[i + 1]) : stringAt(column, i);
  return strings;
}

/** The column's two arrays under the names a section stores them by. */
export function stringArrays(name: string, strings: readonly string[]): Record<string, TypedArray> {
  const { offsets, bytes } = encodeStrings(strings);
  return { [`${name}Offsets`]: offsets, [`${name}Bytes`]: bytes };
}
