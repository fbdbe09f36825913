import type { RankerModel } from '../../../engine/ranking/content.ts';
import * as onnx from './onnxModel.ts';

/**
 * Dense layers as an ONNX model: input `rows` float32 [n, inputs], output `scores` float32 [n, 1], the prediction. What is missing has to be
 * 0 there, as the engine makes it.
 */
export function exportDense({ layers, link, slope }: Extract<RankerModel, { kind: 'dense' }>): Uint8Array {
  const nodes: Uint8Array[] = [];
  const constants: Uint8Array[] = [];
  const scale = link === 'logistic' ? slope : 1;
  let name = 'rows';
  layers.forEach(({ weights, bias }, layer) => {
    const isLast = layer === layers.length - 1;
    const scaled = (values: Float32Array) => (isLast ? values.map((value) => value * scale) : values);
    const [w, b] = [`w${layer}`, `b${layer}`];
    constants.push(onnx.tensor(scaled(weights), [bias.length, weights.length / bias.length], w));
    constants.push(onnx.tensor(scaled(bias), [bias.length], b));
    const output = isLast && link === 'identity' ? 'scores' : `layer${layer}`;
    nodes.push(onnx.node('Gemm', [name, w, b], output, [onnx.int('transB', 1)]));
    name = output;
    if (isLast) return;
    nodes.push(onnx.node('Relu', [name], `relu${layer}`));
    name = `relu${layer}`;
  });
  if (link === 'logistic') nodes.push(onnx.node('Sigmoid', [name], 'scores'));
  return onnx.model(nodes, constants, layers[0]!.weights.length / layers[0]!.bias.length, 0);
}
