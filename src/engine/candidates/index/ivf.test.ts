import { describe, expect, it } from 'vitest';
import { buildIvf } from '../../../trainer/indexing/ivf.ts';
import type { Section } from '../../bundle/bundle.ts';
import { createJsKernels } from '../../kernels/js.ts';
import type { Kernels, PackedVectors, SearchOptions } from '../../kernels/kernels.ts';
import { packVectors } from '../../kernels/quantise.ts';
import { bitmapOf, createBitmap } from '../bitmap.ts';
import { indexContract, WIDTH } from './contract.test-support.ts';
import { createExactIndex } from './exact.ts';
import { createIvfIndex } from './ivf.ts';

const kernels = createJsKernels();

/** Both sections over `vectors`, by the trainer. */
function sectionsOf({ packed, scales, dimensions }: PackedVectors, lists?: number) {
  const factors = {
    name: 'factors' as const,
    load: 'first' as const,
    params: { dimensions },
    arrays: { vectors: packed, scales },
  };
  return buildIvf(factors, new Float32Array(), { seed: 1, kernels, lists });
}

function open(vectors: PackedVectors, lists?: number, probes?: number, using: Kernels = kernels) {
  const { factors, ivf } = sectionsOf(vectors, lists);
  const { order, orderedScales, orderedVectors } = factors.arrays as Record<string, never>;
  const scanner = using.createScanner({ ...vectors, packed: orderedVectors, scales: orderedScales, order });
  return { index: createIvfIndex(ivf as Section, vectors.items, scanner, using, probes), scanner };
}

indexContract('ivf, one list probed', (vectors) => open(vectors, 9, 1), false);
indexContract('ivf, all lists probed', (vectors) => open(vectors, 9, 9), true);
indexContract('ivf, as trained', (vectors) => open(vectors), false);

/** 40 tight groups of 25 items each along their own direction. */
const GROUPS = 40;
const rows = new Float32Array(1000 * WIDTH);
for (let item = 0; item < 1000; item++)
  for (let d = 0; d < WIDTH; d++)
    rows[item * WIDTH + d] = (((item % GROUPS) * 31 + d * d * 7) % 23) - 11 + (((item * 13 + d * 5) % 7) - 3) / 20;
const vectors: PackedVectors = { ...packVectors(rows, WIDTH), items: 1000, dimensions: WIDTH };
const queryOf = (item: number) => rows.slice(item * WIDTH, (item + 1) * WIDTH);

/** Kernels that note which positions each search looked at. */
function watched() {
  const looked: (Uint32Array | undefined)[] = [];
  const watching: Kernels = {
    ...kernels,
    createScanner(over) {
      const scanner = kernels.createScanner(over);
      return {
        ...scanner,
        search(query, k, options: SearchOptions = {}) {
          looked.push(options.ranges);
          return scanner.search(query, k, options);
        },
      };
    },
  };
  return { watching, looked };
}

const countOf = (ranges: Uint32Array | undefined) =>
  ranges ? ranges.reduce((sum, position, i) => sum + (i % 2 === 0 ? -position : position), 0) : 1000;

describe('createIvfIndex', () => {
  it('finds the best in the few lists that promise most', () => {
    const { watching, looked } = watched();
    const { index, scanner } = open(vectors, GROUPS, 4, watching);
    const exact = createExactIndex(scanner);
    let hits = 0;
    for (let item = 0; item < 100; item++) {
      const best = new Set(exact.search(queryOf(item), 10).items);
      looked.length = 0;
      for (const found of index.search(queryOf(item), 10).items) if (best.has(found)) hits++;
      expect(looked).toHaveLength(1);
      expect(countOf(looked[0])).toBeLessThanOrEqual(4 * 50);
    }
    expect(hits / 1000).toBeGreaterThan(0.95);
  });

  it('probes more lists the less is permitted, and in the end everything', () => {
    const { watching, looked } = watched();
    const { index } = open(vectors, GROUPS, 2, watching);
    const permit = (every: number) => bitmapOf(Array.from({ length: 1000 }, (_, i) => (i % every === 0 ? 1 : 0)));
    for (const every of [1, 3, 7, 20]) index.search(queryOf(3), 1, permit(every));
    const counts = looked.map(countOf);
    expect(counts[1]).toBeGreaterThan(2 * counts[0]!);
    expect(counts[2]).toBeGreaterThan(1.5 * counts[1]!);
    expect(counts[3]).toBe(1000);
  });

  it('scans everything where the lists hold too little, so that no permitted item is out of reach', () => {
    const { watching, looked } = watched();
    const { index } = open(vectors, GROUPS, 1, watching);
    expect(index.search(queryOf(0), 200).items).toHaveLength(200);
    expect(looked).toHaveLength(2);
    expect(looked[1]).toBeUndefined();
  });

  it('counts a long filter by a sample', () => {
    const many = {
      packed: new Int8Array(200_000 * WIDTH),
      scales: new Float32Array(200_000),
      items: 200_000,
      dimensions: WIDTH,
    };
    for (let item = 0; item < many.items; item++) {
      many.packed[item * WIDTH + 1] = 127;
      many.packed[item * WIDTH + 3] = item % 100;
      many.scales[item] = 1;
    }
    const section: Section = {
      name: 'ivf',
      params: { dimensions: WIDTH, probes: 2, reach: 0 },
      arrays: {
        starts: Uint32Array.from({ length: 101 }, (_, list) => list * 2000),
        scales: new Float32Array(100).fill(1),
        spreads: new Float32Array(100),
        axes: new Int8Array(100 * WIDTH).map((_, at) =>
          at % WIDTH === 3 ? Math.floor(at / WIDTH) : at % 2 === 0 ? -128 : 0,
        ),
      },
    };
    const { watching, looked } = watched();
    const index = createIvfIndex(section, many.items, watching.createScanner(many), watching);
    const query = new Float32Array(WIDTH);
    query[3] = 1;
    const half = createBitmap(many.items, true).map(() => 0x55555555);
    expect([...index.search(query, 2, half).items].every((item) => item % 2 === 0)).toBe(true);
    expect(countOf(looked[0])).toBe(4 * 2000);
  });

  it.each([
    ['starts that fall', { starts: Uint32Array.of(0, 9, 5, 10) }],
    ['starts that end early', { starts: Uint32Array.of(0, 3, 5, 9) }],
    ['no list', { starts: Uint32Array.of(0) }],
    ['spreads of another length', { spreads: new Float32Array(2) }],
    ['axes of another length', { axes: new Int8Array(WIDTH) }],
  ])('refuses %s', (_, wrong) => {
    const few = { ...packVectors(rows.slice(0, 10 * WIDTH), WIDTH), items: 10, dimensions: WIDTH };
    const { ivf } = sectionsOf(few, 3);
    const broken = { ...ivf, arrays: { ...ivf.arrays, ...wrong } } as Section;
    expect(() => createIvfIndex(broken, 10, kernels.createScanner(few), kernels)).toThrow('section "ivf"');
  });

  it('refuses parameters that are none', () => {
    const few = { ...packVectors(rows.slice(0, 10 * WIDTH), WIDTH), items: 10, dimensions: WIDTH };
    const { ivf } = sectionsOf(few, 3);
    const wrongs: Record<string, string | number>[] = [
      { probes: 0 },
      { probes: Number.NaN },
      { reach: 'far' },
      { dimensions: 32 },
    ];
    for (const wrong of wrongs)
      expect(() =>
        createIvfIndex({ ...ivf, params: { ...ivf.params, ...wrong } }, 10, kernels.createScanner(few), kernels),
      ).toThrow('section "ivf"');
  });
});
