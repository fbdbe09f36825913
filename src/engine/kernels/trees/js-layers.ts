import type { DenseLayer } from '../dense.ts';
import { createJsDense } from '../js-dense.ts';
import type { TreeScorer } from './scorer.ts';

/** Dense layers of one output in plain JavaScript, row by row. @throws BUNDLE_LAYOUT */
export function createJsLayers(layers: readonly DenseLayer[]): TreeScorer {
  const dense = createJsDense(layers);
  const { inputs } = dense;
  return {
    inputs,
    kind: 'js',
    run(columns, count, stride) {
      const rows = new Float32Array(count * inputs);
      for (let input = 0; input < inputs; input++)
        for (let row = 0; row < count; row++) {
          const value = columns[input * stride + row]!;
          rows[row * inputs + input] = Number.isNaN(value) ? 0 : value;
        }
      return Float64Array.from(dense.run(rows, count));
    },
  };
}
