import { expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { addFeatures, createEmbedding, representations, stepFeatures } from './embedding.ts';

/** Row 0: feature 0 and half of feature 2; row 1: nothing; row 2: feature 1. */
const rows: Rows = {
  offsets: Int32Array.of(0, 2, 2, 3),
  columns: Int32Array.of(0, 2, 1),
  values: Float32Array.of(1, 0.5, 1),
};

const made = () => {
  const embedding = createEmbedding(3, 4, new Random(1, 'test'));
  embedding.vectors.set([1, 2, 3, 4, 5, 6, 7, 8, 2, 0, -2, 4]);
  return embedding;
};

it('represents a row by the weighted sum of its features, and a row without any by zeros', () => {
  expect([...representations(made(), rows)]).toEqual([2, 2, 2, 6, 0, 0, 0, 0, 5, 6, 7, 8]);
});

it('adds a multiple of a row to what is there', () => {
  const into = Float64Array.of(1, 1, 1, 1);
  addFeatures(made(), rows, 0, -1, into);
  expect([...into]).toEqual([-1, -1, -1, -5]);
});

it('steps against the gradient by rate / root of the squares before it, each feature by its weight', () => {
  const embedding = made();
  stepFeatures(embedding, rows, 0, 1, Float64Array.of(2, 0, 0, 0), 0.5);
  expect(embedding.vectors[0]).toBe(0);
  expect(embedding.vectors[8]).toBe(1.5);
  expect([embedding.squares[0], embedding.squares[8], embedding.squares[4]]).toEqual([5, 2, 1]);
  stepFeatures(embedding, rows, 0, 1, Float64Array.of(2, 0, 0, 0), 0.5);
  expect(embedding.vectors[0]).toBeCloseTo(-1 / Math.sqrt(5), 6);
});

it('begins within half of 1 / dimensions, and without biases', () => {
  const { vectors, biases } = createEmbedding(50, 16, new Random(1, 'test'));
  expect(biases.length).toBe(0);
  for (const value of vectors) expect(Math.abs(value)).toBeLessThanOrEqual(0.5 / 16);
  expect(new Set(vectors).size).toBeGreaterThan(700);
});
