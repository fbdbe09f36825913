import { createArena } from '../arena.ts';
import { checkLayers, type DenseLayer, floorOf } from '../dense.ts';
import { createRun, ROWS } from './rows.ts';
import type { TreeScorer } from './scorer.ts';

export interface LayerExports {
  memory: WebAssembly.Memory;
  fillInputs(rows: number, rowBytes: number, inputs: number, x: number, width: number): void;
  addLayer(
    weights: number,
    bias: number,
    x: number,
    y: number,
    inputs: number,
    outputs: number,
    width: number,
    floor: number,
  ): void;
}

/** Rows that the module takes at least. */
const BATCH = 16;

/**
 * Dense layers of one output in a memory of their own.
 * @throws BUNDLE_LAYOUT, RangeError where the memory cannot grow
 */
export function createWasmLayers(exports: LayerExports, layers: readonly DenseLayer[]): TreeScorer {
  const { inputs } = checkLayers(layers);
  const arena = createArena(exports.memory);
  const put = (array: Float32Array) => {
    const at = arena.allocate(array.byteLength);
    new Float32Array(arena.buffer(), at, array.length).set(array);
    return at;
  };
  const first = arena.allocate(inputs * ROWS * 4);
  let x = first;
  const placed = layers.map(({ weights, bias }, layer) => {
    const outputs = bias.length;
    const from = x;
    x = arena.allocate(outputs * ROWS * 4);
    const own = { weights: put(weights), bias: put(bias), x: from, y: x };
    return { ...own, inputs: weights.length / outputs, outputs, floor: floorOf(layers, layer) };
  });
  const run = createRun(arena, inputs, (rows, margins, count) => {
    const width = Math.ceil(count / BATCH) * BATCH * 4;
    exports.fillInputs(rows.at, rows.bytes, inputs, first, width);
    for (const own of placed)
      exports.addLayer(own.weights, own.bias, own.x, own.y, own.inputs, own.outputs, width, own.floor);
    new Float64Array(arena.buffer(), margins, count).set(new Float32Array(arena.buffer(), x, count));
  });
  return { inputs, kind: 'wasm', run };
}
