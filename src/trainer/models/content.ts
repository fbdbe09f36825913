import { packVectors } from '../../engine/kernels/quantise.ts';
import { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import type { Tables } from '../tables/tables.ts';
import { embedTexts } from '../text/embed.ts';
import { itemText } from '../text/itemText.ts';
import type { FitContext, Model } from './model.ts';
import { truncatedSvd } from './svd.ts';
import { termRows } from './terms.ts';

/**
 * What the catalogue says of its items: tf-idf of title, description, category path and brand, or the vectors of a sentence model, reduced to
 * `dimensions` by a truncated SVD (latent semantic analysis; Deerwester et al. 1990), at length 1, int8. An item without text, or of whose
 * words no other item has one, is the zero vector: the source is silent about it. Needs no interaction: an item is found on its
 * first day. No section where the catalogue has no words.
 */
export const content: Model = {
  name: 'content',
  table: 'content',
  async fit(tables, context) {
    const { dimensions } = context.config.content;
    const vectors = await contentVectors(tables, context);
    if (!vectors) return [];
    const { packed, scales } = packVectors(vectors, dimensions);
    return [{ name: 'content', load: 'first', params: { dimensions }, arrays: { scales, vectors: packed } }];
  },
};

/**
 * The vectors before they are packed: items x dimensions, row-major, at length 1 or 0; undefined where nothing is written of any item.
 * @throws MISSING_PACKAGE, TEXT_MODEL
 */
export async function contentVectors(
  tables: Tables,
  { config, progress }: Pick<FitContext, 'config' | 'progress'>,
): Promise<Float32Array | undefined> {
  const { dimensions, rounds, vocabulary, textModel } = config.content;
  const { rows, terms } = textModel
    ? await sentenceRows(tables, config.content, progress)
    : termRows(tables, vocabulary);
  if (terms === 0) return undefined;
  const random = new Random(config.seed, 'content');
  const tell = (done: number, total: number) => progress('content', done, total);
  const vectors = await truncatedSvd(rows, { columns: terms, dimensions, rounds, random, progress: tell });
  for (let at = 0; at < vectors.length; at += dimensions) toLengthOne(vectors.subarray(at, at + dimensions));
  return vectors;
}

/** Sentence vectors as a matrix of full rows, the mean of all taken off: what every item of a shop has in common tells none apart. */
async function sentenceRows(
  tables: Tables,
  { textModel, textDigest }: FitContext['config']['content'],
  progress: FitContext['progress'],
): Promise<{ rows: Rows; terms: number }> {
  const texts = Array.from({ length: tables.items }, (_, item) => itemText(tables, item));
  const { vectors, width } = await embedTexts(texts, {
    model: textModel!,
    digest: textDigest,
    progress: (done, total) => progress('text model', done, total),
  });
  const mean = new Float64Array(width);
  const described = texts.filter((text) => text !== '').length;
  for (let at = 0; at < vectors.length; at++) mean[at % width]! += vectors[at]! / described;
  const offsets = new Int32Array(tables.items + 1);
  const columns: number[] = [];
  const values: number[] = [];
  texts.forEach((text, item) => {
    for (let d = 0; d < width && text !== ''; d++) {
      columns.push(d);
      values.push(vectors[item * width + d]! - mean[d]!);
    }
    offsets[item + 1] = columns.length;
  });
  return { rows: { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) }, terms: width };
}

/** In place. What has next to no length in the kept dimensions is about nothing they tell, and becomes zero. */
function toLengthOne(vector: Float32Array): void {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const factor = sum > 1e-6 ? 1 / Math.sqrt(sum) : 0;
  for (let d = 0; d < vector.length; d++) vector[d] = vector[d]! * factor;
}
