import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Manifest } from '../../src/engine/bundle/manifest.ts';
import { encodeSection } from '../../src/engine/bundle/section.ts';
import { packVectors } from '../../src/engine/kernels/quantise.ts';
import type { TimedShelf } from '../../src/engine/shelf/types.ts';
import { packShop, DIMENSIONS as SHOP_DIMENSIONS } from '../../src/engine/testing/bundle.test-support.ts';
import { sha256 } from '../../src/trainer/digest.ts';
import { buildHnsw } from '../../src/trainer/indexing/hnsw.ts';
import { writeHnswFile } from '../../src/trainer/indexing/hnswFile.ts';
import { hnswSection } from '../../src/trainer/indexing/hnswSection.ts';
import { Random } from '../../src/trainer/random.ts';
import { pageOf, type Site } from '../support/site.ts';
import { ask, expect, test, visit } from '../support/test.ts';

const DIMENSIONS = 32;
const ITEMS = 3000;

/** A classic worker, as vitrine.worker.js is one, which reads a graph and answers queries with labels. */
const READER = `onmessage = async ({ data: { dimensions, queries, k, ef } }) => {
  try {
    const { openGraph } = await import('/vitrine.hnsw.js');
    const graph = await openGraph(new Uint8Array(await (await fetch('/graph.bin')).arrayBuffer()), dimensions);
    postMessage({ count: graph.count, found: queries.map((query) => graph.search(Float32Array.from(query), k, ef)) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};`;

interface Answer {
  count: number;
  found: number[][];
  error?: string;
}

async function serveLibrary(site: Site): Promise<void> {
  site.files.set('/vitrine.hnsw.js', await readFile(new URL('../../dist/browser/vitrine.hnsw.js', import.meta.url)));
}

/** Rows around 60 centres, longer for lower numbers, as popular items' factors are. */
function makeRows(random: Random): { rows: Float32Array; near: () => Float32Array } {
  const centres = Array.from({ length: 60 }, () => Array.from({ length: DIMENSIONS }, () => random.normal()));
  const near = () => {
    const centre = random.pick(centres);
    return Float32Array.from(centre, (value) => value + 0.7 * random.normal());
  };
  const rows = new Float32Array(ITEMS * DIMENSIONS);
  for (let i = 0; i < ITEMS; i++)
    rows.set(
      near().map((value) => value * (0.3 + 300 / (300 + i))),
      i * DIMENSIONS,
    );
  return { rows, near };
}

function exact(rows: Float32Array, query: Float32Array, k: number): number[] {
  const scores = Float64Array.from({ length: ITEMS }, (_, i) =>
    query.reduce((sum, value, d) => sum + value * rows[i * DIMENSIONS + d]!, 0),
  );
  return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, k);
}

test('hnswlib-wasm reads a graph that training wrote, in a worker, and finds what an exact scan finds', async ({
  page,
  site,
}) => {
  const random = new Random(3, 'hnsw spec');
  const { rows, near } = makeRows(random);
  const graph = await buildHnsw(rows, DIMENSIONS, new Random(1, 'hnsw'));
  // Labels are not node numbers, so that one taken for the other shows.
  const labels = Uint32Array.from({ length: ITEMS }, (_, node) => 2 * node + 7);
  await serveLibrary(site);
  site.files.set('/graph.bin', writeHnswFile(graph, labels));
  site.files.set('/reader.js', READER);
  site.files.set('/', pageOf(''));
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`${site.origin}/`);
  const queries = Array.from({ length: 40 }, near);
  const answer = await page.evaluate(
    (question) =>
      new Promise<Answer>((resolve) => {
        const worker = new Worker('/reader.js');
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage(question);
      }),
    { dimensions: DIMENSIONS, queries: queries.map((query) => [...query]), k: 10, ef: 100 },
  );
  expect(answer.error).toBeUndefined();
  expect(answer.count).toBe(ITEMS);
  const hits = queries.map((query, q) => {
    const best = new Set(exact(rows, query, 10).map((item) => labels[item]!));
    return answer.found[q]!.filter((label) => best.has(label)).length;
  });
  expect(hits.reduce((sum, one) => sum + one, 0) / 400).toBeGreaterThanOrEqual(0.9);
  expect(said).toEqual([]);
});

/** Enough items that a search asks the graph and does not scan. */
const SHOP_ITEMS = 4000;
let shop: Promise<{ files: Map<string, Uint8Array>; file: string }> | undefined;

/** A bundle with a graph, made once; its section's file. */
async function makeShop(): Promise<{ files: Map<string, Uint8Array>; file: string }> {
  const random = new Random(5, 'shop');
  const vectors = Array.from({ length: SHOP_ITEMS }, () =>
    Array.from({ length: SHOP_DIMENSIONS }, () => random.normal()),
  );
  const ids = vectors.map((_, item) => `item-${item}`);
  const { files, manifest } = await packShop({ ids, vectors });
  const { packed, scales } = packVectors(Float32Array.from(vectors.flat()), SHOP_DIMENSIONS);
  const factors = { name: 'factors', load: 'first', params: { dimensions: SHOP_DIMENSIONS } } as const;
  const { section } = await hnswSection({ ...factors, arrays: { vectors: packed, scales } }, 1);
  const { bytes, entries } = encodeSection('hnsw', section.arrays);
  const hash = Buffer.from(await sha256(bytes)).toString('hex');
  const file = `hnsw.${hash.slice(0, 12)}.bin`;
  const entry = {
    name: 'hnsw',
    file,
    bytes: bytes.length,
    sha256: hash,
    load: 'later',
    params: section.params,
  } as const;
  const whole: Manifest = { ...manifest, sections: [...manifest.sections, { ...entry, arrays: entries }] };
  return {
    files: new Map(files).set(file, bytes).set('manifest.json', Buffer.from(JSON.stringify(whole))),
    file: `/models/${file}`,
  };
}

/** Serves the shop in place of the fixture's bundle; answers where its graph lies. */
async function serveShop(site: Site): Promise<string> {
  shop ??= makeShop();
  const { files, file } = await shop;
  for (const path of [...site.files.keys()]) if (path.startsWith('/models/')) site.files.delete(path);
  for (const [name, bytes] of files) site.files.set(`/models/${name}`, bytes);
  return file;
}

function warningsOf(page: Page): string[] {
  const warnings: string[] = [];
  page.on('console', (message) => warnings.push(message.text()));
  return warnings;
}

/** What a shopper of three items is recommended, by the factors. */
const recommend = (page: Page) =>
  ask<TimedShelf>(page, 'recommend', { k: 20, context: ['item-7', 'item-70', 'item-700'] });
const idsOf = ({ items }: TimedShelf) => items.map(({ itemId }) => itemId);

test('a page whose bundle ships a graph brings graph and library after the first shelf, and finds the same', async ({
  page,
  site,
}) => {
  const file = await serveShop(site);
  await serveLibrary(site);
  const warnings = warningsOf(page);
  await visit(page, site, '');
  await ask(page, 'profile');
  expect(site.requests).not.toContain('/vitrine.hnsw.js');
  expect(site.requests).not.toContain(file);
  const scanned = await recommend(page);
  await expect.poll(() => site.requests).toContain('/vitrine.hnsw.js');
  expect(site.requests.filter((path) => path === file)).toHaveLength(1);
  // Reading the graph holds the worker; whatever is asked meanwhile comes after it.
  await page.waitForTimeout(500);
  const searched = await recommend(page);
  expect(idsOf(searched).filter((id) => idsOf(scanned).includes(id)).length).toBeGreaterThanOrEqual(18);
  expect(warnings).toEqual([]);
});

test('the graph is what searches ask, and one that throws is left for good and said once', async ({ page, site }) => {
  await serveShop(site);
  const thrower = 'search() { throw new Error("asked") }';
  site.files.set('/vitrine.hnsw.js', `export const openGraph = async () => ({ count: 4000, close() {}, ${thrower} })`);
  const warnings = warningsOf(page);
  await visit(page, site, '');
  const scanned = await recommend(page);
  await expect
    .poll(async () => {
      expect(idsOf(await recommend(page))).toEqual(idsOf(scanned));
      return warnings.length;
    })
    .toBe(1);
  expect(warnings[0]).toMatch(/^vitrine: INDEX_UNAVAILABLE: .*asked/);
  expect(idsOf(await recommend(page))).toEqual(idsOf(scanned));
  expect(warnings).toHaveLength(1);
});

const CSP =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";

for (const [what, spoil] of [
  ['the library is missing', (site: Site) => site.files.delete('/vitrine.hnsw.js')],
  ['the library is a web page', (site: Site) => site.files.set('/vitrine.hnsw.js', '<!doctype html>')],
  ['the graph is missing', (site: Site, file: string) => site.files.delete(file)],
  ['the graph is cut short', (site: Site, file: string) => site.files.set(file, site.files.get(file)!.slice(0, 5000))],
  ['the policy has no unsafe-eval', (site: Site) => (site.csp = CSP)],
] as const)
  test(`searches scan and it is said once where ${what}`, async ({ page, site }) => {
    const file = await serveShop(site);
    await serveLibrary(site);
    spoil(site, file);
    const warnings = warningsOf(page);
    const said = () => warnings.filter((text) => text.startsWith('vitrine: '));
    await visit(page, site, '');
    const scanned = await recommend(page);
    expect(scanned.items).toHaveLength(20);
    await expect.poll(said).toHaveLength(1);
    expect(said()[0]).toContain('INDEX_UNAVAILABLE');
    expect(idsOf(await recommend(page))).toEqual(idsOf(scanned));
    expect(said()).toHaveLength(1);
  });
