import type { DenseLayer } from '../../src/engine/kernels/dense.ts';
import type { TreeEnsemble } from '../../src/engine/ranking/trees/ensemble.ts';

// Just enough of ONNX (onnx/onnx.proto) for what the bench compares with: a forest of numbers without sets, and dense layers.

type Field = [number: number, value: Uint8Array | string | number];

/** A protobuf message: texts and messages by length, whole numbers as varints. */
function message(...fields: Field[]): Uint8Array {
  const bytes: number[] = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number') bytes.push(...varint(number * 8), ...varint(value));
    else {
      const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      bytes.push(...varint(number * 8 + 2), ...varint(content.length));
      for (const byte of content) bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
  return [...bytes, value];
}

const floats = (values: Iterable<number>) => new Uint8Array(Float32Array.from(values).buffer);

/** AttributeProto: by kind the number of the field and of the type. */
const ATTRIBUTE = {
  ints: (values: readonly number[]): Field[] => [
    [8, Uint8Array.from(values.flatMap(varint))],
    [20, 7],
  ],
  floats: (values: readonly number[]): Field[] => [
    [7, floats(values)],
    [20, 6],
  ],
  strings: (values: readonly string[]): Field[] => [...values.map((value): Field => [9, value]), [20, 8]],
  int: (value: number): Field[] => [
    [3, value],
    [20, 2],
  ],
};

const attribute = (name: string, fields: Field[]): Field => [5, message([1, name], ...fields)];

function node(type: string, inputs: string[], output: string, attributes: Field[] = [], domain = ''): Field {
  const names = inputs.map((input): Field => [1, input]);
  return [1, message(...names, [2, output], [4, type], ...attributes, [7, domain])];
}

/** ValueInfoProto: float32 [rows, width]. */
function matrix(name: string, width: number): Uint8Array {
  const shape = message([1, message([2, 'rows'])], [1, message([1, width])]);
  return message([1, name], [2, message([1, message([1, 1], [2, shape])])]);
}

/** ModelProto with an input `rows` and an output `scores`. */
function model(inputs: number, fields: Field[]): Uint8Array {
  const graph = message(...fields, [2, 'ranker'], [11, matrix('rows', inputs)], [12, matrix('scores', 1)]);
  const operators = [
    [8, message([1, ''], [2, 17])],
    [8, message([1, 'ai.onnx.ml'], [2, 3])],
  ] satisfies Field[];
  return message([1, 8], [2, 'vitrine bench'], [7, graph], ...operators);
}

/** The forest as a TreeEnsembleRegressor. */
export function forestModel({ inputs, trees, base }: TreeEnsemble): Uint8Array {
  const columns = {
    tree: [] as number[],
    node: [] as number[],
    feature: [] as number[],
    value: [] as number[],
    mode: [] as string[],
    yes: [] as number[],
    no: [] as number[],
    missingYes: [] as number[],
  };
  const leaves = { tree: [] as number[], node: [] as number[], weight: [] as number[] };
  trees.forEach((tree, t) => {
    const nodes = tree.feature.length;
    const idOf = (child: number) => (child < 0 ? nodes + ~child : child);
    for (let id = 0; id < nodes + tree.leaves.length; id++) {
      const isLeaf = id >= nodes;
      columns.tree.push(t);
      columns.node.push(id);
      columns.feature.push(isLeaf ? 0 : tree.feature[id]!);
      columns.value.push(isLeaf ? 0 : tree.threshold[id]!);
      columns.mode.push(isLeaf ? 'LEAF' : 'BRANCH_LEQ');
      columns.yes.push(isLeaf ? 0 : idOf(tree.left[id]!));
      columns.no.push(isLeaf ? 0 : idOf(tree.right[id]!));
      columns.missingYes.push(isLeaf ? 0 : tree.missingLeft[id]!);
      if (!isLeaf) continue;
      leaves.tree.push(t);
      leaves.node.push(id);
      leaves.weight.push(tree.leaves[id - nodes]!);
    }
  });
  const attributes = [
    attribute('n_targets', ATTRIBUTE.int(1)),
    attribute('base_values', ATTRIBUTE.floats([base])),
    attribute('nodes_treeids', ATTRIBUTE.ints(columns.tree)),
    attribute('nodes_nodeids', ATTRIBUTE.ints(columns.node)),
    attribute('nodes_featureids', ATTRIBUTE.ints(columns.feature)),
    attribute('nodes_values', ATTRIBUTE.floats(columns.value)),
    attribute('nodes_modes', ATTRIBUTE.strings(columns.mode)),
    attribute('nodes_truenodeids', ATTRIBUTE.ints(columns.yes)),
    attribute('nodes_falsenodeids', ATTRIBUTE.ints(columns.no)),
    attribute('nodes_missing_value_tracks_true', ATTRIBUTE.ints(columns.missingYes)),
    attribute('target_treeids', ATTRIBUTE.ints(leaves.tree)),
    attribute('target_nodeids', ATTRIBUTE.ints(leaves.node)),
    attribute('target_ids', ATTRIBUTE.ints(leaves.tree.map(() => 0))),
    attribute('target_weights', ATTRIBUTE.floats(leaves.weight)),
  ];
  return model(inputs, [node('TreeEnsembleRegressor', ['rows'], 'scores', attributes, 'ai.onnx.ml')]);
}

/** The layers as Gemm and Relu by turns. */
export function denseModel(layers: readonly DenseLayer[]): Uint8Array {
  const fields: Field[] = [];
  const tensor = (name: string, dims: number[], values: Float32Array): Field => [
    5,
    message(...dims.map((dim): Field => [1, dim]), [2, 1], [8, name], [9, floats(values)]),
  ];
  let from = 'rows';
  layers.forEach(({ weights, bias }, layer) => {
    const isLast = layer === layers.length - 1;
    fields.push(tensor(`w${layer}`, [bias.length, weights.length / bias.length], weights));
    fields.push(tensor(`b${layer}`, [bias.length], bias));
    const to = isLast ? 'scores' : `y${layer}`;
    fields.push(node('Gemm', [from, `w${layer}`, `b${layer}`], to, [attribute('transB', ATTRIBUTE.int(1))]));
    if (!isLast) fields.push(node('Relu', [to], `z${layer}`));
    from = `z${layer}`;
  });
  return model(layers[0]!.weights.length / layers[0]!.bias.length, fields);
}
