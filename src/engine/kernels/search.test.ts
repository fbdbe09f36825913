import { readFileSync } from 'node:fs';
import { array, assert, boolean, constantFrom, float, integer, nat, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOf, hasBit } from '../candidates/bitmap.ts';
import { createJsKernels } from './js.ts';
import type { Found, PackedVectors, SearchOptions } from './kernels.ts';
import { quantise, unpack } from './quantise.ts';
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
      { seed: 7, numRuns: 400 },
    );
    expect(nonEmpty).toBeGreaterThan(100);
  });
});
