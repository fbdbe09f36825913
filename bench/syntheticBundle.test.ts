import { describe, expect, it } from 'vitest';
import { loadLater, openBundle } from '../src/engine/bundle/open.ts';
import { createJsKernels } from '../src/engine/kernels/js.ts';
import { createEngine } from '../src/engine/recommender.ts';
import { sha256 } from '../src/trainer/digest.ts';
import { syntheticBundle, syntheticLogs } from './syntheticBundle.ts';
import { DIMENSIONS, syntheticQueries, syntheticVectors } from './syntheticVectors.ts';

describe('the synthetic bundle', () => {
  it('is one that the engine opens, and recommends from by taste', async () => {
    const vectors = syntheticVectors(2000);
    const { files } = await syntheticBundle(vectors);
    const read = async (file: string) => files.get(file)!;
    const bundle = await openBundle(read, sha256);
    await loadLater(bundle, read, sha256);
    const engine = createEngine(bundle, createJsKernels());
    for (const log of syntheticLogs(vectors.leaf, 3, 200)) {
      expect(log).toHaveLength(200);
      const { items, isFallback } = engine.recommend(log, { k: 12 });
      expect(isFallback).toBe(false);
      expect(items).toHaveLength(12);
      expect(new Set(items.map(({ source }) => source))).not.toEqual(new Set(['popularity']));
    }
  });

  it('has the same bytes for the same seed, and others for another', async () => {
    const version = async (seed: number) =>
      (await syntheticBundle(syntheticVectors(300, seed), seed)).manifest.bundleVersion;
    expect(await version(1)).toBe(await version(1));
    expect(await version(2)).not.toBe(await version(1));
  });

  it('has clusters: a query finds its neighbours in few leaves, and norms fall with popularity', () => {
    const vectors = syntheticVectors(4000);
    const query = syntheticQueries(vectors, 1);
    const scored = Array.from(vectors.leaf, (leaf, item) => {
      let score = 0;
      for (let d = 0; d < DIMENSIONS; d++) score += query[d]! * vectors.rows[item * DIMENSIONS + d]!;
      return { leaf, score };
    }).sort((a, b) => b.score - a.score);
    expect(new Set(scored.slice(0, 40).map(({ leaf }) => leaf)).size).toBeLessThan(vectors.leaves / 4);
    const norm = (item: number) => {
      const row = vectors.rows.subarray(item * DIMENSIONS, (item + 1) * DIMENSIONS);
      return Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    };
    const mean = (from: number) => Array.from({ length: 100 }, (_, i) => norm(from + i)).reduce((a, b) => a + b) / 100;
    expect(mean(0)).toBeGreaterThan(1.5 * mean(3900));
  });
});
