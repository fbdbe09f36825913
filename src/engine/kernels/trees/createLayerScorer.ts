import { fail } from '../../../errors/fail.ts';
import { checkLayers, type DenseLayer } from '../dense.ts';
import { createJsLayers } from './js-layers.ts';
import type { TreeScorer } from './scorer.ts';
import { createWasmLayers, type LayerExports } from './wasm-layers.ts';

/**
 * Dense layers of one output over many rows by `trees.wasm`, a missing value as 0; or by their plain-JS twin, which gives the same bits,
 * where there is no module, its memory cannot grow, or it miscounts. The numbers are those of `createDense`, which is for one row at a time.
 * @throws BUNDLE_LAYOUT where the layers do not fit each other, or have not one output
 */
export function createLayerScorer(module: WebAssembly.Module | undefined, layers: readonly DenseLayer[]): TreeScorer {
  const { outputs } = checkLayers(layers);
  if (outputs !== 1) throw fail('BUNDLE_LAYOUT', `a dense ranker of ${outputs} outputs`);
  try {
    if (module && isSound(module)) return createWasm(module, layers);
  } catch {
    // No SIMD, no memory: the twin answers.
  }
  return createJsLayers(layers);
}

const createWasm = (module: WebAssembly.Module, layers: readonly DenseLayer[]) =>
  createWasmLayers(new WebAssembly.Instance(module, {}).exports as unknown as LayerExports, layers);

/** Whether small layers come out as the twin computes them: some engines have shipped SIMD that compiles and miscounts. */
function isSound(module: WebAssembly.Module): boolean {
  const numbers = (length: number, step: number) =>
    Float32Array.from({ length }, (_, i) => ((i * step) % 101) / 50 - 1.01);
  const layers = [
    { weights: numbers(7 * 5, 37), bias: numbers(7, 7) },
    { weights: numbers(7, 61), bias: numbers(1, 3) },
  ];
  const columns = numbers(5 * 20, 29).fill(Number.NaN, 3, 5);
  const expected = createJsLayers(layers).run(columns, 20, 20);
  return createWasm(module, layers)
    .run(columns, 20, 20)
    .every((margin, row) => Object.is(margin, expected[row]));
}
