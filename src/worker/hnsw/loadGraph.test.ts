import { describe, expect, it, vi } from 'vitest';
import { createJsKernels } from '../../engine/kernels/js.ts';
import { packVectors } from '../../engine/kernels/quantise.ts';
import { BOWLS_AND_LAMPS, DIMENSIONS, openShop } from '../../engine/testing/bundle.test-support.ts';
import type { VitrineError } from '../../errors/error.ts';
import { fail } from '../../errors/fail.ts';
import type { OpenedBundle } from '../open.ts';
import type { Graph } from './graph.ts';
import { createGraphLoader, type OpenGraph } from './loadGraph.ts';

const graph: Graph = { count: 12, search: () => [], close() {} };
const shop = await openShop(BOWLS_AND_LAMPS);
const scanner = createJsKernels().createScanner({
  ...packVectors(new Float32Array(12 * DIMENSIONS), DIMENSIONS),
  items: 12,
  dimensions: DIMENSIONS,
});

function opened(ships: boolean, bring: OpenedBundle['apart'] = async () => section): OpenedBundle {
  const entry = { ...shop.manifest.sections[0]!, name: 'hnsw' as const };
  const sections = ships ? [...shop.manifest.sections, entry] : shop.manifest.sections;
  return { bundle: { ...shop, manifest: { ...shop.manifest, sections } }, later: async () => {}, apart: bring };
}

const section = {
  name: 'hnsw' as const,
  params: { dimensions: DIMENSIONS, ef: 150 },
  arrays: { graph: Uint8Array.of(1, 2, 3) },
};

function loader(found: OpenedBundle, open: OpenGraph | undefined) {
  const told: VitrineError[] = [];
  return { ...createGraphLoader(found, open, (error) => told.push(error)), told };
}

describe('createGraphLoader', () => {
  it('gives the engine an exact index at once, and the graph to it once, however often it is asked', async () => {
    const open = vi.fn<OpenGraph>(async () => graph);
    const { index, bring, told } = loader(opened(true), open);
    const made = index!(scanner);
    expect(made.kind).toBe('exact');
    await Promise.all([bring(), bring()]);
    await bring();
    expect(made.kind).toBe('hnsw');
    expect(open).toHaveBeenCalledExactlyOnceWith(section.arrays.graph, DIMENSIONS);
    expect(told).toEqual([]);
  });

  it('fetches nothing for a bundle without a graph, nor where the host has no library', async () => {
    const fetched = vi.fn<OpenedBundle['apart']>(async () => section);
    for (const [ships, open] of [
      [false, async () => graph],
      [true, undefined],
    ] as const) {
      const { index, bring } = loader(opened(ships, fetched), open);
      expect(index).toBeUndefined();
      await bring();
    }
    expect(fetched).not.toHaveBeenCalled();
  });

  it.each<[string, OpenedBundle['apart'], OpenGraph]>([
    ['the file is missing', () => Promise.reject(fail('BUNDLE_MISSING', 'hnsw.bin')), async () => graph],
    ['the library is missing', async () => section, () => Promise.reject(new TypeError('Failed to fetch'))],
    ['the section is not what it should be', async () => ({ ...section, arrays: {} }), async () => graph],
  ])('stays exact and says so once where %s', async (_, bring_, open) => {
    const { index, bring, told } = loader(opened(true, bring_), open);
    const made = index!(scanner);
    await bring();
    await bring();
    expect(made.kind).toBe('exact');
    expect(told.map(({ code }) => code)).toEqual(['INDEX_UNAVAILABLE']);
  });
});
