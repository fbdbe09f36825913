import type { Warp } from '../../kernels/warpPieces.ts';
import type { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';

/** Embeddings of features with their Adagrad state (Duchi, Hazan, Singer 2011), float32, row-major: features x dimensions. */
export interface Embedding {
  readonly dimensions: number;
  readonly vectors: Float32Array;
  /** Sum of squared gradients per value, from 1: the first step has the full rate. */
  readonly squares: Float32Array;
  /** One bias a feature and its state; empty where a model has none. */
  readonly biases: Float32Array;
  readonly biasSquares: Float32Array;
}

/** Without biases; uniform in +-0.5 / dimensions, as LightFM begins. */
export function createEmbedding(features: number, dimensions: number, random: Random): Embedding {
  return {
    dimensions,
    vectors: Float32Array.from({ length: features * dimensions }, () => (random.next() - 0.5) / dimensions),
    squares: new Float32Array(features * dimensions).fill(1),
    biases: new Float32Array(0),
    biasSquares: new Float32Array(0),
  };
}

/** Copies of what the kernel has learnt, so that its memory can go. */
export function embeddings({ pieces }: Warp, dimensions: number): { users: Embedding; items: Embedding } {
  return {
    users: {
      dimensions,
      vectors: pieces.userVectors.slice(),
      squares: pieces.userSquares.slice(),
      biases: new Float32Array(0),
      biasSquares: new Float32Array(0),
    },
    items: {
      dimensions,
      vectors: pieces.itemVectors.slice(),
      squares: pieces.itemSquares.slice(),
      biases: pieces.itemBiases.slice(),
      biasSquares: pieces.itemBiasSquares.slice(),
    },
  };
}

/** Adds factor x the sum of the weighted features of `row` to `into`, in their order. */
export function addFeatures(
  { vectors, dimensions }: Embedding,
  { offsets, columns, values }: Rows,
  row: number,
  factor: number,
  into: Float64Array | Float32Array,
): void {
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    const weight = factor * values[at]!;
    const from = columns[at]! * dimensions;
    for (let d = 0; d < dimensions; d++) into[d]! += weight * vectors[from + d]!;
  }
}

/** One Adagrad step of every feature of `row` along `gradient` x `factor` (down it). */
export function stepFeatures(
  { vectors, squares, dimensions }: Embedding,
  { offsets, columns, values }: Rows,
  row: number,
  factor: number,
  gradient: Float64Array | Float32Array,
  rate: number,
): void {
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    const weight = factor * values[at]!;
    const from = columns[at]! * dimensions;
    for (let d = 0; d < dimensions; d++) {
      const slope = weight * gradient[d]!;
      const sum = squares[from + d]!;
      vectors[from + d]! -= (rate * slope) / Math.sqrt(sum);
      squares[from + d] = sum + slope * slope;
    }
  }
}

/** The sum of each row's features: rows x dimensions. */
export function representations(embedding: Embedding, rows: Rows): Float32Array {
  const { dimensions } = embedding;
  const count = rows.offsets.length - 1;
  const result = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++)
    addFeatures(embedding, rows, row, 1, result.subarray(row * dimensions, (row + 1) * dimensions));
  return result;
}
