import type { Dense, DenseLayer } from './dense.ts';
import { createJsDense } from './js-dense.ts';
import type { Kernels } from './kernels.ts';
import { createWasmDense } from './wasm-dense.ts';

/**
 * Dense layers by the kernels' module, or by their plain-JS twin, which gives the same bits, where there is none, its memory cannot
 * grow, or it miscounts. Apart from `Kernels`, so that only a bundle that has layers brings the code for them.
 * @throws BUNDLE_LAYOUT where the layers do not fit each other
 */
export function createDense({ linked }: Kernels, layers: readonly DenseLayer[]): Dense {
  if (!linked) return createJsDense(layers);
  const create = (own: readonly DenseLayer[]) => createWasmDense(linked.exports, linked.arena, own);
  try {
    return isSound(create) ? create(layers) : createJsDense(layers);
  } catch (thrown) {
    if (thrown instanceof RangeError) return createJsDense(layers);
    throw thrown;
  }
}

/** Whether two small layers come out as the twin computes them: some engines have shipped SIMD that compiles and miscounts. */
function isSound(create: (layers: readonly DenseLayer[]) => Dense): boolean {
  const numbers = (length: number, step: number) =>
    Float32Array.from({ length }, (_, i) => ((i * step) % 101) / 50 - 1.01);
  const layers = [
    { weights: numbers(19 * 5, 37), bias: numbers(19, 7) },
    { weights: numbers(3 * 19, 61), bias: numbers(3, 3) },
  ];
  const expected = createJsDense(layers).run(numbers(10, 29), 2);
  return create(layers)
    .run(numbers(10, 29), 2)
    .every((value, i) => Object.is(value, expected[i]));
}
