// Microseconds per scan and per solve, WASM against plain JS: `npx tsx bench/kernels.ts [--json]`, after build:kernels.
// The two take turns in every round, so a busy machine slows both alike; medians over rounds.
import { readFileSync } from 'node:fs';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { createJsKernels } from '../src/engine/kernels/js.ts';
import type { Kernels } from '../src/engine/kernels/kernels.ts';
import { packVectors, quantise } from '../src/engine/kernels/quantise.ts';
import { createWasmKernels } from '../src/engine/kernels/wasm.ts';

const ROUNDS = 15;
const DIMENSIONS = 64;
const random = xoroshiro128plus(1);
const floats = (length: number): Float32Array => Float32Array.from({ length }, () => (random.next() >> 8) / 2 ** 23);

/** Microseconds per call over about 20 ms of calls. */
function time(call: () => void): number {
  let calls = 0;
  const start = performance.now();
  let now = start;
  for (; now - start < 20; now = performance.now()) {
    call();
    calls++;
  }
  return ((now - start) * 1000) / calls;
}

function scan(kernels: Kernels, items: number): () => void {
  const vectors = packVectors(floats(items * DIMENSIONS), DIMENSIONS);
  const scanner = kernels.createScanner({ ...vectors, items, dimensions: DIMENSIONS });
  const { values, scale } = quantise(floats(DIMENSIONS));
  return () => scanner.scores(values, scale);
}

function solve(kernels: Kernels, count: number): () => void {
  const solver = kernels.createSolver(DIMENSIONS);
  const gram = new Float32Array(DIMENSIONS * DIMENSIONS);
  const rows = floats(count * DIMENSIONS);
  const weights = floats(count).map(Math.abs);
  const targets = floats(count);
  const out = new Float32Array(DIMENSIONS);
  return () => {
    solver.begin(gram, 0.1);
    solver.add(rows, weights, targets, count);
    solver.solve(out);
  };
}

const wasm = createWasmKernels(
  new WebAssembly.Module(readFileSync(new URL('../src/engine/kernels/kernels.wasm', import.meta.url))),
);
if (!wasm) throw new Error('kernels.wasm does not run here');
const js = createJsKernels();

const cases: Record<string, (kernels: Kernels) => () => void> = {
  'scan 1k items': (kernels) => scan(kernels, 1_000),
  'scan 10k items': (kernels) => scan(kernels, 10_000),
  'scan 100k items': (kernels) => scan(kernels, 100_000),
  'solve 0 rows': (kernels) => solve(kernels, 0),
  'solve 20 rows': (kernels) => solve(kernels, 20),
  'solve 200 rows': (kernels) => solve(kernels, 200),
};
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

const result: Record<string, { wasm: number; js: number }> = {};
for (const [name, prepare] of Object.entries(cases)) {
  const calls = { wasm: prepare(wasm), js: prepare(js) };
  const times: { wasm: number[]; js: number[] } = { wasm: [], js: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const kind of ['wasm', 'js'] as const) {
      const taken = time(calls[kind]);
      // The first round only warms the compilers up.
      if (round > 0) times[kind].push(taken);
    }
  }
  result[name] = { wasm: median(times.wasm), js: median(times.js) };
}
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ unit: 'us', dimensions: 64, result })}\n`);
else {
  for (const [name, { wasm: w, js: j }] of Object.entries(result)) {
    process.stdout.write(
      `${name.padEnd(16)} wasm ${w.toFixed(1).padStart(8)} us   js ${j.toFixed(1).padStart(8)} us\n`,
    );
  }
}
