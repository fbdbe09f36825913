import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SectionContent } from '../../engine/bundle/write.ts';
import { packVectors } from '../../engine/kernels/quantise.ts';
import { Random } from '../random.ts';
import { buildHnsw } from './hnsw.ts';
import { readHnswFile } from './hnswFile.ts';
import { buildItemGraph, chooseBeam, exactNeighbours, hnswSection, recallOf } from './hnswSection.ts';

const DIMENSIONS = 16;

/** Rows around 30 centres, the first ones several times as long, as popular items' factors are. */
function makeRows(count: number): { rows: Float32Array; queries: Float32Array } {
  const random = new Random(4, 'rows');
  const centres = Array.from({ length: 30 }, () => Array.from({ length: DIMENSIONS }, () => random.normal()));
  const near = (length: number) => random.pick(centres).map((value) => length * (value + 0.6 * random.normal()));
  const rows = Float32Array.from(Array.from({ length: count }, (_, i) => near(0.3 + 200 / (200 + i))).flat());
  return { rows, queries: Float32Array.from(Array.from({ length: 40 }, () => near(1)).flat()) };
}

function factors(rows: Float32Array): SectionContent {
  const { packed, scales } = packVectors(rows, DIMENSIONS);
  return {
    name: 'factors',
    load: 'first',
    params: { dimensions: DIMENSIONS },
    arrays: { vectors: packed, scales },
  };
}

describe('hnswSection', () => {
  it('holds the items that have a vector, under their numbers, with the vectors that ship', async () => {
    const { rows } = makeRows(300);
    rows.fill(0, 7 * DIMENSIONS, 8 * DIMENSIONS);
    const { section } = await hnswSection(factors(rows), 1);
    expect(section).toMatchObject({ name: 'hnsw', load: 'later', params: { dimensions: DIMENSIONS, m: 16 } });
    const { graph, labels } = readHnswFile(section.arrays.graph as Uint8Array);
    expect([...labels]).toEqual([...Array(300).keys()].filter((item) => item !== 7));
    const { packed, scales } = packVectors(rows, DIMENSIONS);
    expect(graph.rows[7 * DIMENSIONS + 1]).toBe(Math.fround(packed[8 * DIMENSIONS + 1]! * scales[8]!));
  });

  it('chooses the narrowest beam that finds 97 of 100, and says what it finds', async () => {
    const { rows, queries } = makeRows(1500);
    const { choice, section } = await hnswSection(factors(rows), 1, { queries });
    expect(section.params.ef).toBe(choice.ef);
    expect(choice.recall).toBeGreaterThanOrEqual(0.97);
    const { graph } = readHnswFile(section.arrays.graph as Uint8Array);
    expect(chooseBeam(graph, queries)).toEqual(choice);
  });

  it('takes a shop of nothing, and one of nothing but unknown items', async () => {
    for (const count of [0, 5]) {
      const { section, choice } = await hnswSection(factors(new Float32Array(count * DIMENSIONS)), 1);
      expect(readHnswFile(section.arrays.graph as Uint8Array).graph.count).toBe(0);
      expect(choice).toEqual({ ef: 100, recall: 1 });
    }
  });
});

describe('buildItemGraph', () => {
  it('loses less than links laid by inner product where lengths differ', async () => {
    const { rows, queries } = makeRows(1500);
    const lifted = await buildItemGraph(rows, DIMENSIONS, new Random(1, 'hnsw'));
    const plain = await buildHnsw(rows, DIMENSIONS, new Random(1, 'hnsw'));
    const best = exactNeighbours(plain, queries);
    const recall = (graph: typeof plain) => recallOf(graph, queries, best, 100);
    expect(recall(lifted)).toBeGreaterThan(0.97);
    expect(recall(plain)).toBeLessThan(recall(lifted));
  });
});

describe('docs/bundle-format.md', () => {
  it('names the array and the parameters of the section, and no others', async () => {
    const doc = readFileSync(new URL('../../../docs/bundle-format.md', import.meta.url), 'utf8');
    const part = doc.split(/^#{2,3} /m).find((text) => text.startsWith('`hnsw` (later)'))!;
    const named = [...part.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell]) => cell!.replaceAll('`', '').split(', '));
    const { section } = await hnswSection(factors(makeRows(20).rows), 1);
    expect(named.sort()).toEqual([...Object.keys(section.arrays), ...Object.keys(section.params)].sort());
    expect(section.load).toBe('later');
  });
});
