import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { buildHnsw, type HnswGraph, linksOf, searchHnsw } from './hnsw.ts';
import { readHnswFile, writeHnswFile } from './hnswFile.ts';

const WIDTH = 8;

function randomRows(count: number, seed: number, dimensions = WIDTH): Float32Array {
  const random = new Random(seed, 'rows');
  return Float32Array.from({ length: count * dimensions }, () => random.normal());
}

function exact(graph: HnswGraph, query: Float32Array, k: number): number[] {
  const { rows, dimensions, count } = graph;
  const scores = Float64Array.from({ length: count }, (_, i) =>
    query.reduce((sum, value, d) => sum + value * rows[i * dimensions + d]!, 0),
  );
  return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k);
}

const build = (rows: Float32Array, options = {}) => buildHnsw(rows, WIDTH, new Random(1, 'hnsw'), options);

describe('buildHnsw', () => {
  it('links within bounds, to others, each once, on levels that both ends have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(120), fc.nat(1000), fc.integer({ min: 2, max: 6 }), async (count, seed, m) => {
        // Few distinct rows: equal vectors and equal distances are where links go wrong.
        const rows = randomRows(count, seed).map((value) => Math.round(value));
        const graph = await build(rows, { m, efConstruction: 12 });
        for (let node = 0; node < count; node++) {
          for (let level = 0; level <= graph.levels[node]!; level++) {
            const { links, from } = linksOf(graph, node, level);
            const own = [...links.subarray(from + 1, from + 1 + links[from]!)];
            expect(own.length).toBeLessThanOrEqual(level === 0 ? 2 * m : m);
            expect(new Set(own).size).toBe(own.length);
            expect(own).not.toContain(node);
            for (const other of own) expect(graph.levels[other]).toBeGreaterThanOrEqual(level);
          }
        }
        expect(graph.maxLevel).toBe(count === 0 ? -1 : Math.max(...graph.levels));
        if (count > 0) expect(graph.levels[graph.entry]).toBe(graph.maxLevel);
      }),
      { numRuns: 30 },
    );
  });

  it('finds what an exact scan finds, nearly always', async () => {
    const graph = await build(randomRows(2000, 2));
    expect(graph.maxLevel).toBeGreaterThan(0);
    let hits = 0;
    for (let q = 0; q < 50; q++) {
      const query = randomRows(1, 100 + q);
      const best = new Set(exact(graph, query, 10));
      for (const node of searchHnsw(graph, query, 10, 100)) if (best.has(node)) hits++;
    }
    expect(hits / 500).toBeGreaterThan(0.95);
  });

  it('finds more with a wider beam, and everything with one as wide as the graph', async () => {
    const graph = await build(randomRows(60, 5), { m: 4, efConstruction: 40 });
    const query = randomRows(1, 6);
    expect([...searchHnsw(graph, query, 60, 60)]).toEqual(exact(graph, query, 60));
  });

  it('gives the same graph for the same seed, and another for another', async () => {
    const rows = randomRows(300, 3);
    const labels = Array.from({ length: 300 }, (_, i) => i);
    const bytes = async (seed: number) =>
      writeHnswFile(await buildHnsw(rows, WIDTH, new Random(seed, 'hnsw'), { m: 5 }), labels);
    expect(await bytes(1)).toEqual(await bytes(1));
    expect(await bytes(2)).not.toEqual(await bytes(1));
  });

  it('tells how far it is, first to last', async () => {
    const told: number[][] = [];
    await build(randomRows(600, 4), { m: 4, efConstruction: 10, progress: (...one: number[]) => told.push(one) });
    expect(told).toEqual([
      [0, 600],
      [500, 600],
      [600, 600],
    ]);
  });
});

describe('the file', () => {
  it('comes back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.integer({ min: 2, max: 5 }), async (count, m) => {
        const graph = await build(randomRows(count, count), { m, efConstruction: 10 });
        const labels = Uint32Array.from({ length: count }, (_, i) => 3 * i + 1);
        expect(readHnswFile(writeHnswFile(graph, labels))).toEqual({ graph, labels });
      }),
      { numRuns: 30 },
    );
  });

  it("has hnswlib's header, of a build with 32-bit sizes", async () => {
    const graph = await build(randomRows(40, 9), { m: 4, efConstruction: 33 });
    const bytes = writeHnswFile(graph, new Uint32Array(40));
    const view = new DataView(bytes.buffer);
    const links = 4 * (2 * 4 + 1);
    const node = links + 4 * WIDTH + 4;
    const numbers = Array.from({ length: 11 }, (_, i) => view.getUint32(4 * i, true));
    expect(numbers).toEqual([0, 40, 40, node, node - 4, links, graph.maxLevel, graph.entry, 4, 8, 4]);
    expect(view.getFloat64(44, true)).toBe(1 / Math.log(4));
    expect(view.getUint32(52, true)).toBe(33);
    const upper = graph.levels.reduce((sum, level) => sum + level, 0);
    expect(bytes).toHaveLength(56 + 40 * node + 40 * 4 + upper * 4 * 5);
  });

  it('is refused where it is cut short, or a link leads out of it', async () => {
    const graph = await build(randomRows(40, 9), { m: 4, efConstruction: 10 });
    const bytes = writeHnswFile(graph, new Uint32Array(40));
    for (const length of [0, 20, 56, 2000, bytes.length - 1])
      expect(() => readHnswFile(bytes.subarray(0, length)), `${length} bytes`).toThrow(
        expect.objectContaining({ code: 'BUNDLE_LAYOUT' }),
      );
    const astray = bytes.slice();
    new DataView(astray.buffer).setUint32(56 + 4, 40, true);
    expect(() => readHnswFile(astray)).toThrow(/link/);
    expect(() => readHnswFile(Uint8Array.of(...bytes, 0))).toThrow(/length/);
  });
});
