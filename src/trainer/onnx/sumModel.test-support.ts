/**
 * A real ONNX model, byte by byte (onnx.proto3, opset 13): `vector` = sum over the places of `items` of that item's row times the place's
 * weight, and `items` = the rows without the first, which stands for padding. What an encoder trained elsewhere looks like
 * from outside, and small enough to work out by hand.
 */
export function sumModel(rows: readonly (readonly number[])[], placeWeights: readonly number[]): Uint8Array {
  const width = rows[0]!.length;
  const table = [...new Array<number>(width).fill(0), ...rows.flat()];
  const length = placeWeights.length;
  const graph = message(
    field(1, node('Gather', ['table', 'items'], ['taken'])),
    field(1, node('Mul', ['taken', 'weights'], ['weighted'])),
    field(1, node('ReduceSum', ['weighted', 'axes'], ['vector'], [['keepdims', 0]])),
    field(1, node('Slice', ['table', 'from', 'to', 'first'], ['item_vectors'])),
    field(2, text('sum')),
    field(5, tensor('table', [rows.length + 1, width], 1, Float32Array.from(table))),
    field(5, tensor('weights', [1, length, 1], 1, Float32Array.from(placeWeights))),
    field(5, tensor('axes', [1], 7, BigInt64Array.of(1n))),
    field(5, tensor('from', [1], 7, BigInt64Array.of(1n))),
    field(5, tensor('to', [1], 7, BigInt64Array.of(BigInt(rows.length + 1)))),
    field(5, tensor('first', [1], 7, BigInt64Array.of(0n))),
    field(11, valueInfo('items', 7, [1, length])),
    field(12, valueInfo('vector', 1, [1, width])),
    field(12, valueInfo('item_vectors', 1, [rows.length, width])),
  );
  return message(field(1, 8), field(2, text('vitrine test')), field(7, graph), field(8, message(field(2, 13))));
}

export function node(
  operator: string,
  inputs: string[],
  outputs: string[],
  integers: [string, number][] = [],
): Uint8Array {
  return message(
    ...inputs.map((name) => field(1, text(name))),
    ...outputs.map((name) => field(2, text(name))),
    field(4, text(operator)),
    ...integers.map(([name, value]) => field(5, message(field(1, text(name)), field(3, value), field(20, 2)))),
  );
}

/** `type`: 1 float, 7 int64. */
export function tensor(name: string, shape: number[], type: number, data: Float32Array | BigInt64Array): Uint8Array {
  return message(
    ...shape.map((size) => field(1, size)),
    field(2, type),
    field(8, text(name)),
    field(9, new Uint8Array(data.buffer)),
  );
}

export function valueInfo(name: string, type: number, shape: number[]): Uint8Array {
  const dimensions = message(...shape.map((size) => field(1, message(field(1, size)))));
  return message(field(1, text(name)), field(2, message(field(1, message(field(1, type), field(2, dimensions))))));
}

export const text = (value: string) => new TextEncoder().encode(value);

/** A protobuf field: a number as a varint, bytes with their length. */
export function field(number: number, value: number | Uint8Array): number[] {
  if (typeof value === 'number') return [...varint(number * 8), ...varint(value)];
  return [...varint(number * 8 + 2), ...varint(value.length), ...value];
}

export const message = (...fields: number[][]) => Uint8Array.from(fields.flat());

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}
