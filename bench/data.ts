import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SectionEntry } from '../src/engine/bundle/manifest.ts';
import { encodeSection } from '../src/engine/bundle/section.ts';
import { packVectors } from '../src/engine/kernels/quantise.ts';
import { createWasmKernels } from '../src/engine/kernels/wasm.ts';
import { buildIvf } from '../src/trainer/indexing/ivf.ts';
import { readModules } from './hosts/modules.ts';
import { syntheticBundle, syntheticLogs } from './syntheticBundle.ts';
import { syntheticRanker } from './syntheticRanker.ts';
import { DIMENSIONS, syntheticQueries, syntheticVectors } from './syntheticVectors.ts';

/** What is measured on lies here, by path `<items>/...`; the runtimes read it from the bench's server. */
export const DATA = resolve(import.meta.dirname, '../.cache/bench');

/** Part of the folder's name: raise it where what is written changes. */
const VERSION = 4;
export const QUERIES = 200;
export const TOP = 100;
const LOGS = 64;
export const HISTORY = 200;

/** Folder of a catalogue of `items`, below DATA. */
export const folderOf = (items: number): string => `${items}-v${VERSION}`;

/**
 * Makes a catalogue's files where they are not there yet: packed.bin, scales.bin (as a bundle ships them), queries.bin (float32),
 * truth.bin (int32, the float vectors' own TOP items of each query, by brute force), logs.json and, if asked, bundle/ and ranked/, the same with a ranker.
 */
export async function prepareData(items: number, withBundle: boolean, withRanker = false): Promise<string> {
  const folder = join(DATA, folderOf(items));
  const has = (name: string) => existsSync(join(folder, name));
  const bundles = [...(withBundle ? ['bundle'] : []), ...(withRanker ? ['ranked'] : [])];
  if (has('truth.bin') && bundles.every((name) => has(`${name}/manifest.json`))) return folder;
  const vectors = syntheticVectors(items);
  await mkdir(folder, { recursive: true });
  if (!has('truth.bin')) {
    const { packed, scales } = packVectors(vectors.rows, DIMENSIONS);
    const queries = syntheticQueries(vectors, QUERIES);
    await writeFile(join(folder, 'packed.bin'), packed);
    await writeFile(join(folder, 'scales.bin'), bytesOf(scales));
    await writeFile(join(folder, 'queries.bin'), bytesOf(queries));
    await writeFile(join(folder, 'logs.json'), JSON.stringify(syntheticLogs(vectors.leaf, LOGS, HISTORY)));
    // Last: its presence says that all of them are whole.
    await writeFile(join(folder, 'truth.bin'), bytesOf(truthOf(vectors.rows, queries)));
  }
  for (const name of bundles.filter((name) => !has(`${name}/manifest.json`))) {
    const { files } = await syntheticBundle(vectors, 1, name === 'ranked' ? syntheticRanker(items) : []);
    const made = join(folder, `${name}.made`);
    await rm(made, { recursive: true, force: true });
    await mkdir(made, { recursive: true });
    for (const [file, bytes] of files) await writeFile(join(made, file), bytes);
    await rename(made, join(folder, name));
  }
  return folder;
}

/** User vectors that the index is tuned on: others than it is measured with. */
const TUNING_USERS = 300;

/** What the lists depend on, below src. */
const INDEX_CODE = [
  ...['ivf', 'kmeans', 'capLists', 'nearest', 'rows'].map((name) => `trainer/indexing/${name}.ts`),
  'engine/candidates/index/router.ts',
  'engine/kernels/quantise.ts',
];

/**
 * Beside them, index/: the factors in list order and the inverted lists, as `train --index ivf` makes them. Made again where the code
 * that makes them has changed.
 */
export async function prepareIndex(items: number): Promise<void> {
  const made = join(await prepareData(items, false), 'index');
  const hash = await INDEX_HASH;
  // Last written: it says that the rest is whole.
  const note = join(made, 'made-by');
  if (existsSync(note) && (await readFile(note, 'utf8')) === hash) return;
  const vectors = syntheticVectors(items);
  const { packed, scales } = packVectors(vectors.rows, DIMENSIONS);
  const kernels = createWasmKernels(new WebAssembly.Module((await readModules()).kernels));
  if (!kernels) throw new Error('kernels.wasm does not run here');
  const content = {
    name: 'factors' as const,
    load: 'first' as const,
    params: { dimensions: DIMENSIONS },
    arrays: { scales, vectors: packed },
  };
  const { factors, ivf } = buildIvf(content, syntheticQueries(vectors, TUNING_USERS, 2), { seed: 1, kernels });
  await rm(made, { recursive: true, force: true });
  await mkdir(made, { recursive: true });
  const sections: SectionEntry[] = [];
  for (const { name, load, params, arrays } of [factors, ivf]) {
    const { bytes, entries } = encodeSection(name, arrays);
    const file = `${name}.bin`;
    await writeFile(join(made, file), bytes);
    sections.push({ name, file, bytes: bytes.length, sha256: '', load, params, arrays: entries });
  }
  await writeFile(join(made, 'sections.json'), JSON.stringify(sections));
  await writeFile(note, hash);
}

/** Taken when this process loads that code: a file that changes later is not what it runs. */
const INDEX_HASH = hashOf(INDEX_CODE);

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(resolve(import.meta.dirname, '../src', file)));
  return hash.digest('hex');
}

/** Reads below DATA. */
export async function readData(path: string): Promise<Uint8Array> {
  const bytes = await readFile(join(DATA, path));
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const bytesOf = (array: Float32Array | Int32Array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** The TOP items of each query by float inner product, best first, ties to the lower number. */
function truthOf(rows: Float32Array, queries: Float32Array): Int32Array {
  const items = rows.length / DIMENSIONS;
  const count = queries.length / DIMENSIONS;
  const scores = new Float32Array(items);
  const truth = new Int32Array(count * TOP);
  for (let q = 0; q < count; q++) {
    for (let item = 0; item < items; item++) {
      let sum = 0;
      for (let d = 0; d < DIMENSIONS; d++) sum += rows[item * DIMENSIONS + d]! * queries[q * DIMENSIONS + d]!;
      scores[item] = sum;
    }
    // Everything at or above the score of rank TOP, sorted.
    const floor = Float32Array.from(scores).sort()[Math.max(0, items - TOP)]!;
    const best: number[] = [];
    for (let item = 0; item < items; item++) if (scores[item]! >= floor) best.push(item);
    best.sort((a, b) => scores[b]! - scores[a]! || a - b);
    truth.set(best.slice(0, TOP), q * TOP);
  }
  return truth;
}
