// `npx tsx bench/peers/run.ts [--items N]... [--json] [--write]`: see README.md here.
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unpackVectors } from '../../src/engine/kernels/quantise.ts';
import { sha256 } from '../../src/trainer/digest.ts';
import type { Runtime } from '../cases/case.ts';
import { openIndexes } from '../cases/index.ts';
import { recallOf } from '../cases/recall.ts';
import { openScan, rowsOf } from '../cases/scan.ts';
import { DATA, folderOf, prepareIndex, readData, TOP } from '../data.ts';
import { readModules } from '../hosts/modules.ts';
import { interleave, spreadOf } from '../measure.ts';
import type { PeerReport } from '../report.ts';

const DIMENSIONS = 64;
const M = 16;
const EF_CONSTRUCTION = 128;
const EFS = [100, 150, 250, 400];
const KEPT = join(DATA, 'peers');

/** An index at one setting. */
interface Peer {
  name: string;
  bytes: number;
  buildSeconds?: number;
  recall: number;
  search(turn: number): unknown;
}

/** The part of hnswlib-node that is used. */
interface HnswlibIndex {
  initIndex(options: { maxElements: number; m: number; efConstruction: number; randomSeed: number }): void;
  addPoint(vector: number[], label: number): void;
  setEf(ef: number): void;
  searchKnn(query: number[], k: number): { neighbors: number[] };
  writeIndexSync(path: string): void;
  readIndexSync(path: string): void;
}

/** The part of usearch that is used. */
interface UsearchIndex {
  add(keys: BigUint64Array, vectors: Float32Array[] | Float32Array, threads: number): void;
  search(query: Float32Array, k: number, threads: number): { keys: BigUint64Array };
  save(path: string): void;
  load(path: string): void;
}

const native = createRequire(import.meta.url);

const { values } = parseArgs({
  options: { items: { type: 'string', multiple: true }, json: { type: 'boolean' }, write: { type: 'boolean' } },
});
const load = () => loadavg()[0]! / cpus().length;
const before = load();
const sizes = (values.items ?? ['10000', '100000']).map(Number);
await mkdir(KEPT, { recursive: true });
const results: PeerReport['results'] = [];
for (const items of sizes) {
  const peers = [...(await ours(items)), ...(await hnswlib(items)), ...(await usearch(items))];
  const times = await interleave(Object.fromEntries(peers.map((peer) => [peer.name, (n: number) => timed(peer, n)])), {
    rounds: 11,
    batchMs: 30,
  });
  for (const { name, bytes, buildSeconds, recall } of peers) {
    const { median, low, high } = spreadOf(times[name]!.map((ms) => 1000 * ms));
    results.push({
      items,
      name,
      recall,
      microseconds: median,
      low,
      high,
      bytes,
      ...(buildSeconds !== undefined && { buildSeconds }),
    });
    if (!values.json)
      console.log(
        `${String(items).padStart(8)} ${name.padEnd(28)} recall ${recall.toFixed(3)} ${median.toFixed(1).padStart(9)} us (${low.toFixed(1)} to ${high.toFixed(1)}) ${(bytes / 1e6).toFixed(1).padStart(7)} MB${buildSeconds === undefined ? '' : `, built in ${buildSeconds.toFixed(1)} s`}`,
      );
  }
}
const report: PeerReport = { date: new Date().toISOString().slice(0, 10), load: { before, after: load() }, results };
const json = `${JSON.stringify(report, null, 2)}\n`;
if (values.json) process.stdout.write(json);
// `npm run bench -- --write` takes it into docs/benchmarks.md from there.
if (values.write) await writeFile(new URL('../../docs/bench-peers.json', import.meta.url), json);

function timed({ search }: Peer, n: number): number {
  const start = performance.now();
  for (let i = 0; i < n; i++) search(i);
  return performance.now() - start;
}

async function ours(items: number): Promise<Peer[]> {
  await prepareIndex(items);
  const { kernels, trees, floor } = await readModules();
  const runtime: Runtime = {
    kernels: new WebAssembly.Module(kernels),
    trees: new WebAssembly.Module(trees),
    floor: new WebAssembly.Module(floor),
    read: readData,
    sha256,
  };
  const folder = folderOf(items);
  const scan = await openScan({ kind: 'scan', folder, items, variants: ['wasm'] }, runtime);
  const lists = await openIndexes({ kind: 'index', folder, items, variants: ['ivf'] }, runtime);
  return [
    {
      name: 'vitrine exact, int8 WASM',
      bytes: scan.facts.bytes!,
      recall: scan.facts['recall wasm']!,
      search: scan.variants.wasm!,
    },
    {
      name: 'vitrine ivf, int8 WASM',
      bytes: lists.facts.bytes!,
      recall: lists.facts['recall ivf']!,
      search: lists.variants.ivf!,
    },
  ];
}

interface Material {
  /** Width of a row and a query. */
  width: number;
  rows: Float32Array;
  queries: Float32Array[];
  truth: Int32Array;
}

/**
 * The vectors as shipped (all search what int8 left of them), with values up to 1 as usearch's int8 wants them; the same by inner product.
 * `augmented`: with one more dimension that makes all lengths equal, so that the nearest by Euclidean distance are the highest by
 * inner product (Bachrach et al. 2014): graphs find their way better in a metric space.
 */
async function material(items: number, augmented: boolean): Promise<Material> {
  const file = async (name: string) => (await readData(`${folderOf(items)}/${name}.bin`)).slice().buffer;
  const scales = new Float32Array(await file('scales'));
  const shipped = unpackVectors(new Int8Array(await file('packed')), scales, DIMENSIONS);
  const plain = scaled(shipped);
  const queries = rowsOf(scaled(new Float32Array(await file('queries'))));
  const truth = new Int32Array(await file('truth'));
  if (!augmented) return { width: DIMENSIONS, rows: plain, queries, truth };
  const width = DIMENSIONS + 1;
  const rows = new Float32Array(items * width);
  const lengths = Float64Array.from({ length: items }, (_, item) =>
    plain.subarray(item * DIMENSIONS, (item + 1) * DIMENSIONS).reduce((sum, value) => sum + value * value, 0),
  );
  const longest = lengths.reduce((a, b) => Math.max(a, b));
  for (let item = 0; item < items; item++) {
    rows.set(plain.subarray(item * DIMENSIONS, (item + 1) * DIMENSIONS), item * width);
    rows[item * width + DIMENSIONS] = Math.sqrt(longest - lengths[item]!);
  }
  return { width, rows, queries: queries.map((query) => Float32Array.of(...query, 0)), truth };
}

function scaled(values: Float32Array): Float32Array {
  const most = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return values.map((value) => value / most);
}

async function hnswlib(items: number): Promise<Peer[]> {
  const { HierarchicalNSW } = native('hnswlib-node') as {
    HierarchicalNSW: new (space: string, dimensions: number) => HnswlibIndex;
  };
  const peers: Peer[] = [];
  for (const space of ['ip', 'l2']) {
    const { width, rows, queries, truth } = await material(items, space === 'l2');
    const made = () => new HierarchicalNSW(space, width);
    const path = join(KEPT, `hnswlib-${space}-${items}.bin`);
    const buildSeconds = await building(path, () => {
      const index = made();
      index.initIndex({ maxElements: items, m: M, efConstruction: EF_CONSTRUCTION, randomSeed: 1 });
      for (let i = 0; i < items; i++) index.addPoint(Array.from(rows.subarray(i * width, (i + 1) * width)), i);
      index.writeIndexSync(path);
    });
    // It takes arrays of numbers: made before the clock runs.
    const asked = new Map(queries.map((query) => [query, Array.from(query)]));
    const arrays = [...asked.values()];
    for (const ef of EFS) {
      // An index each: ef is a setting of the index.
      const index = made();
      index.readIndexSync(path);
      index.setEf(ef);
      peers.push({
        name: `hnswlib ${space} ef=${ef}`,
        bytes: (await stat(path)).size,
        buildSeconds,
        recall: recallOf(queries, truth, (query) => index.searchKnn(asked.get(query)!, TOP).neighbors),
        search: (turn) => index.searchKnn(arrays[turn % arrays.length]!, TOP),
      });
    }
  }
  return peers;
}

async function usearch(items: number): Promise<Peer[]> {
  const { Index } = native('usearch') as { Index: new (config: object) => UsearchIndex };
  const peers: Peer[] = [];
  for (const [metric, quantization] of [
    ['l2sq', 'f32'],
    ['ip', 'f32'],
    ['ip', 'i8'],
  ] as const) {
    const { width, rows, queries, truth } = await material(items, metric === 'l2sq');
    const made = (ef: number) =>
      new Index({
        dimensions: width,
        metric,
        quantization,
        connectivity: M,
        expansion_add: EF_CONSTRUCTION,
        expansion_search: ef,
        multi: false,
      });
    const path = join(KEPT, `usearch-${metric}-${quantization}-${items}.bin`);
    const buildSeconds = await building(path, () => {
      const index = made(EF_CONSTRUCTION);
      for (let i = 0; i < items; i++)
        index.add(BigUint64Array.of(BigInt(i)), rows.subarray(i * width, (i + 1) * width), 1);
      index.save(path);
    });
    for (const ef of EFS) {
      const index = made(ef);
      index.load(path);
      const found = (query: Float32Array) => Array.from(index.search(query, TOP, 1).keys, Number);
      peers.push({
        name: `usearch ${metric} ${quantization} ef=${ef}`,
        bytes: (await stat(path)).size,
        buildSeconds,
        recall: recallOf(queries, truth, found),
        search: (turn) => index.search(queries[turn % queries.length]!, TOP, 1),
      });
    }
  }
  return peers;
}

/** Seconds that `build` took, now or when what lies at `path` was built. */
async function building(path: string, build: () => void): Promise<number> {
  const note = `${path}.seconds`;
  if (!existsSync(path)) {
    const start = performance.now();
    build();
    await writeFile(note, String((performance.now() - start) / 1000));
  }
  return Number(await readFile(note, 'utf8'));
}
