import { checkLayers, type Dense, type DenseLayer, floorOf } from './dense.ts';

const { fround } = Math;

/** Dense layers in plain JavaScript: each output takes its terms in the order of the inputs, as in the WASM twin. @throws BUNDLE_LAYOUT */
export function createJsDense(layers: readonly DenseLayer[]): Dense {
  const { inputs, outputs } = checkLayers(layers);
  const buffers = layers.map(({ bias }) => new Float32Array(bias.length));
  return {
    inputs,
    outputs,
    run(x, count = 1) {
      const answer = new Float32Array(count * outputs);
      for (let row = 0; row < count; row++) {
        let values: Float32Array = x.subarray(row * inputs, (row + 1) * inputs);
        layers.forEach(({ weights, bias }, layer) => {
          multiply(weights, bias, values, buffers[layer]!, floorOf(layers, layer));
          values = buffers[layer]!;
        });
        answer.set(values, row * outputs);
      }
      return answer;
    },
  };
}

/** y = max(floor, bias + W x), four outputs at a time: their sums do not wait for one another. */
function multiply(weights: Float32Array, bias: Float32Array, x: Float32Array, y: Float32Array, floor: number): void {
  const width = x.length;
  const outputs = y.length;
  let o = 0;
  for (; o + 4 <= outputs; o += 4) {
    let a = bias[o]!;
    let b = bias[o + 1]!;
    let c = bias[o + 2]!;
    let d = bias[o + 3]!;
    for (let i = 0, w = o * width; i < width; i++, w++) {
      const value = x[i]!;
      a = fround(a + fround(value * weights[w]!));
      b = fround(b + fround(value * weights[w + width]!));
      c = fround(c + fround(value * weights[w + 2 * width]!));
      d = fround(d + fround(value * weights[w + 3 * width]!));
    }
    y[o] = Math.max(a, floor);
    y[o + 1] = Math.max(b, floor);
    y[o + 2] = Math.max(c, floor);
    y[o + 3] = Math.max(d, floor);
  }
  for (; o < outputs; o++) {
    let sum = bias[o]!;
    for (let i = 0; i < width; i++) sum = fround(sum + fround(x[i]! * weights[o * width + i]!));
    y[o] = Math.max(sum, floor);
  }
}
