import type { SectionContent } from '../../engine/bundle/write.ts';
import { packVectors } from '../../engine/kernels/quantise.ts';
import type { TrainConfig } from '../config.ts';
import { readEncoder } from '../onnx/encoder.ts';
import type { Model } from './model.ts';

/** Scanners take widths of this. */
const WIDTH = 16;

/**
 * A sequence encoder that was trained elsewhere (docs/onnx.md): its item vectors as int8, and the model itself, which devices run with
 * onnxruntime-web. Nothing is learned here but what the rest of the recipe makes of it.
 */
export const onnx: Model = {
  name: 'onnx',
  table: 'factors',
  async fit(tables, { config }) {
    const { model, length, width, ids, vectors } = await readEncoder(config.onnx);
    const dimensions = Math.ceil(width / WIDTH) * WIDTH;
    const indexOf = new Map(ids.map((id, i) => [id, i + 1]));
    const indices = Uint32Array.from(tables.catalogue.ids, (id) => indexOf.get(id) ?? 0);
    const rows = new Float32Array(tables.items * dimensions);
    indices.forEach((index, item) => {
      if (index > 0) rows.set(vectors.subarray((index - 1) * width, index * width), item * dimensions);
    });
    const { packed, scales } = packVectors(rows, dimensions);
    const sections: SectionContent[] = [
      {
        name: 'factors',
        load: 'first',
        params: { encoder: 'onnx', dimensions, outputs: width, length },
        arrays: { vectors: packed, scales, indices },
      },
      { name: 'onnx', load: 'later', params: { length, outputs: width }, arrays: { model } },
    ];
    return sections;
  },
};

/** The models with a given encoder in place of every other family of factors, where the config names one. */
export function withEncoder(models: readonly Model[], config: TrainConfig): readonly Model[] {
  if (config.onnx.model === undefined) return models;
  return [...models.filter(({ table }) => table !== 'factors'), onnx];
}
