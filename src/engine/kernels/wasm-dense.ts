import type { Arena } from './arena.ts';
import { checkLayers, type Dense, type DenseLayer, floorOf } from './dense.ts';

export interface DenseExports {
  dense(weights: number, bias: number, x: number, y: number, inputs: number, stride: number, floor: number): void;
}

/** Outputs that the module computes at once. */
const LANES = 16;

/**
 * Dense layers whose weights live in the arena, transposed.
 * @throws BUNDLE_LAYOUT, RangeError where the memory cannot grow
 */
export function createWasmDense(exports: DenseExports, arena: Arena, layers: readonly DenseLayer[]): Dense {
  const { inputs, outputs } = checkLayers(layers);
  let from = arena.allocate(inputs * 4);
  const atInput = from;
  let width = inputs;
  const placed = layers.map(({ weights, bias }, layer) => {
    const stride = Math.ceil(bias.length / LANES) * LANES;
    const at = { weights: arena.allocate(width * stride * 4), bias: arena.allocate(stride * 4), x: from, width };
    const y = arena.allocate(stride * 4);
    const memory = new Float32Array(arena.buffer());
    memory.set(bias, at.bias / 4);
    for (let o = 0; o < bias.length; o++)
      for (let i = 0; i < width; i++) memory[at.weights / 4 + i * stride + o] = weights[o * width + i]!;
    from = y;
    width = bias.length;
    return { ...at, y, stride: stride * 4, floor: floorOf(layers, layer) };
  });
  return {
    inputs,
    outputs,
    run(x, count = 1) {
      const answer = new Float32Array(count * outputs);
      const buffer = arena.buffer();
      const input = new Float32Array(buffer, atInput, inputs);
      const output = new Float32Array(buffer, from, outputs);
      for (let row = 0; row < count; row++) {
        input.set(x.subarray(row * inputs, (row + 1) * inputs));
        for (const layer of placed)
          exports.dense(layer.weights, layer.bias, layer.x, layer.y, layer.width, layer.stride, layer.floor);
        answer.set(output, row * outputs);
      }
      return answer;
    },
  };
}
