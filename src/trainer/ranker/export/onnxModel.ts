import { type Field, floats as floatBytes, message, packed } from './protobufWriter.ts';

/** Of TensorProto and ValueInfoProto. */
const FLOAT = 1;
const UINT8 = 2;

/** An attribute of a node: its type is a number of AttributeProto. */
const attribute = (name: string, type: number, ...value: Field[]): Uint8Array =>
  message([1, name], ...value, [20, type]);

export const int = (name: string, value: number): Uint8Array => attribute(name, 2, [3, value]);
export const text = (name: string, value: string): Uint8Array => attribute(name, 3, [4, value]);
export const floats = (name: string, values: ArrayLike<number>): Uint8Array =>
  attribute(name, 6, [7, floatBytes(values)]);
export const ints = (name: string, values: ArrayLike<number>): Uint8Array => attribute(name, 7, [8, packed(values)]);
export const texts = (name: string, values: readonly string[]): Uint8Array =>
  attribute(name, 8, ...values.map((value): Field => [9, value]));
export const tensorAttribute = (name: string, values: Float32Array | Uint8Array): Uint8Array =>
  attribute(name, 4, [5, tensor(values, [values.length], '')]);

/** A TensorProto with its bytes raw. */
export function tensor(values: Float32Array | Uint8Array, shape: readonly number[], name: string): Uint8Array {
  return message(
    ...shape.map((size): Field => [1, size]),
    [2, values instanceof Uint8Array ? UINT8 : FLOAT],
    [8, name],
    [9, values instanceof Uint8Array ? values : floatBytes(values)],
  );
}

/** A node of one output; operators whose name begins with Tree are of ai.onnx.ml. */
export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[] = [],
): Uint8Array {
  return message(
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [4, operator],
    ...attributes.map((one): Field => [5, one]),
    ...(operator.startsWith('Tree') ? [[7, 'ai.onnx.ml'] as Field] : []),
  );
}

/**
 * A model (onnx.proto) from `rows` float32 [n, inputs] to `scores` float32 [n, 1], in operators of opset 15.
 * @param learning version of ai.onnx.ml that it needs; 0: none
 */
export function model(
  nodes: readonly Uint8Array[],
  constants: readonly Uint8Array[],
  inputs: number,
  learning: 0 | 3 | 5,
): Uint8Array {
  const graph = message(
    ...nodes.map((one): Field => [1, one]),
    [2, 'ranker'],
    ...constants.map((one): Field => [5, one]),
    [11, value('rows', inputs)],
    [12, value('scores', 1)],
  );
  const opset = (domain: string, version: number): Field => [8, message([1, domain], [2, version])];
  // Version 10 of the format is the first that knows ai.onnx.ml 5.
  const format = learning === 5 ? 10 : 8;
  const opsets = learning === 0 ? [opset('', 15)] : [opset('', 15), opset('ai.onnx.ml', learning)];
  return message([1, format], [2, 'vitrine'], [7, graph], ...opsets);
}

/** A float tensor [n, columns], where n has a name and no number. */
function value(name: string, columns: number): Uint8Array {
  const shape = message([1, message([2, 'n'])], [1, message([1, columns])]);
  return message([1, name], [2, message([1, message([1, FLOAT], [2, shape])])]);
}
