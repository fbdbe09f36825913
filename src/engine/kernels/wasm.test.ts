import { existsSync, readFileSync } from 'node:fs';
import { array, assert, constant, constantFrom, float, integer, nat, property, record, tuple } from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createJsKernels } from './js.ts';
import type { PackedVectors } from './kernels.ts';
import { createWasmKernels } from './wasm.ts';

const file = new URL('./kernels.wasm', import.meta.url);
if (!existsSync(file)) throw new Error('kernels.wasm is missing: run npm run build:kernels');
const module = new WebAssembly.Module(readFileSync(file));

const js = createJsKernels();
function wasmKernels() {
  const kernels = createWasmKernels(module);
  if (!kernels) throw new Error('kernels.wasm failed its self-test');
  return kernels;
}
// One memory for all cases: every scanner and solver made earlier stays in it, and it grows under them.
const wasm = wasmKernels();

const bits = (values: Float32Array): Uint32Array => new Uint32Array(values.slice().buffer);

/** Bytes with the ends of the range far more often than chance would. */
const byte = (min: number) =>
  constantFrom(min, -127, 127, 0, -1, 1).chain((end) =>
    constantFrom(end, 0).chain((v) => (v === 0 ? integer({ min, max: 127 }) : constant(end))),
  );
const scale = float({ min: Math.fround(-1e3), max: Math.fround(1e3), noNaN: true });

const vectors = (maxItems: number) =>
  tuple(nat(maxItems), constantFrom(16, 32, 48, 64, 128)).chain(([items, dimensions]) =>
    record<PackedVectors & { query: Int8Array; queryScale: number }>({
      packed: array(byte(-128), { minLength: items * dimensions, maxLength: items * dimensions }).map((v) =>
        Int8Array.from(v),
      ),
      scales: array(scale, { minLength: items, maxLength: items }).map((v) => Float32Array.from(v)),
      items: constant(items),
      dimensions: constant(dimensions),
      query: array(byte(-128), { minLength: dimensions, maxLength: dimensions }).map((v) => Int8Array.from(v)),
      queryScale: scale,
    }),
  );

describe('the scanner', () => {
  it('gives the bits of its plain twin', () => {
    assert(
      property(vectors(13), (v) => {
        const expected = js.createScanner(v).scores(v.query, v.queryScale);
        expect(bits(wasm.createScanner(v).scores(v.query, v.queryScale))).toEqual(bits(expected));
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it.each([64, 128])('keeps every unit of the largest products at d = %i', (dimensions) => {
    for (const [item, query] of [
      [127, 127],
      [-127, 127],
      [127, -127],
      [-127, -127],
    ] as const) {
      const packed = Int8Array.from({ length: 3 * dimensions }, (_, i) => (i % 2 === 0 ? item + 128 : item));
      const v = { packed, scales: Float32Array.of(1, 1, 1), items: 3, dimensions };
      const expected = Float32Array.from({ length: 3 }, () => dimensions * item * query);
      expect(wasm.createScanner(v).scores(new Int8Array(dimensions).fill(query), 1)).toEqual(expected);
      expect(js.createScanner(v).scores(new Int8Array(dimensions).fill(query), 1)).toEqual(expected);
    }
  });

  it('rounds the dot product, then by item scale, then by query scale', () => {
    const v = { packed: new Int8Array(64).fill(3), scales: Float32Array.of(0.1), items: 1, dimensions: 64 };
    const query = new Int8Array(64).fill(7);
    // Even dimensions are stored as x + 128, so a stored 3 is -125 there.
    const dot = 32 * 7 * (3 - 125);
    const expected = Math.fround(Math.fround(dot * Math.fround(0.1)) * Math.fround(0.3));
    expect(js.createScanner(v).scores(query, 0.3)[0]).toBe(expected);
    expect(wasm.createScanner(v).scores(query, 0.3)[0]).toBe(expected);
  });

  it('answers from its own vectors while others come and the memory grows', () => {
    const own = wasmKernels();
    const one = (fill: number, items: number) => ({
      packed: new Int8Array(items * 64).map((_, i) => (i % 2 === 0 ? fill + 128 : fill)),
      scales: new Float32Array(items).fill(1),
      items,
      dimensions: 64,
    });
    const query = new Int8Array(64).fill(1);
    const scanners = [1, 2, 3].map((fill) => ({ fill, scanner: own.createScanner(one(fill, 7)) }));
    const solver = own.createSolver(4);
    solver.begin(Float32Array.of(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2), 0);
    const before = scanners[0]!.scanner.scores(query, 1);
    expect(before).toHaveLength(7);
    scanners.push({ fill: 4, scanner: own.createScanner(one(4, 5_000)) });
    // Detached: the memory did grow.
    expect(before).toHaveLength(0);
    for (const { fill, scanner } of scanners) expect(new Set(scanner.scores(query, 1))).toEqual(new Set([64 * fill]));
    const out = new Float32Array(4);
    solver.add(new Float32Array(4), Float32Array.of(1), Float32Array.of(1), 1);
    solver.add(Float32Array.of(0, 1, 0, 0), Float32Array.of(2), Float32Array.of(8), 1);
    solver.solve(out);
    expect(out).toEqual(Float32Array.of(0, 2, 0, 0));
  });

  it('takes no more and no less than the vectors say', () => {
    const v = { packed: new Int8Array(64), scales: Float32Array.of(1), items: 2, dimensions: 64 };
    for (const kernels of [js, wasm]) {
      expect(() => kernels.createScanner(v)).toThrow('2 vectors');
      expect(() => kernels.createScanner({ ...v, items: 1, dimensions: 8 })).toThrow('8 dimensions');
      expect(() => kernels.createSolver(6)).toThrow('6 dimensions');
    }
  });
});

describe('the solver', () => {
  const value = float({ min: -4, max: 4, noNaN: true, noDefaultInfinity: true });
  const system = tuple(constantFrom(4, 8, 12, 16, 20, 64), nat(70)).chain(([d, count]) =>
    record({
      d: constant(d),
      count: constant(count),
      seed: array(value, { minLength: d * 2, maxLength: d * 2 }),
      rows: array(value, { minLength: 64, maxLength: 64 }).map((v) =>
        Float32Array.from({ length: count * d }, (_, i) => v[(i * 29 + (i >> 5)) % 64]!),
      ),
      weights: array(float({ min: 0, max: 8, noNaN: true }), { minLength: count, maxLength: count }).map((v) =>
        Float32Array.from(v),
      ),
      targets: array(value, { minLength: count, maxLength: count }).map((v) => Float32Array.from(v)),
      ridge: constantFrom(0, 1e-3, 0.1, 5),
      chunk: integer({ min: 1, max: 9 }),
    }),
  );

  it('gives the bits of its plain twin, however the rows are cut', () => {
    let solved = 0;
    assert(
      property(system, ({ d, count, seed, rows, weights, targets, ridge, chunk }) => {
        // A Gram matrix of two vectors, with rubbish above the diagonal that must not be read.
        const gram = new Float32Array(d * d).fill(Number.NaN);
        for (let i = 0; i < d; i++) {
          for (let j = 0; j <= i; j++) gram[i * d + j] = seed[i]! * seed[j]! + seed[d + i]! * seed[d + j]!;
        }
        const [whole, cut, plain] = [new Float32Array(d), new Float32Array(d), new Float32Array(d)];
        const a = wasm.createSolver(d);
        a.begin(gram, ridge);
        a.add(rows, weights, targets, count);
        a.solve(whole);
        for (const [kernels, out] of [
          [wasm, cut],
          [js, plain],
        ] as const) {
          const solver = kernels.createSolver(d);
          solver.begin(gram, ridge);
          for (let at = 0; at < count; at += chunk) {
            const end = Math.min(count, at + chunk);
            solver.add(rows.subarray(at * d, end * d), weights.subarray(at, end), targets.subarray(at, end), end - at);
          }
          solver.solve(out);
        }
        expect(bits(whole)).toEqual(bits(plain));
        expect(bits(cut)).toEqual(bits(plain));
        if (plain.some((x) => x !== 0)) solved++;
      }),
      { seed: 2, numRuns: 120 },
    );
    expect(solved).toBeGreaterThan(60);
  });

  it.each([js, wasm])('starts afresh after a failed system ($kind)', (kernels) => {
    const solver = kernels.createSolver(12);
    const out = new Float32Array(12).fill(9);
    solver.begin(new Float32Array(144).fill(Number.NaN), 1);
    solver.add(new Float32Array(12).fill(Number.POSITIVE_INFINITY), Float32Array.of(1), Float32Array.of(1), 1);
    solver.solve(out);
    expect(out).toEqual(new Float32Array(12));
    solver.begin(new Float32Array(144), 0.5);
    solver.add(new Float32Array(12).fill(1), Float32Array.of(0), Float32Array.of(3), 1);
    solver.solve(out);
    expect([...out].every((x) => Math.abs(x - 6) < 1e-5)).toBe(true);
  });

  it.each([js, wasm])('gives zeros for a singular or indefinite matrix ($kind)', (kernels) => {
    const solver = kernels.createSolver(8);
    for (const diagonal of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      for (const bad of [0, 3, 4, 7]) {
        const gram = new Float32Array(64);
        for (let i = 0; i < 8; i++) gram[i * 9] = i === bad ? diagonal : 1;
        const out = new Float32Array(9).fill(5);
        solver.begin(gram, 0);
        solver.add(new Float32Array(8).fill(1), Float32Array.of(0), Float32Array.of(1), 1);
        solver.solve(out);
        expect(out).toEqual(Float32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 5));
      }
    }
  });
});

describe('createWasmKernels', () => {
  it('goes on in plain JavaScript where its memory cannot grow', () => {
    const own = wasmKernels();
    const vectors = (items: number): PackedVectors => ({
      packed: Int8Array.from({ length: items * 64 }, (_, i) => (i * 97) % 128),
      scales: new Float32Array(items).fill(0.5),
      items,
      dimensions: 64,
    });
    const small = own.createScanner(vectors(3_000));
    const query = Float32Array.from({ length: 64 }, (_, i) => (i % 7) - 3);
    const expected = js.createScanner(vectors(3_000)).search(query, 3_000);
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('no memory');
    });
    try {
      // In the space there is, beyond it by a large k, and beyond it from the start.
      expect(small.search(query, 20).items).toEqual(expected.items.subarray(0, 20));
      expect(small.search(query, 3_000)).toEqual(expected);
      expect(small.scores(new Int8Array(64).fill(1), 1)).toHaveLength(3_000);
      const big = own.createScanner(vectors(20_000));
      expect(big.search(query, 5)).toEqual(js.createScanner(vectors(20_000)).search(query, 5));
      expect(
        own
          .createRows({
            offsets: new Uint32Array(1e5 + 1),
            maxima: new Float32Array(1e5),
            entries: new Uint8Array(),
            items: 1e5,
          })
          .accumulate(Int32Array.of(3), Float64Array.of(1)).items,
      ).toHaveLength(0);
      own.createSolver(512).solve(new Float32Array(512));
      expect(grow).toHaveBeenCalled();
    } finally {
      grow.mockRestore();
    }
    expect(small.search(query, 3_000)).toEqual(expected);
  });

  it('declines a module that is not the kernels', () => {
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    expect(createWasmKernels(empty)).toBeUndefined();
  });

  // The same module with one kind of instruction made another.
  it.each([
    ['i32x4.dot_i16x8_s made i32x4.add', 0xba, 0xae],
    ['i64x2.gt_s made i64x2.lt_s', 0xd9, 0xd8],
    ['i32x4.sub made i32x4.add', 0xb1, 0xae],
    ['f32x4.mul made f32x4.add', 0xe6, 0xe4],
  ])('declines a module that miscounts: %s', (_, from, to) => {
    const bytes = Uint8Array.from(readFileSync(file));
    let changed = 0;
    for (let at = 0; at + 2 < bytes.length; at++) {
      if (bytes[at] !== 0xfd || bytes[at + 1] !== from || bytes[at + 2] !== 0x01) continue;
      bytes[at + 1] = to;
      changed++;
    }
    expect(changed).toBeGreaterThan(0);
    expect(createWasmKernels(new WebAssembly.Module(bytes))).toBeUndefined();
  });
});
