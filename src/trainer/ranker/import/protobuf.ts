import { fail } from '../../../errors/failAny.ts';

/** Fields of a message by number, in their order: a varint as 64 bits, anything else as its bytes. */
export type Message = Map<number, (bigint | Uint8Array)[]>;

/** Bytes of a fixed field by wire type. */
const FIXED: Record<number, number> = { 1: 8, 5: 4 };

/**
 * The fields of a protobuf message (protobuf.dev, encoding). Nothing is copied, and nothing below it is read.
 * @throws RANKER_INVALID where a field is cut short, or of a kind that ONNX has none of
 */
export function readMessage(bytes: Uint8Array): Message {
  const message: Message = new Map();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
    throw fail('RANKER_INVALID', 'as protobuf: a number without an end');
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const [field, wire] = [Math.floor(tag / 8), tag & 7];
    let value: bigint | Uint8Array;
    if (wire === 0) value = varint();
    else {
      const length = wire === 2 ? Number(varint()) : FIXED[wire];
      if (length === undefined || !(field > 0)) throw fail('RANKER_INVALID', `as protobuf: a field of type ${wire}`);
      if (!(length >= 0 && length <= bytes.length - at)) throw fail('RANKER_INVALID', 'as protobuf: it ends too early');
      value = bytes.subarray(at, at + length);
      at += length;
    }
    const values = message.get(field);
    if (values) values.push(value);
    else message.set(field, [value]);
  }
  return message;
}

/** The messages of a repeated field. */
export const messagesOf = (message: Message, field: number): Message[] => bytesOf(message, field).map(readMessage);

/** The byte strings of a field. */
export const bytesOf = (message: Message, field: number): Uint8Array[] =>
  (message.get(field) ?? []).filter((value): value is Uint8Array => typeof value !== 'bigint');

export const textsOf = (message: Message, field: number): string[] =>
  bytesOf(message, field).map((bytes) => new TextDecoder().decode(bytes));

/** The last of a field, as protobuf takes it, or ''. */
export const textOf = (message: Message, field: number): string => textsOf(message, field).at(-1) ?? '';

/** The numbers of a repeated integer field, packed or not. Beyond 2^53 they are rounded. */
export function intsOf(message: Message, field: number): number[] {
  return (message.get(field) ?? []).flatMap((value) => {
    if (typeof value === 'bigint') return Number(value);
    const ints: number[] = [];
    let [int, shift] = [0n, 0n];
    for (const byte of value) {
      int |= BigInt(byte & 127) << shift;
      shift += 7n;
      if (shift > 70n) throw fail('RANKER_INVALID', 'as protobuf: a number without an end');
      if (byte > 127) continue;
      ints.push(Number(BigInt.asIntN(64, int)));
      [int, shift] = [0n, 0n];
    }
    return ints;
  });
}

export const intOf = (message: Message, field: number, usual = 0): number => intsOf(message, field).at(-1) ?? usual;

/** The numbers of a repeated float (4 bytes) or double (8) field, packed or not. */
export function floatsOf(message: Message, field: number, bytes: 4 | 8 = 4): number[] {
  return bytesOf(message, field).flatMap((value) => numbersIn(value, bytes === 4 ? 'f32' : 'f64'));
}

const READ = {
  f32: [4, (view: DataView, at: number) => view.getFloat32(at, true)],
  f64: [8, (view: DataView, at: number) => view.getFloat64(at, true)],
  u8: [1, (view: DataView, at: number) => view.getUint8(at)],
  i32: [4, (view: DataView, at: number) => view.getInt32(at, true)],
  i64: [8, (view: DataView, at: number) => Number(view.getBigInt64(at, true))],
} as const;

/** Little-endian numbers; bytes over are left out. */
export function numbersIn(bytes: Uint8Array, type: keyof typeof READ): number[] {
  const [size, read] = READ[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => read(view, i * size));
}
