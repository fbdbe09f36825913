import type { TypedArray } from '../../../engine/bundle/bundle.ts';
import { packVectors } from '../../../engine/kernels/quantise.ts';
import { Random } from '../../random.ts';
import { shopperRows } from '../als.ts';
import type { Model } from '../model.ts';
import { contentRows } from './itemInputs.ts';
import { loadTensorflow, type Tensorflow } from './tensorflow.ts';
import { type Layer, runTower, tensorsOf } from './towers.ts';
import { trainTwoTowers } from './train.ts';

/** Items that go through the tower at once. */
const CHUNK = 4096;

/**
 * Two-tower network (Yi et al. 2019): user and item through dense layers of 256, 128 and 64, at length 1, trained by sampled softmax with
 * logQ correction. An item is its own embedding beside its content, category included; a user is the sum of those of the history, which
 * the device puts through the user tower (encoder `tower`). The items' side ships as vectors alone. Needs tfjs, with its wasm backend: steps of
 * 256 positives and 512 other items took 6,270 positives a second of processor time, on tfjs's cpu backend 220 (batches are made beside
 * that; one thread of a shared machine). Opt-in (`models.factors: 'two-tower'`): slower than ALS, and behind it on ml-latest-small.
 * @throws MISSING_PACKAGE
 */
export const twoTower: Model = {
  name: 'two-tower',
  table: 'factors',
  isOptIn: true,
  bytes(items, { layers, embedding, content }: { layers: number[]; embedding: number; content: number }) {
    const widths = [embedding + content, ...layers];
    const parameters = layers.reduce((sum, outputs, place) => sum + outputs * (widths[place]! + 1), 0);
    return 4 * parameters + items * (embedding + content + layers.at(-1)! + 8);
  },
  async fit(tables, context) {
    const { config, progress } = context;
    const settings = config.twoTower;
    const tf = await loadTensorflow();
    const random = new Random(config.seed, 'two-tower');
    const contents = await contentRows(tables, settings.content, random);
    const hasContent = contents.some((value) => value !== 0);
    const content = hasContent ? settings.content : 0;
    const { inputs, user, item } = await trainTwoTowers({
      ...settings,
      tf,
      histories: shopperRows(tables, context),
      contents: hasContent ? contents : new Float32Array(0),
      content,
      items: tables.items,
      random,
      progress: (done, total) => progress('two-tower', done, total),
    });
    const inputDimensions = settings.embedding + content;
    const dimensions = settings.layers.at(-1)!;
    const found = packVectors(runItems(tf, inputs, inputDimensions, item), dimensions);
    const read = packVectors(inputs, inputDimensions);
    return [
      {
        name: 'factors',
        load: 'first',
        params: { encoder: 'tower', dimensions, inputDimensions, normalise: 1 },
        arrays: {
          ...shippedLayers(user),
          inputs: read.packed,
          inputScales: read.scales,
          scales: found.scales,
          vectors: found.packed,
        },
      },
    ];
  },
};

/** The items through their tower; zeros for what has no input, for biases alone would be its taste. */
function runItems(tf: Tensorflow, inputs: Float32Array, width: number, layers: readonly Layer[]): Float32Array {
  const items = inputs.length / width;
  const dimensions = layers.at(-1)!.outputs;
  const vectors = new Float32Array(items * dimensions);
  for (let first = 0; first < items; first += CHUNK) {
    const count = Math.min(CHUNK, items - first);
    const rows = inputs.subarray(first * width, (first + count) * width);
    tf.tidy(() => {
      const { output } = runTower(tf, tf.tensor2d(rows, [count, width]), tensorsOf(tf, layers));
      vectors.set(output.dataSync<'float32'>(), first * dimensions);
    });
  }
  for (let item = 0; item < items; item++)
    if (inputs.subarray(item * width, (item + 1) * width).every((value) => value === 0))
      vectors.fill(0, item * dimensions, (item + 1) * dimensions);
  return vectors;
}

/** `w0`, `b0`, `w1` ...: weights outputs x inputs, as the device reads them. */
function shippedLayers(layers: readonly Layer[]): Record<string, TypedArray> {
  const arrays: Record<string, TypedArray> = {};
  layers.forEach(({ inputs, outputs, weights, bias }, place) => {
    arrays[`w${place}`] = Float32Array.from(
      { length: weights.length },
      (_, at) => weights[(at % inputs) * outputs + Math.floor(at / inputs)]!,
    );
    arrays[`b${place}`] = bias;
  });
  return arrays;
}
