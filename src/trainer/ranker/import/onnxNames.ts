import { fail } from '../../../errors/failAny.ts';
import { node } from '../export/onnxModel.ts';
import { type Field, message } from '../export/protobufWriter.ts';
import { readOnnxGraph } from './onnxGraph.ts';
import { bytesOf, type Message, readMessage } from './protobuf.ts';

/** The names that serving gives rows by and asks scores by. */
const INPUT = 'rows';
const OUTPUT = 'scores';

/** Fields of onnx.proto: a model's graph; a graph's nodes, inputs, outputs; the name of an input or output. */
const [GRAPH, NODE, GRAPH_INPUT, GRAPH_OUTPUT, NAME] = [7, 1, 11, 12, 1];

/**
 * A model of one input and one output with these named `rows` and `scores`, by nodes that hand them on: nothing else of it changes. What takes or
 * gives more stays as it is.
 * @throws RANKER_INVALID; RANKER_UNSUPPORTED where something else in it has one of the names
 */
export function withServingNames(bytes: Uint8Array): Uint8Array {
  const { inputs, outputs, nodes, constants } = readOnnxGraph(bytes);
  const [input, output] = [inputs[0], outputs[0]];
  if (!input || !output || inputs.length > 1 || outputs.length > 1) return bytes;
  if (input.name === INPUT && output.name === OUTPUT) return bytes;
  const taken = new Set([...constants.keys(), ...nodes.flatMap((one) => one.outputs)]);
  for (const [name, own] of [
    [INPUT, input.name],
    [OUTPUT, output.name],
  ] as const)
    if (name !== own && taken.has(name)) throw fail('RANKER_UNSUPPORTED', `"${name}" names something within the model`);
  const model = readMessage(bytes);
  const graph = readMessage(bytesOf(model, GRAPH)[0]!);
  const before = input.name === INPUT ? [] : [node('Identity', [INPUT], input.name)];
  const behind = output.name === OUTPUT ? [] : [node('Identity', [output.name], OUTPUT)];
  graph.set(NODE, [...before, ...bytesOf(graph, NODE), ...behind]);
  rename(graph, GRAPH_INPUT, input.name, INPUT);
  rename(graph, GRAPH_OUTPUT, output.name, OUTPUT);
  model.set(GRAPH, [write(graph)]);
  return write(model);
}

function rename(graph: Message, field: number, from: string, to: string): void {
  graph.set(
    field,
    bytesOf(graph, field).map((bytes) => {
      const value = readMessage(bytes);
      const isIt = new TextDecoder().decode(bytesOf(value, NAME).at(-1)) === from;
      return isIt ? write(value.set(NAME, [new TextEncoder().encode(to)])) : bytes;
    }),
  );
}

/** Of messages whose fields are varints, texts and messages, as those of models, graphs and their values are. */
function write(fields: Message): Uint8Array {
  return message(
    ...[...fields].flatMap(([field, values]) =>
      values.map((value): Field => [field, typeof value === 'bigint' ? Number(value) : value]),
    ),
  );
}
