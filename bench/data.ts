import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { packVectors } from '../src/engine/kernels/quantise.ts';
import { syntheticBundle, syntheticLogs } from './syntheticBundle.ts';
import { DIMENSIONS, syntheticQueries, syntheticVectors } from './syntheticVectors.ts';

/** What is measured on lies here, by path `<items>/...`; the runtimes read it from the bench's server. */
export const DATA = resolve(import.meta.dirname, '../.cache/bench');

/** Part of the folder's name: raise it where what is written changes. */
const VERSION = 1;
export const QUERIES = 200;
export const TOP = 100;
const LOGS = 64;
export const HISTORY = 200;

/** Folder of a catalogue of `items`, below DATA. */
export const folderOf = (items: number): string => `${items}-v${VERSION}`;

/**
 * Makes a catalogue's files where they are not there yet: packed.bin, scales.bin (as a bundle ships them), queries.bin (float32),
 * truth.bin (int32, the float vectors' own TOP items of each query, by brute force), logs.json and, if asked, bundle/.
 */
export async function prepareData(items: number, withBundle: boolean): Promise<string> {
  const folder = join(DATA, folderOf(items));
  const has = (name: string) => existsSync(join(folder, name));
  if (has('truth.bin') && (!withBundle || has('bundle/manifest.json'))) return folder;
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
  if (withBundle && !has('bundle/manifest.json')) {
    const { files } = await syntheticBundle(vectors);
    const made = join(folder, 'bundle.made');
    await rm(made, { recursive: true, force: true });
    await mkdir(made, { recursive: true });
    for (const [name, bytes] of files) await writeFile(join(made, name), bytes);
    await rename(made, join(folder, 'bundle'));
  }
  return folder;
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
