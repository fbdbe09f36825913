import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { SectionContent } from '../../src/engine/bundle/write.ts';
import { packVectors } from '../../src/engine/kernels/quantise.ts';
import { encodeRanker } from '../../src/engine/ranking/encodeRanker.ts';
import { LINEAR_RANKER } from '../../src/engine/ranking/models/linear.test-support.ts';
import type { TimedShelf } from '../../src/engine/shelf/types.ts';
import { BOWLS_AND_LAMPS, DIMENSIONS, packShop, type Shop } from '../../src/engine/testing/bundle.test-support.ts';
import { sumModel } from '../../src/trainer/onnx/sumModel.test-support.ts';
import type { Site } from '../support/site.ts';
import { ask, expect, test, visit } from '../support/test.ts';

const RUNTIME = 'ort-wasm-simd-threaded.wasm';
const { ids } = BOWLS_AND_LAMPS;

/** A model that knows bowls from lamps and looks at the newest two items; the bundle's factors are its own vectors. */
function sections(): SectionContent[] {
  const rows = ids.map((id) => (id.startsWith('b') ? [1, 0.1] : [0.1, 1]));
  const padded = rows.flatMap((row) => [...row, ...new Array<number>(DIMENSIONS - 2).fill(0)]);
  const { packed, scales } = packVectors(Float32Array.from(padded), DIMENSIONS);
  const params = { length: 2, outputs: 2 };
  return [
    {
      name: 'factors',
      load: 'first',
      params: { ...params, encoder: 'onnx', dimensions: DIMENSIONS },
      arrays: { vectors: packed, scales, indices: Uint32Array.from(ids, (_, item) => item + 1) },
    },
    { name: 'onnx', load: 'later', params, arrays: { model: sumModel(rows, [0.25, 1]) } },
  ];
}

function encoded(): Shop {
  const { transitions: _, ...shop } = BOWLS_AND_LAMPS;
  return { ...shop, sections: sections(), serving: { blend: { factors: 1 } } };
}

/** Serves the shop in place of the fixture's bundle, with all that its model needs; answers where the model lies. */
async function serve(site: Site, shop: Shop = encoded(), section = 'onnx'): Promise<string> {
  const { files, manifest } = await packShop(shop);
  for (const path of [...site.files.keys()]) if (path.startsWith('/models/')) site.files.delete(path);
  for (const [name, bytes] of files) site.files.set(`/models/${name}`, bytes);
  site.files.set('/vitrine.onnx.js', await readFile(new URL('../../dist/browser/vitrine.onnx.js', import.meta.url)));
  const runtime = new URL(`../../node_modules/onnxruntime-web/dist/${RUNTIME}`, import.meta.url);
  site.files.set(`/${RUNTIME}`, await readFile(runtime));
  return `/models/${manifest.sections.find(({ name }) => name === section)!.file}`;
}

const recommend = (page: Page) => ask<TimedShelf>(page, 'recommend', { k: 4, explain: true, context: ['b1', 'l2'] });
const sourcesOf = ({ items }: TimedShelf) =>
  [...new Set(items.flatMap(({ proposals = [] }) => proposals.map(({ source }) => source)))].sort();

function warningsOf(page: Page): string[] {
  const warnings: string[] = [];
  page.on('console', (message) => warnings.push(message.text()));
  return warnings;
}

test('a bundle with a sequence model answers at once from its other sources, then by the model', async ({
  page,
  site,
}) => {
  const model = await serve(site);
  const warnings = warningsOf(page);
  await visit(page, site, '');
  await ask(page, 'profile');
  for (const path of [model, '/vitrine.onnx.js', `/${RUNTIME}`]) expect(site.requests).not.toContain(path);
  expect(sourcesOf(await recommend(page))).not.toContain('factors');
  await expect.poll(async () => sourcesOf(await recommend(page)), { timeout: 30_000 }).toContain('factors');
  // l2 is the newest: lamps, by the model's (0.25 bowl + lamp).
  const { items } = await recommend(page);
  expect(items.every(({ itemId }) => itemId.startsWith('l'))).toBe(true);
  expect(items[0]!.proposals!.find(({ source }) => source === 'factors')!.score).toBeCloseTo(0.35 * 0.1 + 1.025, 2);
  for (const path of [model, '/vitrine.onnx.js', `/${RUNTIME}`])
    expect(site.requests.filter((asked) => asked === path)).toHaveLength(1);
  expect(warnings).toEqual([]);
});

for (const [what, code, spoil] of [
  ['its script is missing', 'NETWORK', (site: Site) => site.files.delete('/vitrine.onnx.js')],
  ['the runtime is missing', 'ENCODER_UNAVAILABLE', (site: Site) => site.files.delete(`/${RUNTIME}`)],
  ['the model is missing', 'BUNDLE_MISSING', (site: Site, model: string) => site.files.delete(model)],
  [
    'the model is cut short',
    'BUNDLE_LENGTH',
    (site: Site, model: string) => site.files.set(model, site.files.get(model)!.slice(0, 300)),
  ],
] as const)
  test(`shelves go by the other sources, and it is said once, where ${what}`, async ({ page, site }) => {
    const model = await serve(site);
    spoil(site, model);
    const warnings = warningsOf(page);
    const said = () => warnings.filter((text) => text.startsWith('vitrine: '));
    await visit(page, site, '');
    const first = await recommend(page);
    expect(first.items).toHaveLength(4);
    await expect.poll(said, { timeout: 30_000 }).toHaveLength(1);
    expect(said()[0]).toContain(code);
    expect((await recommend(page)).items).toEqual(first.items);
    expect(said()).toHaveLength(1);
  });

test('a bundle with a ranker in ONNX answers at once in the order of its retrieval, then by the model', async ({
  page,
  site,
}) => {
  const price = ids.map((_, item) => 2 ** (1 + ((item * 5) % 7)));
  const model = await serve(site, { ...BOWLS_AND_LAMPS, price, sections: encodeRanker(LINEAR_RANKER) }, 'ranker');
  const warnings = warningsOf(page);
  await visit(page, site, '');
  await ask(page, 'profile');
  expect(site.requests).not.toContain(model);
  expect((await recommend(page)).candidatesScored).toBeUndefined();
  await expect.poll(async () => (await recommend(page)).candidatesScored, { timeout: 30_000 }).toBeGreaterThan(4);
  const { items } = await recommend(page);
  const prices = items.map(({ itemId }) => price[ids.indexOf(itemId)]!);
  expect(prices).toEqual([...prices].sort((a, b) => b - a));
  expect(items[0]!.explanation!.map(({ feature }) => feature).sort()).toEqual(['base', 'ranker']);
  for (const path of [model, '/vitrine.ranker.js', '/vitrine.onnx.js', '/vitrine.explain.js', `/${RUNTIME}`])
    expect(site.requests.filter((asked) => asked === path)).toHaveLength(1);
  expect(warnings).toEqual([]);
});
