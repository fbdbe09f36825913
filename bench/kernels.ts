// The kernels one by one in Node, each beside its plain-JS twin and scans beside a loop that only reads the same bytes:
// `npx tsx bench/kernels.ts [--json] [--quick]`, after build:kernels. Variants take turns in every round, so a busy machine
// slows all alike: ratios hold where times do not. `npm run bench` measures whole searches in every runtime.
import { pathToFileURL } from 'node:url';
import { bitmapOf } from '../src/engine/candidates/bitmap.ts';
import { createJsKernels } from '../src/engine/kernels/js.ts';
import type { Kernels, Scanner } from '../src/engine/kernels/kernels.ts';
import { packVectors } from '../src/engine/kernels/quantise.ts';
import { createWasmKernels } from '../src/engine/kernels/wasm.ts';
import { Random } from '../src/trainer/random.ts';
import { type Modules, readModules } from './hosts/modules.ts';
import { interleave, type Rounds, ratioOf, type Spread, spreadOf } from './measure.ts';

const DIMENSIONS = 64;
const TOP = 100;
const SIZES = [1_000, 10_000, 100_000, 1_000_000];
/** Beyond this the twin takes tens of milliseconds and the bench minutes. */
const MAX_JS = 100_000;

/** Microseconds per call of each variant, and medians of the ratios of some of them, round by round. */
export interface KernelFigures {
  us: Record<string, Spread>;
  ratios: Record<string, number>;
}

type Calls = Record<string, (turn: number) => unknown>;

/** All of them, by name of the case. `maxItems` leaves out larger catalogues. */
export async function measureKernels(
  effort: Rounds,
  maxItems: number = SIZES.at(-1)!,
): Promise<Record<string, KernelFigures>> {
  const modules = await readModules();
  const figures: Record<string, KernelFigures> = {};
  for (const items of SIZES.filter((size) => size <= maxItems))
    figures[`top ${TOP} of ${items}`] = await take(scans(modules, items), effort, 'floor');
  figures['top 100 of 100000, filtered'] = await take(filters(modules, 100_000), effort, 'all');
  for (const count of [0, 20, 200]) figures[`solve ${count} rows`] = await take(solves(modules, count), effort);
  figures['sum 20 rows of 40'] = await take(rowSums(modules), effort);
  return figures;
}

/** Share of the float top 100 that searching int8 vectors finds: ordinary vectors, and norms that fall with popularity. */
export async function measureOverlap(items: number, queries: number): Promise<Record<string, number>> {
  const kernels = wasmOf(await readModules());
  const shares: Record<string, number> = {};
  for (const [name, falloff] of [
    ['gaussian', 0],
    ['norms falling', 0.3],
  ] as const) {
    const random = new Random(1, name);
    const rows = gaussians(random, items).map((value, i) => value * (1 + Math.floor(i / DIMENSIONS)) ** -falloff);
    const scanner = kernels.createScanner({ ...packVectors(rows, DIMENSIONS), items, dimensions: DIMENSIONS });
    let shared = 0;
    for (let q = 0; q < queries; q++) {
      const query = gaussians(random, 1);
      const truth = new Set(floatTop(rows, query));
      for (const item of scanner.search(query, TOP).items) if (truth.has(item)) shared++;
    }
    shares[name] = shared / (queries * TOP);
  }
  return shares;
}

/** Each variant runs for so long beforehand, ms: optimising compilers work beside it, slowly where others compute too. */
const WARM_MS = 300;

async function take(calls: Calls, effort: Rounds, base = 'wasm'): Promise<KernelFigures> {
  let turn = 0;
  for (const call of Object.values(calls))
    for (const start = performance.now(); performance.now() - start < WARM_MS; ) call(turn++);
  const batches = Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [
      name,
      (n: number) => {
        const start = performance.now();
        for (let i = 0; i < n; i++) call(turn++);
        return performance.now() - start;
      },
    ]),
  );
  const times = await interleave(batches, effort);
  const figures: KernelFigures = { us: {}, ratios: {} };
  for (const name of Object.keys(calls)) {
    figures.us[name] = spreadOf(times[name]!.map((ms) => ms * 1000));
    if (name !== base) figures.ratios[`${name} / ${base}`] = ratioOf(times[name]!, times[base]!).median;
  }
  return figures;
}

function scans(modules: Modules, items: number): Calls {
  const random = new Random(1, `scan ${items}`);
  const queries = Array.from({ length: 16 }, () => gaussians(random, 1));
  const vectors = { ...randomVectors(random, items), items, dimensions: DIMENSIONS };
  const search = (scanner: Scanner) => (turn: number) => scanner.search(queries[turn % 16]!, TOP);
  return {
    floor: floor(modules, items),
    wasm: search(wasmOf(modules).createScanner(vectors)),
    ...(items <= MAX_JS && { js: search(createJsKernels().createScanner(vectors)) }),
  };
}

function filters(modules: Modules, items: number): Calls {
  const random = new Random(1, 'filters');
  const queries = Array.from({ length: 16 }, () => gaussians(random, 1));
  const scanner = wasmOf(modules).createScanner({ ...randomVectors(random, items), items, dimensions: DIMENSIONS });
  const calls: Calls = { all: (turn) => scanner.search(queries[turn % 16]!, TOP) };
  for (const share of [0.5, 0.1, 0.01, 0.001]) {
    const allowed = bitmapOf(Array.from({ length: items }, () => (random.chance(share) ? 1 : 0)));
    calls[`${share * 100} %`] = (turn) => scanner.search(queries[turn % 16]!, TOP, { allowed });
  }
  return calls;
}

function solves(modules: Modules, count: number): Calls {
  const random = new Random(1, 'solve');
  const gram = new Float32Array(DIMENSIONS * DIMENSIONS);
  const rows = gaussians(random, count);
  const weights = Float32Array.from({ length: count }, () => random.next());
  const out = new Float32Array(DIMENSIONS);
  const solve = (kernels: Kernels) => {
    const solver = kernels.createSolver(DIMENSIONS);
    return () => {
      solver.begin(gram, 0.1);
      solver.add(rows, weights, weights, count);
      solver.solve(out);
    };
  };
  return { wasm: solve(wasmOf(modules)), js: solve(createJsKernels()) };
}

/** Rows of a shop of 10k items, 40 targets each, asked 20 at a time. */
function rowSums(modules: Modules): Calls {
  const random = new Random(1, 'rows');
  const items = 10_000;
  const entries = new Uint8Array(items * 80);
  for (let i = 0; i < entries.length; i++) entries[i] = i % 2 === 0 ? random.below(128) : 1 + random.below(255);
  const rows = {
    offsets: Uint32Array.from({ length: items + 1 }, (_, i) => i * 80),
    maxima: new Float32Array(items).fill(0.5),
    entries,
    items,
  };
  const asked = Array.from({ length: 16 }, () => Int32Array.from({ length: 20 }, () => random.below(items)));
  const weights = Float64Array.from({ length: 20 }, (_, i) => 0.8 ** i);
  const sum = (kernels: Kernels) => {
    const summer = kernels.createRows(rows);
    return (turn: number) => summer.accumulate(asked[turn % 16]!, weights);
  };
  return { wasm: sum(wasmOf(modules)), js: sum(createJsKernels()) };
}

/** A loop that reads as many bytes as the vectors and scales of `items` have. */
function floor({ floor: module }: Modules, items: number): () => number {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
  const { memory, touch } = exports as unknown as {
    memory: WebAssembly.Memory;
    touch(from: number, bytes: number): number;
  };
  const bytes = Math.ceil((items * (DIMENSIONS + 4)) / 128) * 128;
  memory.grow(1 + Math.ceil(bytes / 65_536));
  // Written, so that the pages are there and not one page of zeros.
  new Uint8Array(memory.buffer, 65_536, bytes).fill(1);
  return () => touch(65_536, bytes);
}

function wasmOf({ kernels }: Modules): Kernels {
  const own = createWasmKernels(new WebAssembly.Module(kernels));
  if (!own) throw new Error('kernels.wasm does not run here');
  return own;
}

function gaussians(random: Random, rows: number): Float32Array {
  return Float32Array.from({ length: rows * DIMENSIONS }, () => random.normal());
}

/** Any bytes are vectors; sums of 64 of them are close enough to normal for a scan to have its usual work. */
function randomVectors(random: Random, items: number) {
  const packed = new Int8Array(items * DIMENSIONS);
  for (let i = 0; i < packed.length; i++) packed[i] = random.below(256);
  return { packed, scales: Float32Array.from({ length: items }, () => 0.01 + random.next() / 1000) };
}

function floatTop(rows: Float32Array, query: Float32Array): number[] {
  const scores = new Float64Array(rows.length / DIMENSIONS);
  for (let i = 0; i < rows.length; i++) scores[Math.floor(i / DIMENSIONS)]! += rows[i]! * query[i % DIMENSIONS]!;
  const sorted = Float64Array.from(scores).sort();
  const threshold = sorted[sorted.length - TOP]!;
  return Array.from(scores.keys()).filter((item) => scores[item]! >= threshold);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const isQuick = process.argv.includes('--quick');
  const figures = await measureKernels(
    { rounds: isQuick ? 9 : 31, batchMs: isQuick ? 5 : 20 },
    isQuick ? 100_000 : undefined,
  );
  const overlap = await measureOverlap(100_000, isQuick ? 10 : 50);
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ dimensions: DIMENSIONS, figures, overlap }, undefined, 2)}\n`);
  } else {
    for (const [name, { us, ratios }] of Object.entries(figures)) {
      const times = Object.entries(us).map(
        ([variant, { median, low, high }]) =>
          `${variant} ${median.toFixed(1)} us (${low.toFixed(1)} to ${high.toFixed(1)})`,
      );
      const over = Object.entries(ratios).map(([what, ratio]) => `${what} ${ratio.toFixed(2)}`);
      process.stdout.write(`${name}\n  ${[...times, ...over].join('\n  ')}\n`);
    }
    for (const [name, share] of Object.entries(overlap))
      process.stdout.write(`overlap with the float top ${TOP} of 100000, ${name}: ${share.toFixed(4)}\n`);
  }
}
