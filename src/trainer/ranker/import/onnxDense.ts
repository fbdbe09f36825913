import type { DenseLayer } from '../../../engine/kernels/dense.ts';
import type { RankerModel } from '../../../engine/ranking/content.ts';
import { fail } from '../../../errors/failAny.ts';
import { isSameRows, isSameScores, type OnnxGraph, type OnnxNode, readerOf } from './onnxGraph.ts';

type Dense = Extract<RankerModel, { kind: 'dense' }>;

/** Widest layer: a megabyte of weights for a thousand inputs is more than a page should fetch. */
const MOST_WIDTH = 4096;

/**
 * A graph that is a chain of dense layers (Gemm, or MatMul and Add) with Relu between them, of one output, which a Sigmoid may follow; undefined
 * where it is anything else.
 * @throws RANKER_INVALID where a weight is no finite number
 */
export function readOnnxDense(graph: OnnxGraph): { model: Dense; inputs: number } | undefined {
  if (graph.inputs.length !== 1 || graph.outputs.length !== 1) return undefined;
  const layers: DenseLayer[] = [];
  let link: Dense['link'] = 'identity';
  let name = graph.inputs[0]!.name;
  let rest = graph.nodes.length;
  let isOpen = true;
  for (; name !== graph.outputs[0]!.name; rest--) {
    const node = readerOf(graph, name);
    if (!node || rest === 0 || link === 'logistic') return undefined;
    const width = layers.at(-1)?.bias.length;
    if (isOpen ? isSameRows(node) : width === 1 && isSameScores(graph, node)) {
      // Handed on as it is.
    } else if (node.operator === 'Relu' && !isOpen) isOpen = true;
    else if (node.operator === 'Sigmoid' && !isOpen) link = 'logistic';
    else if (node.operator === 'Add' && !isOpen) {
      const last = layers.pop()!;
      const bias = addend(graph, node, name, last.bias.length);
      if (!bias) return undefined;
      layers.push({ weights: last.weights, bias: last.bias.map((own, o) => own + bias[o]!) });
    } else {
      const layer = isOpen ? readLayer(graph, node, name) : undefined;
      if (!layer || (width !== undefined && layer.weights.length !== width * layer.bias.length)) return undefined;
      layers.push(layer);
      isOpen = false;
    }
    name = node.outputs[0]!;
  }
  if (rest > 0 || isOpen || layers.at(-1)!.bias.length !== 1) return undefined;
  for (const { weights, bias } of layers)
    if (!weights.every(Number.isFinite) || !bias.every(Number.isFinite))
      throw fail('RANKER_INVALID', 'a weight of a dense layer is no finite number');
  return {
    model: { kind: 'dense', layers, link, slope: 1 },
    inputs: layers[0]!.weights.length / layers[0]!.bias.length,
  };
}

function readLayer(graph: OnnxGraph, node: OnnxNode, name: string): DenseLayer | undefined {
  if ((node.operator !== 'Gemm' && node.operator !== 'MatMul') || node.inputs[0] !== name) return undefined;
  const matrix = graph.constants.get(node.inputs[1] ?? '');
  const [rows, columns] = matrix?.dims ?? [];
  if (!matrix?.values || matrix.dims.length !== 2 || !rows || !columns) return undefined;
  const isGemm = node.operator === 'Gemm';
  const float = (key: string) => (isGemm ? (node.attributes.get(key)?.float ?? 1) : 1);
  const isTurned = isGemm && node.attributes.get('transB')?.int === 1;
  if (isGemm && (node.attributes.get('transA')?.int ?? 0) !== 0) return undefined;
  const [inputs, outputs] = isTurned ? [columns, rows] : [rows, columns];
  if (outputs > MOST_WIDTH) return undefined;
  const [alpha, beta, values] = [float('alpha'), float('beta'), matrix.values];
  const weights = new Float32Array(inputs * outputs);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      weights[o * inputs + i] = alpha * values[isTurned ? o * inputs + i : i * outputs + o]!;
  const given = isGemm && node.inputs[2] ? constantOf(graph, node.inputs[2], outputs) : new Float32Array(outputs);
  return given && { weights, bias: given.map((own) => beta * own) };
}

/** The constant that an Add adds to `name`. */
function addend(graph: OnnxGraph, { inputs }: OnnxNode, name: string, width: number): Float32Array | undefined {
  const other = inputs[0] === name ? inputs[1] : inputs[0];
  return inputs.length === 2 && other !== undefined ? constantOf(graph, other, width) : undefined;
}

/** A constant of one row, or one number for all. */
function constantOf({ constants }: OnnxGraph, name: string, width: number): Float32Array | undefined {
  const values = constants.get(name)?.values;
  if (values?.length === width) return Float32Array.from(values);
  return values?.length === 1 ? new Float32Array(width).fill(values[0]!) : undefined;
}
