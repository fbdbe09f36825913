import { describe, expect, it } from 'vitest';
import type { Section } from '../../engine/bundle/bundle.ts';
import type { SectionContent } from '../../engine/bundle/write.ts';
import { createBitmap } from '../../engine/candidates/bitmap.ts';
import { createExactIndex } from '../../engine/candidates/index/exact.ts';
import { createIvfIndex } from '../../engine/candidates/index/ivf.ts';
import { createJsKernels } from '../../engine/kernels/js.ts';
import { packVectors, unpackVectors } from '../../engine/kernels/quantise.ts';
import { loadKernels } from '../kernels.ts';
import { Random } from '../random.ts';
import { buildIvf, shapesOf } from './ivf.ts';

const D = 16;
const kernels = await loadKernels();

/** Items in 60 clusters, lengths from a half to two, and users between two of them. */
function shop(items: number, seed = 1) {
  const random = new Random(seed, 'ivf shop');
  const centres = Float32Array.from({ length: 60 * D }, () => random.normal());
  const rows = new Float32Array(items * D);
  for (let item = 0; item < items; item++) {
    const centre = random.below(60);
    const length = 0.5 * 4 ** random.next();
    for (let d = 0; d < D; d++) rows[item * D + d] = length * (centres[centre * D + d]! + 0.3 * random.normal());
  }
  const users = new Float32Array(200 * D);
  for (let user = 0; user < 200; user++) {
    const [one, two] = [random.below(60), random.below(60)];
    for (let d = 0; d < D; d++) users[user * D + d] = centres[one * D + d]! + 0.5 * centres[two * D + d]!;
  }
  const { packed, scales } = packVectors(rows, D);
  const factors: SectionContent = {
    name: 'factors',
    load: 'first',
    params: { encoder: 'sum', normalise: 0, dimensions: D },
    arrays: { vectors: packed, scales },
  };
  return { factors, users, items };
}

function open({ factors, ivf }: ReturnType<typeof buildIvf>, items: number, using = kernels) {
  const { order, orderedScales, orderedVectors } = factors.arrays as Record<string, never>;
  const scanner = using.createScanner({ packed: orderedVectors, scales: orderedScales, order, items, dimensions: D });
  return { ivf: createIvfIndex(ivf as Section, items, scanner, using), exact: createExactIndex(scanner) };
}

describe('buildIvf', () => {
  const { factors, users, items } = shop(4000);
  const built = buildIvf(factors, users, { seed: 1, kernels });

  it('reaches what it was asked for, and reports what the engine then does', () => {
    const { report } = built;
    const { ivf, exact } = open(built, items);
    let hits = 0;
    for (let user = 1; user < 200; user += 2) {
      const query = users.subarray(user * D, (user + 1) * D);
      const best = new Set(exact.search(query, 100).items);
      for (const item of ivf.search(query, 100).items) if (best.has(item)) hits++;
    }
    expect(report.recall).toBeGreaterThan(0.94);
    expect(hits / 10_000).toBeCloseTo(report.recall, 2);
    expect(report).toMatchObject({ lists: Math.round(3 * Math.sqrt(items)), probes: ivf.probes, users: 200 });
    expect(report.scanned).toBeLessThan(0.25);
  });

  it('probes more lists for more recall', () => {
    const most = buildIvf(factors, users, { seed: 1, kernels, recall: 0.999 }).report;
    const least = buildIvf(factors, users, { seed: 1, kernels, recall: 0.7 }).report;
    expect(most.scanned).toBeGreaterThan(built.report.scanned);
    expect(least.scanned).toBeLessThan(built.report.scanned);
    const all = buildIvf(factors, users, { seed: 1, kernels, recall: 1, lists: 5 }).report;
    expect([all.lists, all.recall]).toEqual([5, 1]);
  });

  it('keeps every vector under its own number, whole lists together', () => {
    const { order, orderedScales, orderedVectors } = built.factors.arrays as Record<string, never>;
    const before = unpackVectors(factors.arrays.vectors as Int8Array, factors.arrays.scales as Float32Array, D);
    const after = unpackVectors(orderedVectors, orderedScales, D);
    const numbers = [...(order as Uint32Array)];
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i));
    for (const [position, item] of numbers.entries())
      expect(after.subarray(position * D, (position + 1) * D)).toEqual(before.subarray(item * D, (item + 1) * D));
    expect(built.factors.arrays.vectors).toBeUndefined();
    expect(built.factors.params).toEqual(factors.params);
    const starts = built.ivf.arrays.starts as Uint32Array;
    for (let list = 0; list + 1 < starts.length; list++) {
      const own = numbers.slice(starts[list], starts[list + 1]);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });

  it('is the same twice, and another with another seed', () => {
    expect(buildIvf(factors, users, { seed: 1, kernels })).toEqual(built);
    expect(buildIvf(factors, users, { seed: 2, kernels }).factors.arrays.order).not.toEqual(built.factors.arrays.order);
  });

  it('finds the same, bit for bit, in plain JavaScript', () => {
    const one = open(built, items).ivf;
    const other = open(built, items, createJsKernels()).ivf;
    const every = createBitmap(items).map((_, word) => (word % 3 === 0 ? 0x0f0f0f0f : 0xffffffff));
    for (let user = 0; user < 40; user++) {
      const query = users.subarray(user * D, (user + 1) * D);
      expect(other.search(query, 50)).toEqual(one.search(query, 50));
      expect(other.search(query, 50, every)).toEqual(one.search(query, 50, every));
    }
  });

  it('takes no users, fewer items than lists, items without vectors and no items', () => {
    expect(buildIvf(factors, new Float32Array(), { seed: 1, kernels }).report.users).toBe(200);
    for (const items of [0, 1, 3]) {
      const few = shop(items);
      if (items > 1) (few.factors.arrays.scales as Float32Array)[1] = 0;
      const small = buildIvf(few.factors, users, { seed: 1, kernels, lists: 50 });
      const { ivf } = open(small, items);
      expect(ivf.search(users.subarray(0, D), 9).items).toHaveLength(items);
      expect(small.report.lists).toBe(Math.max(1, items));
    }
  });
});

describe('shapesOf', () => {
  it('has the furthest projection as the length of an axis, and the spread across it', () => {
    const rows = new Float32Array(3 * D);
    rows.set([2, 1], 0);
    rows.set([4, -1], D);
    const centroids = new Float32Array(2 * D);
    centroids[0] = 3;
    const shapes = shapesOf(rows, { centroids, assignment: Uint32Array.of(0, 0, 1) }, D);
    const axes = unpackVectors(shapes.axes, shapes.scales, D);
    expect(axes[0]).toBeCloseTo(4, 5);
    expect([...axes.subarray(1)]).toEqual(new Array(2 * D - 1).fill(0));
    expect(shapes.spreads[0]).toBeCloseTo(Math.sqrt(1 / (D - 1)), 5);
    expect(shapes.spreads[1]).toBe(0);
  });
});
