/** Fields of a message, in the order in which they are written. */
export type Field = [number: number, value: number | string | Uint8Array];

/** A protobuf message (protobuf.dev, encoding): whole numbers as varints, texts and messages with their length. */
export function message(...fields: readonly Field[]): Uint8Array {
  const parts = fields.map(([number, value]) => {
    if (typeof value === 'number') return [varint(number * 8), varint(value)];
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return [varint(number * 8 + 2), varint(bytes.length), bytes];
  });
  return concat(parts.flat());
}

/** Whole numbers end to end, for a packed field. */
export const packed = (values: ArrayLike<number>): Uint8Array => concat(Array.from(values, varint));

/** Float32 end to end, little-endian. */
export function floats(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i]!, true);
  return new Uint8Array(view.buffer);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Of a whole number from 0 to 2^53. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.of(...bytes, rest);
}
