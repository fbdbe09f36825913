import type { Kernels } from '../../kernels/kernels.ts';
import type { RankerModel } from '../content.ts';
import { marginOf } from '../trees/ensemble.ts';

export interface Scorer {
  run(columns: Float32Array, count: number, stride: number): Float64Array;
}

export function createScorer(model: RankerModel, _: { kernels: Kernels; trees: WebAssembly.Module | undefined }): Scorer {
  return {
    run(columns, count, stride) {
      const margins = new Float64Array(count);
      if (model.kind !== 'trees') return margins;
      const row = new Float32Array(model.ensemble.inputs);
      for (let r = 0; r < count; r++) {
        for (let f = 0; f < row.length; f++) row[f] = columns[f * stride + r]!;
        margins[r] = marginOf(model.ensemble, row);
      }
      return margins;
    },
  };
}
