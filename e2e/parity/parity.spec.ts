import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest, Shelf } from '../../src/engine/index.ts';
import { SOURCE_NAMES } from '../../src/engine/shelf/types.ts';
import type { BundleSummary, Recommender } from '../../src/page/index.ts';
import { expect, readyOf, type ShopWindow, test, visit } from '../support/test.ts';
import { BUNDLES, type Case, casesOf, trainFixture } from './cases.ts';
import { type Answer, answerAtEdge, answerInNode, fingerprint, nodeKernels } from './runtimes.ts';
import { startWorkerd } from './workerd.ts';

/**
 * One bundle and one log are one list, whoever computes it: Node, Chromium's worker and workerd, in WASM and in plain
 * JavaScript, must give the same items with scores equal to the last bit.
 */
test.describe('parity', () => {
  test.setTimeout(120_000);

  test('is compared to the last bit', () => {
    const shelf = (score: number): Shelf => ({
      recId: '',
      bundleVersion: 'v',
      isFallback: false,
      items: [{ itemId: 'a', score, source: 'factors', reason: '', because: [] }],
    });
    expect(fingerprint(shelf(0.3))).toEqual(fingerprint(shelf(JSON.parse('0.3'))));
    expect(fingerprint(shelf(0.3))).not.toEqual(fingerprint(shelf(0.1 + 0.2)));
  });

  for (const fixture of BUNDLES) {
    test(`the bundle "${fixture.name}" answers alike in Node, Chromium and workerd`, async ({ page, site }) => {
      const files = await trainFixture(fixture);
      const cases = casesOf(fixture);
      const kernels = await nodeKernels();
      const inNode = await answerInNode(files, kernels.wasm);
      const expected = await answers(inNode, cases);
      expectVariety(cases, expected, tablesOf(files));
      if (fixture.isRanked) expectRanked(expected);

      await test.step('Node, JavaScript', async () => {
        compare(cases, await answers(await answerInNode(files, kernels.js), cases), expected);
      });

      for (const [file, bytes] of files) site.files.set(`/parity/${file}`, bytes);
      for (const kind of ['wasm', 'js'] as const) {
        await test.step(`Chromium's worker, ${kind}`, async () => {
          const options = { bundle: '/parity/', storage: 'memory', kernels: kind === 'js' ? 'js' : 'auto' } as const;
          await visit(page, site, '', options);
          expect(((await readyOf(page)) as BundleSummary).kernels).toBe(kind);
          const shelves = await page.evaluate(answerInPage, cases);
          compare(cases, new Map(cases.map(({ name }, i) => [name, fingerprint(JSON.parse(shelves[i]!))])), expected);
        });
      }

      await test.step('workerd, WASM', async () => {
        const assets = await mkdtemp(join(tmpdir(), 'vitrine-parity-'));
        await mkdir(join(assets, 'models', 'parity'), { recursive: true });
        for (const [file, bytes] of files) await writeFile(join(assets, 'models', 'parity', file), bytes);
        const worker = await startWorkerd(assets, { BUNDLE_PATH: '/models/parity/' });
        try {
          const health = await fetch(new URL('/health', worker.url), { signal: AbortSignal.timeout(40_000) });
          expect(((await health.json()) as { kernels: string }).kernels).toBe('wasm');
          const asked = cases.filter(({ similarTo }) => similarTo === undefined);
          compare(asked, await answers(answerAtEdge(worker.url), asked), expected);
        } finally {
          await worker.stop();
          await rm(assets, { recursive: true });
        }
      });
    });
  }
});

/** Case -> fingerprint. */
async function answers(answer: Answer, cases: readonly Case[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const one of cases) found.set(one.name, fingerprint(await answer(one)));
  return found;
}

/** Runs in the page: every case on a log that holds nothing else. Shelves come back as JSON, which keeps float64 whole. */
async function answerInPage(cases: Case[]): Promise<string[]> {
  const { recommender } = (window as unknown as ShopWindow).vitrine as { recommender: Recommender };
  const shelves: string[] = [];
  let tracked = '';
  // Answers once the texts have arrived; until then a reason names an item by its id.
  await recommender.items([]);
  for (const { log, request, similarTo } of cases) {
    const key = JSON.stringify(log);
    if (key !== tracked) {
      await recommender.erase();
      for (const { event, ...item } of log) await recommender.track(event, item);
      tracked = key;
    }
    const shelf = await (similarTo === undefined
      ? recommender.recommend(request)
      : recommender.similar(similarTo, request));
    if (shelf.error) throw new Error(`${shelf.error.code}: ${shelf.error.message}`);
    shelves.push(JSON.stringify(shelf));
  }
  return shelves;
}

function compare(cases: readonly Case[], actual: Map<string, string[]>, expected: Map<string, string[]>): void {
  expect(actual.size).toBe(cases.length);
  for (const { name } of cases) expect(actual.get(name), name).toEqual(expected.get(name));
}

/** The sources that a bundle has a table for. */
function tablesOf(files: ReadonlyMap<string, Uint8Array>): string[] {
  const { sections } = JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as Manifest;
  return sections
    .map(({ name }) => name as string)
    .filter((name) => (SOURCE_NAMES as readonly string[]).includes(name));
}

/** Shelves that a ranker ordered, and explanations of them by its own features. */
function expectRanked(expected: ReadonlyMap<string, string[]>): void {
  const counters = [...expected.values()].map((shelf) => shelf[1]!);
  expect(counters.filter((line) => line.startsWith('60 scored')).length).toBeGreaterThan(counters.length / 3);
  expect(counters.filter((line) => line.startsWith('undefined')).length).toBeGreaterThan(0);
  const lines = [...expected.values()].flat();
  for (const feature of ['base', 'itemTakers', 'frequency_x_category', 'missing'])
    expect(
      lines.some((line) => line.split('|').includes(feature)),
      feature,
    ).toBe(true);
}

/** Equal answers prove nothing where they are all one answer: the cases must reach every source and both kinds of shelf. */
function expectVariety(cases: readonly Case[], expected: Map<string, string[]>, tables: readonly string[]): void {
  const lines = [...expected.values()].flat();
  for (const source of ['factors', 'transitions', 'popularity'])
    expect(
      lines.some((line) => line.split('|')[2] === source),
      `some item comes from ${source}`,
    ).toBe(true);
  for (const source of tables)
    expect(
      lines.some((line) => line.split('|')[6]?.split(' ').includes(source)),
      `some item is proposed by ${source}`,
    ).toBe(true);
  expect(new Set([...expected.values()].map(([head]) => head)).size, 'fallback and personal shelves').toBe(2);
  expect(new Set([...expected.values()].map((shelf) => shelf.join())).size).toBeGreaterThan(cases.length / 2);
}
