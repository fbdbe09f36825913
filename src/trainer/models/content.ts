import { packVectors } from '../../engine/kernels/quantise.ts';
import { Random } from '../random.ts';
import type { Model } from './model.ts';
import { truncatedSvd } from './svd.ts';
import { termRows } from './terms.ts';

/**
 * What the catalogue says of its items: tf-idf of title, description, category path and brand, reduced to `dimensions` by a truncated
 * SVD (latent semantic analysis; Deerwester et al. 1990), at length 1, int8. An item without text, or of whose words no other item has
 * one, is the zero vector: the source is silent about it. Needs no interaction: an item is found on its first day.
 * No section where the catalogue has no words.
 */
export const content: Model = {
  name: 'content',
  table: 'content',
  async fit(tables, { config, progress }) {
    const { dimensions, rounds, vocabulary } = config.content;
    const { rows, terms } = termRows(tables, vocabulary);
    if (terms === 0) return [];
    const random = new Random(config.seed, 'content');
    const tell = (done: number, total: number) => progress('content', done, total);
    const vectors = await truncatedSvd(rows, { columns: terms, dimensions, rounds, random, progress: tell });
    for (let at = 0; at < vectors.length; at += dimensions) toLengthOne(vectors.subarray(at, at + dimensions));
    const { packed, scales } = packVectors(vectors, dimensions);
    return [{ name: 'content', load: 'first', params: { dimensions }, arrays: { scales, vectors: packed } }];
  },
};

/** In place. What has next to no length in the kept dimensions is about nothing they tell, and becomes zero. */
function toLengthOne(vector: Float32Array): void {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const factor = sum > 1e-6 ? 1 / Math.sqrt(sum) : 0;
  for (let d = 0; d < vector.length; d++) vector[d] = vector[d]! * factor;
}
