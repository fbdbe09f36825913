import { describe, expect, it } from 'vitest';
import { bitmapOf, hasBit } from '../../engine/candidates/bitmap.ts';
import { indexContract, WIDTH } from '../../engine/candidates/index/contract.test-support.ts';
import { createExactIndex } from '../../engine/candidates/index/exact.ts';
import { createJsKernels } from '../../engine/kernels/js.ts';
import { packVectors, unpackVectors } from '../../engine/kernels/quantise.ts';
import { searchHnsw } from '../../trainer/indexing/hnsw.ts';
import { buildItemGraph } from '../../trainer/indexing/hnswSection.ts';
import { Random } from '../../trainer/random.ts';
import type { Graph } from './graph.ts';
import { createGraphIndex } from './hnswIndex.ts';

const ITEMS = 2000;
const random = new Random(1, 'graph index');
const rows = Float32Array.from({ length: ITEMS * WIDTH }, () => random.normal());
const vectors = { ...packVectors(rows, WIDTH), items: ITEMS, dimensions: WIDTH };
const scanner = createJsKernels().createScanner(vectors);
const built = await buildItemGraph(unpackVectors(vectors.packed, vectors.scales, WIDTH), WIDTH, new Random(1, 'hnsw'));
const query = () => Float32Array.from({ length: WIDTH }, () => random.normal());

/** What hnswlib does, by our own search of the same graph; keeps the beams it was asked for. */
function stubGraph(answer = (asked: Float32Array, k: number, ef: number) => [...searchHnsw(built, asked, k, ef)]) {
  const asked: [k: number, ef: number][] = [];
  const graph: Graph = {
    count: ITEMS,
    search(vector, k, ef) {
      asked.push([k, ef]);
      return answer(vector, k, ef);
    },
    close() {},
  };
  return { graph, asked };
}

function indexWith(graph: Graph) {
  const failures: unknown[] = [];
  const index = createGraphIndex(scanner, ITEMS, (cause) => failures.push(cause));
  index.use(graph, 100);
  return { index, failures };
}

// Small shops are scanned whatever the graph: this holds the way there and back.
indexContract(
  'hnsw',
  (packed) => {
    const own = createJsKernels().createScanner(packed);
    const index = createGraphIndex(own, packed.items, () => {});
    index.use(stubGraph().graph, 100);
    return { index, scanner: own };
  },
  true,
);

describe('createGraphIndex', () => {
  it('is exact until it has a graph', () => {
    const index = createGraphIndex(scanner, ITEMS, () => {});
    expect(index.kind).toBe('exact');
    const { graph, asked } = stubGraph();
    index.use(graph, 100);
    expect(index.kind).toBe('hnsw');
    index.search(query(), 20);
    expect(asked).toEqual([[33, 100]]);
    index.use(undefined, 0);
    expect(index.kind).toBe('exact');
  });

  it("finds what a scan finds, nearly always, with the scanner's scores, best first", () => {
    const { index } = indexWith(stubGraph().graph);
    const exact = createExactIndex(scanner);
    let hits = 0;
    for (let round = 0; round < 40; round++) {
      const vector = query();
      const { items, scores } = index.search(vector, 50);
      expect(items).toHaveLength(50);
      expect(scores).toEqual(scanner.scoresOf(vector, items).slice());
      for (let i = 1; i < 50; i++)
        expect(scores[i - 1]! > scores[i]! || (scores[i - 1] === scores[i] && items[i - 1]! < items[i]!)).toBe(true);
      const best = new Set(exact.search(vector, 50).items);
      hits += items.filter((item) => best.has(item)).length;
    }
    expect(hits / 2000).toBeGreaterThan(0.9);
  });

  it('asks for more under a filter, and answers with nothing that it forbids', () => {
    const { graph, asked } = stubGraph();
    const { index } = indexWith(graph);
    const allowed = bitmapOf(Array.from({ length: ITEMS }, (_, item) => (item % 2 === 0 ? 1 : 0)));
    const { items } = index.search(query(), 20, allowed);
    expect(asked).toEqual([[58, 100]]);
    expect(items).toHaveLength(20);
    expect(items.every((item) => hasBit(allowed, item))).toBe(true);
  });

  it('scans under a narrow filter, and where the graph finds too little', () => {
    const { graph, asked } = stubGraph((vector, k, ef) => [...searchHnsw(built, vector, k, ef)].slice(0, 5));
    const { index } = indexWith(graph);
    const exact = createExactIndex(scanner);
    const vector = query();
    const narrow = bitmapOf(Array.from({ length: ITEMS }, (_, item) => (item % 50 === 0 ? 1 : 0)));
    expect(index.search(vector, 30, narrow)).toEqual(exact.search(vector, 30, narrow));
    expect(asked).toEqual([]);
    expect(index.search(vector, 20)).toEqual(exact.search(vector, 20));
    expect(asked).toHaveLength(1);
  });

  it('takes numbers that are no items for damage of the graph, and leaves them out', () => {
    const { index } = indexWith(stubGraph((vector, k, ef) => [9999, ...searchHnsw(built, vector, k, ef)]).graph);
    expect([...index.search(query(), 20).items]).not.toContain(9999);
  });

  it('scans for good once the graph has thrown, and says it once', () => {
    const { graph, asked } = stubGraph(() => {
      throw new Error('out of memory');
    });
    const { index, failures } = indexWith(graph);
    const vector = query();
    const expected = createExactIndex(scanner).search(vector, 20);
    for (let round = 0; round < 3; round++) expect(index.search(vector, 20)).toEqual(expected);
    expect(asked).toHaveLength(1);
    expect(failures).toEqual([new Error('out of memory')]);
    expect(index.kind).toBe('exact');
  });
});
