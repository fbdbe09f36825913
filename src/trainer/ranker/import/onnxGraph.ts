import { fail } from '../../../errors/failAny.ts';
import {
  bytesOf,
  floatsOf,
  intOf,
  intsOf,
  type Message,
  messagesOf,
  numbersIn,
  readMessage,
  textOf,
  textsOf,
} from './protobuf.ts';

/** A tensor with its numbers; those of a type that no ranker needs are not read. */
export interface OnnxTensor {
  dims: number[];
  values: number[] | undefined;
}

export interface OnnxNode {
  operator: string;
  inputs: string[];
  outputs: string[];
  attributes: Map<string, OnnxAttribute>;
}

/** One of these is what the attribute's type says; the others are as protobuf has what is not there. */
export interface OnnxAttribute {
  float: number;
  int: number;
  text: string;
  floats: number[];
  ints: number[];
  texts: string[];
  tensor: OnnxTensor | undefined;
}

/** What a graph takes or gives: dimensions, 0 where one is open; undefined for what is no tensor. */
export interface OnnxValue {
  name: string;
  dims: number[] | undefined;
}

/** The graph of an ONNX model, as far as a ranker can be read from it. */
export interface OnnxGraph {
  nodes: OnnxNode[];
  constants: Map<string, OnnxTensor>;
  inputs: OnnxValue[];
  outputs: OnnxValue[];
}

/** Types of TensorProto that are read: where their numbers lie when they are not raw. */
const TYPES: Record<number, { raw: Parameters<typeof numbersIn>[1]; typed: (tensor: Message) => number[] }> = {
  1: { raw: 'f32', typed: (tensor) => floatsOf(tensor, 4) },
  2: { raw: 'u8', typed: (tensor) => intsOf(tensor, 5) },
  6: { raw: 'i32', typed: (tensor) => intsOf(tensor, 5) },
  7: { raw: 'i64', typed: (tensor) => intsOf(tensor, 7) },
  11: { raw: 'f64', typed: (tensor) => floatsOf(tensor, 10, 8) },
};

/** Reads a model file (onnx.proto). @throws RANKER_INVALID where it is none */
export function readOnnxGraph(bytes: Uint8Array): OnnxGraph {
  const [graph] = messagesOf(readMessage(bytes), 7);
  if (!graph) throw fail('RANKER_INVALID', 'as ONNX, it has no graph');
  const constants = new Map(messagesOf(graph, 5).map((tensor) => [textOf(tensor, 8), readTensor(tensor)]));
  const nodes = messagesOf(graph, 1).map(readNode);
  if (nodes.length === 0) throw fail('RANKER_INVALID', 'as ONNX, its graph has no node');
  // Older files list constants as inputs too.
  const inputs = messagesOf(graph, 11)
    .map(readValue)
    .filter(({ name }) => !constants.has(name));
  return { nodes, constants, inputs, outputs: messagesOf(graph, 12).map(readValue) };
}

function readNode(node: Message): OnnxNode {
  const attributes = messagesOf(node, 5).map((attribute): [string, OnnxAttribute] => {
    const [tensor] = messagesOf(attribute, 5);
    return [
      textOf(attribute, 1),
      {
        float: floatsOf(attribute, 2).at(-1) ?? 0,
        int: intOf(attribute, 3),
        text: textOf(attribute, 4),
        floats: floatsOf(attribute, 7),
        ints: intsOf(attribute, 8),
        texts: textsOf(attribute, 9),
        tensor: tensor && readTensor(tensor),
      },
    ];
  });
  return {
    operator: textOf(node, 4),
    inputs: textsOf(node, 1),
    outputs: textsOf(node, 2),
    attributes: new Map(attributes),
  };
}

function readTensor(tensor: Message): OnnxTensor {
  const dims = intsOf(tensor, 1);
  const type = TYPES[intOf(tensor, 2)];
  const raw = bytesOf(tensor, 9).at(-1);
  const values = type && (raw && raw.length > 0 ? numbersIn(raw, type.raw) : type.typed(tensor));
  // Numbers that lie in another file, or too few of them, are not there.
  return { dims, values: values?.length === dims.reduce((size, one) => size * one, 1) ? values : undefined };
}

function readValue(value: Message): OnnxValue {
  const tensor = messagesOf(value, 2).flatMap((type) => messagesOf(type, 1))[0];
  const shape = tensor && messagesOf(tensor, 2)[0];
  return { name: textOf(value, 1), dims: shape && messagesOf(shape, 1).map((dimension) => intOf(dimension, 1)) };
}

/** The node that reads `name`, where one alone does. */
export function readerOf({ nodes }: OnnxGraph, name: string): OnnxNode | undefined {
  const readers = nodes.filter(({ inputs }) => inputs.includes(name));
  return readers.length === 1 ? readers[0] : undefined;
}

/** A node that gives its rows as it gets them, but for their type. */
export function isSameRows({ operator, attributes }: OnnxNode): boolean {
  return operator === 'Identity' || (operator === 'Cast' && [1, 11].includes(attributes.get('to')?.int ?? 0));
}

/** A node that gives one score a row, or one a class, in another form. */
export function isSameScores({ constants }: OnnxGraph, { operator, inputs }: OnnxNode): boolean {
  if (operator !== 'Mul') return ['Identity', 'Cast', 'Flatten', 'Reshape', 'Squeeze', 'ZipMap'].includes(operator);
  return inputs.some((name) => constants.get(name)?.values?.every((value) => value === 1));
}
