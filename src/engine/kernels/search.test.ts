import { readFileSync } from 'node:fs';
import { array, assert, boolean, constantFrom, float, integer, nat, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOf, hasBit } from '../candidates/bitmap.ts';
import { createJsKernels } from './js.ts';
import type { Found, PackedVectors, SearchOptions } from './kernels.ts';
import { packVectors, quantise, unpack } from './quantise.ts';
import { marginOf } from './search.ts';
import { createWasmKernels } from './wasm.ts';

const file = new URL('./kernels.wasm', import.meta.url);
const wasm = createWasmKernels(new WebAssembly.Module(readFileSync(file)))!;
const js = createJsKernels();
const both = [wasm, js];

const { fround } = Math;

interface Case extends PackedVectors {
  query: Float32Array;
  k: number;
  options: SearchOptions;
}

const finite = float({ min: -1e3, max: 1e3, noNaN: true, noDefaultInfinity: true });
/** Few distinct values make ties; the rest are ordinary. */
const value = constantFrom(0, 1, -1, 127, -127, 64);

/** Vectors from a short random tape, so that a failing case is small. */
const cases = tuple(
  constantFrom(0, 1, 3, 4, 5, 31, 33, 64, 130, 700, 1300),
  constantFrom(16, 32, 64, 64, 64, 80, 128, 512),
).chain(([items, dimensions]) =>
  record({
    tape: array(value, { minLength: 23, maxLength: 23 }),
    noise: integer({ min: 1, max: 1 << 20 }),
    scaleTape: array(constantFrom(0, 0.01, 0.5, 1, 1, -0.25, 3, Number.NaN, Number.POSITIVE_INFINITY), {
      minLength: 7,
      maxLength: 7,
    }),
    query: array(finite, { minLength: dimensions, maxLength: dimensions }),
    k: constantFrom(0, 1, 5, 20, 100, 2_000),
    isOrdered: boolean(),
    share: constantFrom(undefined, 0, 0.01, 0.1, 0.5, 1),
    isShort: boolean(),
    cuts: array(nat(1400), { maxLength: 8 }),
    isRanged: boolean(),
  }).map((c): Case => {
    let state = c.noise;
    const next = () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state / 0x80000000;
    };
    const levels = (i: number) => (c.noise % 3 === 0 ? c.tape[i % 23]! : Math.floor(next() * 255) - 127);
    const packed = Int8Array.from({ length: items * dimensions }, (_, i) => levels(i) + (i % 2 === 0 ? 128 : 0));
    const scales = Float32Array.from({ length: items }, (_, i) => c.scaleTape[i % 7]! * (c.noise % 2 ? 1 : next()));
    const shuffled = Uint32Array.from({ length: items }, (_, i) => i);
    for (let i = items - 1; i > 0; i--) {
      const other = Math.floor(next() * (i + 1));
      [shuffled[i], shuffled[other]] = [shuffled[other]!, shuffled[i]!];
    }
    const bits = Array.from({ length: c.isShort ? items >> 1 : items }, () => (next() < (c.share ?? 0) ? 1 : 0));
    const cuts = c.cuts.sort((a, b) => a - b);
    return {
      packed,
      scales,
      items,
      dimensions,
      ...(c.isOrdered ? { order: shuffled } : {}),
      query: Float32Array.from(c.query),
      k: c.k,
      options: {
        ...(c.share === undefined ? {} : { allowed: bitmapOf(bits) }),
        ...(c.isRanged ? { ranges: Uint32Array.from(cuts) } : {}),
      },
    };
  }),
);

/** The definition, one item at a time. */
function bruteForce({ packed, scales, items, dimensions, order, query, k, options }: Case): Found {
  const levels = quantise(query).values;
  const isPermitted = (item: number) => !options.allowed || hasBit(options.allowed, item);
  const ranges = options.ranges ?? Uint32Array.of(0, items);
  const entries: { item: number; position: number; coarse: number; fine: number }[] = [];
  for (let position = 0; position < items; position++) {
    const item = order ? order[position]! : position;
    let isInRange = false;
    for (let r = 0; r + 1 < ranges.length; r += 2) isInRange ||= position >= ranges[r]! && position < ranges[r + 1]!;
    if (!isInRange || !isPermitted(item)) continue;
    let dot = 0;
    const scale = Number.isFinite(scales[position]!) ? scales[position]! : 0;
    const sums = new Float32Array(16);
    for (let d = 0; d < dimensions; d++) {
      const x = unpack(packed[position * dimensions + d]!, d);
      dot += x * levels[d]!;
      sums[d % 16] = fround(sums[d % 16]! + fround(x * query[d]!));
    }
    const pair = (list: Float32Array) =>
      Float32Array.from({ length: list.length / 2 }, (_, i) => list[2 * i]! + list[2 * i + 1]!);
    const fine = fround(pair(pair(pair(pair(sums))))[0]! * scale) + 0;
    entries.push({ item, position, coarse: fround(dot * scale) + 0, fine });
  }
  const count = Math.min(k, items);
  entries.sort((a, b) => b.coarse - a.coarse || a.item - b.item);
  const kept = entries.slice(0, count + marginOf(count));
  kept.sort((a, b) => b.fine - a.fine || a.item - b.item);
  const found = kept.slice(0, count);
  return { items: Int32Array.from(found, (e) => e.item), scores: Float32Array.from(found, (e) => e.fine) };
}

describe('search', () => {
  it('finds what the definition says, with the same bits in both twins', () => {
    let nonEmpty = 0;
    assert(
      property(cases, (c) => {
        const expected = bruteForce(c);
        if (expected.items.length > 0) nonEmpty++;
        for (const kernels of both) {
          const scanner = kernels.createScanner(c);
          const found = scanner.search(c.query, c.k, c.options);
          expect([kernels.kind, ...found.items]).toEqual([kernels.kind, ...expected.items]);
          expect(found.scores).toEqual(expected.scores);
          expect(scanner.scoresOf(c.query, found.items)).toEqual(expected.scores);
          // And again: a search leaves nothing behind.
          expect(scanner.search(c.query, c.k, c.options)).toEqual(found);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(nonEmpty).toBeGreaterThan(70);
  }, 60_000);

  it('is not misled by popular items that lie together, nor by norms that fall', () => {
    // Beyond the first, blocks of 32 have ever smaller norms; the sample's share of large ones is off by far.
    for (const fall of [0, 0.5, 2]) {
      const items = 5_000;
      let state = 1;
      const packed = Int8Array.from({ length: items * 16 }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        return state >> 24;
      });
      const scales = Float32Array.from({ length: items }, (_, i) => (1 + (i >> 2)) ** -fall);
      const order = Uint32Array.from({ length: items }, (_, i) => items - 1 - i);
      const query = Float32Array.from({ length: 16 }, (_, i) => (i % 5) - 2);
      const vectors = { packed, scales, items, dimensions: 16 };
      for (const k of [1, 30, 300]) {
        for (const c of [vectors, { ...vectors, order }]) {
          const expected = bruteForce({ ...c, query, k, options: {} });
          for (const kernels of both) expect(kernels.createScanner(c).search(query, k)).toEqual(expected);
        }
      }
    }
  });

  it('scans again where the sample promised too much', () => {
    // The groups that a sample takes, and no others, are large.
    const items = 4_096;
    const packed = new Int8Array(items * 16).map((_, i) => (i % 2 === 0 ? -127 : 1));
    const scales = Float32Array.from({ length: items }, (_, i) =>
      (i & 255) < 32 && (i & 4) === 0 ? 5 : 1 + i / items,
    );
    const vectors = { packed, scales, items, dimensions: 16 };
    const query = new Float32Array(16).fill(1);
    for (const k of [100, 400]) {
      const expected = bruteForce({ ...vectors, query, k, options: {} });
      for (const kernels of both) expect(kernels.createScanner(vectors).search(query, k)).toEqual(expected);
    }
  });

  const unit = (items: number): PackedVectors => ({
    packed: Int8Array.from({ length: items * 16 }, (_, i) => (i % 2 === 0 ? -127 : 1)),
    scales: new Float32Array(items).fill(1),
    items,
    dimensions: 16,
  });
  const ones = new Float32Array(16).fill(1);

  it.each(both)('defines what odd requests get ($kind)', (kernels) => {
    const scanner = kernels.createScanner(unit(40));
    for (const k of [0, -1, Number.NaN]) expect(scanner.search(ones, k).items).toHaveLength(0);
    expect([...scanner.search(ones, 2.9).items]).toEqual([0, 1]);
    expect(scanner.search(ones, Number.POSITIVE_INFINITY).items).toHaveLength(40);
    expect(kernels.createScanner(unit(0)).search(ones, 5).items).toHaveLength(0);
    expect([...scanner.scoresOf(ones, Int32Array.of(-1, 40, 3))]).toEqual([0, 0, 16]);
    expect([...kernels.createScanner(unit(0)).scoresOf(ones, Int32Array.of(0))]).toEqual([0]);
  });

  it.each(both)('takes a query that is no vector as zeros ($kind)', (kernels) => {
    const scanner = kernels.createScanner(unit(40));
    for (const odd of [0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const query = ones.map((value, i) => (i === 3 ? odd : odd === 0 ? 0 : value));
      expect(scanner.search(query, 3)).toEqual({ items: Int32Array.of(0, 1, 2), scores: new Float32Array(3) });
      expect(scanner.scoresOf(query, Int32Array.of(7))).toEqual(Float32Array.of(0));
    }
  });

  it('takes a query to int8 as its twin does: halves, the smallest floats, one value that outweighs all', () => {
    const packed = new Int8Array(300 * 16).map((_, i) => ((i * 89) % 255) - 127);
    const scales = new Float32Array(300).fill(1);
    const vectors = { packed, scales, items: 300, dimensions: 16 };
    const queries = [1, 2 ** -130, 2 ** -149, 3e38].flatMap((unit) => [
      Float32Array.from({ length: 16 }, (_, d) => (d === 0 ? 127 : d - 7.5) * Math.min(unit, 3e38 / 127)),
      Float32Array.from({ length: 16 }, (_, d) => (d === 5 ? -unit : 0)),
    ]);
    for (const query of queries) {
      for (const k of [1, 5, 20])
        expect(wasm.createScanner(vectors).search(query, k)).toEqual(js.createScanner(vectors).search(query, k));
    }
  });

  it('agrees on products beyond float32', () => {
    const vectors = { ...unit(40), scales: new Float32Array(40).map((_, i) => (i % 3 === 0 ? 3e38 : -1e-45)) };
    const query = ones.map((_, i) => (i % 2 === 0 ? 3e38 : -3e38));
    const [a, b] = both.map((kernels) => kernels.createScanner(vectors));
    expect(a!.search(query, 10)).toEqual(b!.search(query, 10));
    expect(a!.scoresOf(query, Int32Array.of(0, 1, 2))).toEqual(b!.scoresOf(query, Int32Array.of(0, 1, 2)));
    expect(a!.search(query, 10).scores.some(Number.isNaN)).toBe(false);
  });

  it.each(both)('takes ranges that overlap or run past the end for what is there ($kind)', (kernels) => {
    const scanner = kernels.createScanner(unit(40));
    const found = (...ranges: number[]) => [...scanner.search(ones, 50, { ranges: Uint32Array.from(ranges) }).items];
    expect(found()).toEqual([]);
    expect(found(3, 6, 5, 8, 2, 4)).toEqual([3, 4, 5, 6, 7]);
    expect(found(38, 99, 7)).toEqual([38, 39]);
    expect(found(9, 9, 12, 10)).toEqual([]);
  });

  it.each(both)('refuses an order that is no permutation ($kind)', (kernels) => {
    for (const order of [Uint32Array.of(0, 1, 1), Uint32Array.of(0, 1, 3), Uint32Array.of(0, 1)])
      expect(() => kernels.createScanner({ ...unit(3), order })).toThrow('order of 3 vectors');
  });

  it.each(both)('keeps what it found while the memory grows and other searches run ($kind)', (kernels) => {
    const scanner = kernels.createScanner(unit(40));
    const found = scanner.search(ones, 2);
    kernels.createScanner(unit(100_000)).search(ones, 1_000);
    expect(found).toEqual({ items: Int32Array.of(0, 1), scores: Float32Array.of(16, 16) });
    expect(scanner.search(ones, 2)).toEqual(found);
  });
});

describe('int8 vectors', () => {
  it.each([
    ['ordinary vectors', 0],
    ['norms that fall with popularity', 0.3],
  ])('keep the float top 100: %s', (_, fall) => {
    // bench/kernels.ts has the figure at 100k items.
    const items = 8_000;
    let state = 9;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 0) / 2 ** 32;
    };
    const normal = () => uniform() + uniform() + uniform() + uniform() + uniform() + uniform() - 3;
    const rows = Float32Array.from({ length: items * 64 }, (_, i) => normal() * (1 + (i >> 6)) ** -fall);
    const scanner = wasm.createScanner({ ...packVectors(rows, 64), items, dimensions: 64 });
    let shared = 0;
    for (let q = 0; q < 10; q++) {
      const query = Float32Array.from({ length: 64 }, normal);
      const scores = new Float64Array(items);
      for (let i = 0; i < rows.length; i++) scores[i >> 6]! += rows[i]! * query[i & 63]!;
      const truth = new Set([...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, 100));
      for (const item of scanner.search(query, 100).items) if (truth.has(item)) shared++;
    }
    expect(shared / 1_000).toBeGreaterThanOrEqual(0.99);
  });
});
