import { createBitmap, setBit } from '../candidates/bitmap.ts';
import type { Kernels } from './kernels.ts';

/** What `checksum` gives where every operation keeps its definition; its test holds the plain-JS twins to it. */
const SOUND = 0x19855691;

/**
 * Whether an implementation gives the bits it is defined to on small scans, searches, sums of rows and systems. A few
 * milliseconds, most of them compiling, so a host can ask before trusting an engine: some have shipped SIMD that compiles
 * and miscounts. The bits are frozen as a checksum, so that a host need not carry the twins to compare with.
 */
export function isSound(kernels: Kernels): boolean {
  return checksum(kernels) === SOUND;
}

/** FNV-1a over the words of all results as float64, with the high bits brought down after each; 32 bits. */
export function checksum(kernels: Kernels): number {
  const results = [
    ...[16, 64].flatMap((dimensions) => [...scan(kernels, dimensions)]),
    ...[false, true].flatMap((isCut) => search(kernels, isCut)),
    ...sumRows(kernels),
    ...[4, 16].flatMap((dimensions) => [...solve(kernels, dimensions)]),
  ];
  let hash = 0x811c9dc5;
  // Not by the bytes' order in memory but by DataView: the same on a big-endian device.
  const view = new DataView(new ArrayBuffer(8));
  for (const result of results) {
    view.setFloat64(0, result);
    for (const at of [0, 4]) {
      hash = Math.imul(hash ^ view.getUint32(at), 0x01000193);
      // Multiplication carries upwards only: two signs that flip would cancel out.
      hash ^= hash >>> 15;
    }
  }
  return hash >>> 0;
}

function vectorsOf(items: number, dimensions: number) {
  return {
    packed: new Int8Array(items * dimensions).map((_, i) => ((i * 97) % 255) - 127),
    scales: Float32Array.from({ length: items }, (_, i) => (((i * 7) % items) + 1) / 300),
    items,
    dimensions,
  };
}

function scan(kernels: Kernels, dimensions: number): Float32Array {
  const query = Int8Array.from({ length: dimensions }, (_, i) => 127 - ((i * 61) % 255));
  return kernels.createScanner(vectorsOf(5, dimensions)).scores(query, 0.01);
}

/** Enough items for a sampled threshold and a full buffer; with a cut, two ranges of a shuffled half of them. */
function search(kernels: Kernels, isCut: boolean): number[] {
  const items = 120;
  const query = Float32Array.from({ length: 16 }, (_, i) => ((i * 61) % 255) / 100 - 1);
  const order = Uint32Array.from({ length: items }, (_, i) => (i * 7) % items);
  const scanner = kernels.createScanner({ ...vectorsOf(items, 16), ...(isCut && { order }) });
  const allowed = createBitmap(items);
  for (let item = 0; item < items; item += 2) setBit(allowed, item);
  const found = scanner.search(query, 2, isCut ? { allowed, ranges: Uint32Array.of(3, 50, 61, 118) } : {});
  return [...found.items, ...found.scores, ...scanner.scoresOf(query, Int32Array.of(5, 2, 900))];
}

function sumRows(kernels: Kernels): number[] {
  // Row 0 is 1 and 131, row 1 is 1 and then an entry cut short.
  const summer = kernels.createRows({
    offsets: Uint32Array.of(0, 5, ...new Array<number>(199).fill(8)),
    maxima: new Float32Array(200).fill(0.7),
    entries: Uint8Array.of(1, 9, 129, 1, 200, 1, 77, 3),
    items: 200,
  });
  const { items, sums } = summer.accumulate(Int32Array.of(1, 0, 1), Float64Array.of(0.3, 0.9, 0.1));
  return [...items, ...sums];
}

function solve(kernels: Kernels, dimensions: number): Float32Array {
  const count = 3;
  const solver = kernels.createSolver(dimensions);
  const rows = Float32Array.from({ length: count * dimensions }, (_, i) => ((i * 37) % 101) / 50 - 1);
  const out = new Float32Array(dimensions);
  solver.begin(new Float32Array(dimensions * dimensions), 0.3);
  solver.add(rows, Float32Array.of(0.7, 1.9, 3.1), Float32Array.of(1.7, 2.9, 4.1), count);
  solver.solve(out);
  return out;
}
