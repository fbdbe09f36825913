// hnswlib-wasm beside our index in Chromium, at 10k and 100k items: alone by `npx tsx bench/hnsw.ts [--items N]... [--json]`
// after `npm run build`, and as a group of `npm run bench`. Building 100k in the page takes hnswlib-wasm a minute or more.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { packVectors, unpackVectors } from '../src/engine/kernels/quantise.ts';
import { writeHnswFile } from '../src/trainer/indexing/hnswFile.ts';
import { buildItemGraph } from '../src/trainer/indexing/hnswSection.ts';
import { Random } from '../src/trainer/random.ts';
import { DATA, folderOf, prepareData, prepareIndex } from './data.ts';
import type { HnswFacts, HnswSpec } from './hnswSubject.ts';
import { bundleEntry } from './hosts/bundle.ts';
import { launchChromium } from './hosts/chromium.ts';
import { readModules } from './hosts/modules.ts';
import { openServer } from './hosts/server.ts';
import { startWorker } from './hosts/startWorker.ts';
import { interleave, ratioOf, spreadOf } from './measure.ts';
import type { Effort, Row } from './rows/row.ts';
import { DIMENSIONS, syntheticVectors } from './syntheticVectors.ts';

const ROOT = resolve(import.meta.dirname, '..');
const M = 16;
const EF_CONSTRUCTION = 200;
const EFS = [100, 200, 400, 800];
/** One size: what every variant took, in the same rounds, and what it found. */
export interface HnswMeasurement extends HnswFacts {
  items: number;
  /** ms per search, by variant, a value a round. */
  times: Record<string, number[]>;
}

/** Measures 10k and 100k items, or what `sizes` names. */
export async function compareHnsw(
  browser: Browser,
  effort: Effort,
  sizes: readonly number[] = [10_000, 100_000],
): Promise<HnswMeasurement[]> {
  const server = await openServer();
  const package_ = join(ROOT, 'node_modules/hnswlib-wasm/dist/hnswlib-317962d7.js');
  server.files.set('/index.html', '<!doctype html><title>Bench</title>');
  server.files.set('/published.js', await readFile(package_));
  server.files.set('/vitrine.hnsw.js', await readFile(join(ROOT, 'dist/browser/vitrine.hnsw.js')));
  server.files.set('/kernels.wasm', (await readModules()).kernels);
  server.files.set('/subject.js', await bundleEntry('../hnswSubject.ts'));
  const measured: HnswMeasurement[] = [];
  try {
    for (const items of sizes.filter((size) => size <= effort.maxItems)) {
      await prepareData(items, false);
      await prepareIndex(items);
      const { rows } = syntheticVectors(items);
      server.files.set(`/rows-${items}.bin`, new Uint8Array(rows.buffer));
      server.files.set(`/graph-${items}.bin`, await graphOf(items, rows));
      measured.push(await inPage(browser, server.origin, items, effort));
    }
  } finally {
    await server.close();
  }
  return measured;
}

/** A page and worker of its own for each size: hnswlib's memory never shrinks. */
async function inPage(browser: Browser, origin: string, items: number, effort: Effort): Promise<HnswMeasurement> {
  const page = await browser.newPage();
  try {
    const worker = await startWorker(page, origin);
    type Global = { subject: typeof import('./hnswSubject.ts').subject };
    const spec: HnswSpec = { folder: folderOf(items), items, efs: EFS, m: M, efConstruction: EF_CONSTRUCTION };
    const facts = await worker.evaluate((given) => (globalThis as unknown as Global).subject.open(given), spec);
    const run = (variant: string) => (n: number) =>
      worker.evaluate(([name, times]) => (globalThis as unknown as Global).subject.run(name, times), [
        variant,
        n,
      ] as const);
    const names = Object.keys(facts.recall);
    const times = await interleave(Object.fromEntries(names.map((name) => [name, run(name)])), effort);
    return { items, ...facts, times };
  } finally {
    await page.close();
  }
}

/** The graph that training would write over these vectors as they ship, kept beside them. */
async function graphOf(items: number, rows: Float32Array): Promise<Uint8Array> {
  const path = join(DATA, folderOf(items), 'graph.bin');
  if (existsSync(path)) return readFile(path);
  const { packed, scales } = packVectors(rows, DIMENSIONS);
  const graph = await buildItemGraph(unpackVectors(packed, scales, DIMENSIONS), DIMENSIONS, new Random(1, 'hnsw'), {
    m: M,
    efConstruction: EF_CONSTRUCTION,
  });
  const bytes = writeHnswFile(
    graph,
    Uint32Array.from({ length: items }, (_, i) => i),
  );
  await writeFile(path, bytes);
  return bytes;
}

/** The rows of the table: hnswlib-wasm at the widest beam that finds no more than we do, and the bytes. */
export async function measureHnsw(browser: Browser, effort: Effort): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { items, recall, times, bytes, buildMs, readMs } of await compareHnsw(browser, effort)) {
    const size = `${items / 1000}k x 64`;
    const ours = items > 20_000 ? 'ivf' : 'exact';
    const all = Object.keys(recall);
    const theirs = (kind: string) =>
      all
        .filter((name) => name.startsWith(kind) && recall[name]! <= recall[ours]!)
        .sort((a, b) => recall[b]! - recall[a]!)[0];
    const found = all.map((name) => `${name} ${recall[name]!.toFixed(3)}`).join(', ');
    const variants = Object.fromEntries(all.map((name) => [name, spreadOf(times[name]!)]));
    const common = { group: 'hnsw', runtime: 'chromium' } as const;
    for (const kind of ['hnswlib-wasm', 'our graph']) {
      const peer = theirs(kind);
      // Where even its narrowest beam finds more than we do, there is no equal recall to compare at, and no row.
      if (!peer) continue;
      rows.push({
        ...common,
        what: `${ours} over ${kind === 'our graph' ? 'hnswlib-wasm on our graph' : kind} at equal or better recall, ${size}`,
        value: ratioOf(times[ours]!, times[peer]!).median,
        unit: 'x',
        reach: 1,
        ...(kind === 'hnswlib-wasm' && { variants }),
        note: `${ours} against ${peer}; recall@100: ${found}; built in the page in ${(buildMs / 1000).toFixed(1)} s, our graph read in ${Math.round(readMs)} ms`,
      });
    }
    rows.push({
      ...common,
      what: `bytes over those of the hnswlib index, ${size}`,
      value: bytes.ivf / bytes.graph,
      unit: 'x',
      reach: 0.2,
      note: `${(bytes.ivf / 1e6).toFixed(1)} MB against ${(bytes.graph / 1e6).toFixed(1)} MB, both uncompressed`,
    });
  }
  return rows;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { items: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  });
  const effort = { rounds: 11, batchMs: 40, singles: 0, maxItems: Number.POSITIVE_INFINITY };
  const browser = await launchChromium();
  const measured = await compareHnsw(browser, effort, values.items?.map(Number));
  await browser.close();
  if (values.json) console.log(JSON.stringify(measured, null, 2));
  for (const { items, recall, times, bytes, buildMs, readMs } of values.json ? [] : measured) {
    console.log(`${items} items: graph ${bytes.graph} bytes, ivf ${bytes.ivf}; built ${buildMs} ms, read ${readMs} ms`);
    for (const [name, found] of Object.entries(recall)) {
      const { median, low, high } = spreadOf(times[name]!);
      const shown = [median, low, high].map((ms) => (1000 * ms).toFixed(1));
      console.log(
        `  ${name.padEnd(22)} recall ${found.toFixed(3)} ${shown[0]!.padStart(9)} us (${shown[1]} to ${shown[2]})`,
      );
    }
  }
}
