import { readFile } from 'node:fs/promises';
import { buildHnsw } from '../../src/trainer/indexing/hnsw.ts';
import { writeHnswFile } from '../../src/trainer/indexing/hnswFile.ts';
import { Random } from '../../src/trainer/random.ts';
import { pageOf, type Site } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

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
