import { noteVectors } from './exact.ts';

/**
 * A float vector as int8 with its own scale (largest magnitude = 127): vector = values * scale, error at most scale / 2.
 * A zero or non-finite vector gives zeros.
 */
export function quantise(vector: Float32Array): { values: Int8Array; scale: number } {
  const values = new Int8Array(vector.length);
  let max = 0;
  for (let d = 0; d < vector.length; d++) max = Math.max(max, Math.abs(vector[d]!));
  if (!(max > 0 && max < Number.POSITIVE_INFINITY)) return { values, scale: 0 };
  const scale = Math.fround(max / 127);
  for (let d = 0; d < vector.length; d++) values[d] = Math.max(-127, Math.min(127, Math.round(vector[d]! / scale)));
  return { values, scale };
}

/** The int8 value of dimension `d` from its packed byte: even dimensions are stored as x + 128. */
export function unpack(byte: number, d: number): number {
  return d % 2 === 0 ? (byte & 255) - 128 : byte;
}

/** The float rows that packed vectors stand for. */
export function unpackVectors(packed: Int8Array, scales: Float32Array, dimensions: number): Float32Array {
  return Float32Array.from(packed, (byte, at) => unpack(byte, at % dimensions) * scales[Math.floor(at / dimensions)]!);
}

/** Float rows as the packed-16 int8 layout that the scan kernels read (see PackedVectors). */
export function packVectors(rows: Float32Array, dimensions: number): { packed: Int8Array; scales: Float32Array } {
  const items = rows.length / dimensions;
  const packed = new Int8Array(rows.length);
  const scales = new Float32Array(items);
  for (let i = 0; i < items; i++) {
    const { values, scale } = quantise(rows.subarray(i * dimensions, (i + 1) * dimensions));
    scales[i] = scale;
    for (let d = 0; d < dimensions; d++) packed[i * dimensions + d] = d % 2 === 0 ? values[d]! + 128 : values[d]!;
  }
  noteVectors(packed, rows);
  return { packed, scales };
}

/** A query as it is, or zeros where a NaN or an infinity is in it. */
export function finiteQuery(query: Float32Array): Float32Array {
  // A sum of zeros unless a value is NaN or infinite, in which case it is NaN.
  let sum = 0;
  for (let d = 0; d < query.length; d++) sum += query[d]! * 0;
  return sum === 0 ? query : new Float32Array(query.length);
}

/** A copy of the first `items` scales in which NaN and infinities are 0. */
export function finiteScales(scales: Float32Array, items: number): Float32Array {
  const copy = scales.slice(0, items);
  for (let i = 0; i < items; i++) if (!Number.isFinite(copy[i]!)) copy[i] = 0;
  return copy;
}
