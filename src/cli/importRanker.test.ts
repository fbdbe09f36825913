import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../engine/bundle/manifest.ts';
import { readRanker } from '../engine/ranking/readRanker.ts';
import { marginOf } from '../engine/ranking/trees/ensemble.ts';
import { BOWLS_AND_LAMPS, packShop } from '../engine/testing/bundle.test-support.ts';
import { parity, rowsOf } from '../trainer/ranker/import/parity.test-support.ts';
import { writeBundle } from '../trainer/writeBundle.ts';
import { openFolder } from './folder.ts';
import { run } from './program.ts';
import { createRecorder } from './recorder.ts';

const fixture = (file: string) => fileURLToPath(new URL(`../trainer/ranker/import/fixtures/${file}`, import.meta.url));
const NAMES = ['frequency', 'recency', 'itemPrice', 'itemAge', 'lastCategory', 'monetary'];

let dir: string;
let shop: string;
let out: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-ranker-'));
  shop = join(dir, 'shop');
  out = join(dir, 'ranked');
  await writeBundle(shop, await packShop(BOWLS_AND_LAMPS));
});
afterEach(() => rm(dir, { recursive: true }));

async function vitrine(...argv: string[]) {
  const streams = createRecorder();
  await run(argv, streams);
  return streams;
}
const importing = (...argv: string[]) => vitrine('import-ranker', '--bundle', shop, '--out', out, '--json', ...argv);
const manifestOf = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;

describe('vitrine import-ranker', () => {
  it.each([
    ['--lightgbm', 'lightgbm-binary', 'txt'],
    ['--xgboost', 'xgboost-binary', 'json'],
    ['--xgboost', 'xgboost-ndcg', 'ubj'],
    ['--onnx', 'onnx-histogram', 'onnx'],
  ])('%s %s.%s answers in the bundle as its library', async (option, name, ending) => {
    const streams = await importing(option, fixture(`${name}.${ending}`), '--features', NAMES.join());
    expect(JSON.parse(streams.out)).toMatchObject({ kind: 'trees', trees: 4, features: NAMES, missing: [], share: 0 });
    const bundle = await openFolder(out);
    const { model, features } = readRanker(bundle.section('ranker')!);
    expect(features).toEqual(NAMES);
    if (model.kind !== 'trees') throw new Error(model.kind);
    const { margins, rows } = parity.models[name]!;
    rowsOf(rows).forEach((row, r) => {
      expect(Math.abs(marginOf(model.ensemble, row) - margins[r]!)).toBeLessThan(1e-6);
    });
    expect(bundle.section('rankerCover') !== undefined).toBe(option !== '--onnx');
  });

  it('leaves every other section as it is, also where it replaces the bundle itself and its ranker', async () => {
    const before = await manifestOf(shop);
    await importing('--onnx', fixture('onnx-torch.onnx'), '--features', NAMES.join(), '--out', shop);
    const first = await manifestOf(shop);
    await importing('--lightgbm', fixture('lightgbm-binary.txt'), '--features', NAMES.join(), '--out', shop);
    const after = await manifestOf(shop);
    for (const { name, sha256, file } of before.sections)
      expect(after.sections.find((section) => section.name === name)).toMatchObject({ sha256, file });
    expect(after.sections.map(({ name }) => name).filter((name) => name.startsWith('ranker'))).toEqual([
      'ranker',
      'rankerCover',
    ]);
    expect(new Set([before, first, after].map(({ bundleVersion }) => bundleVersion)).size).toBe(3);
    expect(after.card.params.ranker).toMatchObject({ from: 'lightgbm', objective: 'binary', trees: 4, inputs: 6 });
    expect((await readdir(shop)).sort()).toEqual(['manifest.json', ...after.sections.map(({ file }) => file)].sort());
  });

  it('takes nets', async () => {
    const { out: said } = await importing('--onnx', fixture('onnx-torch.onnx'), '--features', NAMES.join());
    expect(JSON.parse(said)).toMatchObject({ kind: 'dense', notes: ['a missing value counts as 0'] });
    await importing('--onnx', fixture('onnx-tanh.onnx'), '--features', NAMES.join(), '--share', '0.25');
    const bundle = await openFolder(out);
    expect(bundle.manifest.sections.find(({ name }) => name === 'ranker')!.load).toBe('later');
    expect(readRanker(bundle.section('ranker')!)).toMatchObject({ model: { kind: 'onnx' }, share: 0.25 });
  });

  it('says what is wrong with the names, and with --allow-missing takes the known ones', async () => {
    const model = ['--lightgbm', fixture('lightgbm-binary.txt')];
    const error = (text: string) => (JSON.parse(text) as { error: { code: string; details: unknown } }).error;
    const unknown = await importing(...model);
    expect(unknown.code).toBe(65);
    expect(error(unknown.out)).toMatchObject({
      code: 'RANKER_FEATURES',
      details: { unknown: ['price', 'age', 'category', 'stock'] },
    });
    const taken = await importing(...model, '--allow-missing');
    expect(JSON.parse(taken.out)).toMatchObject({ missing: ['price', 'age', 'category', 'stock'] });
    expect(taken.err).toContain('missing at serving: price');
    for (const names of ['recency', 'a,b,c,d,e,f', `${NAMES.slice(1).join()},recency`])
      expect(error((await importing(...model, '--features', names)).out).code).toBe('RANKER_FEATURES');
    const none = await importing('--onnx', fixture('onnx-forest.onnx'));
    expect(error(none.out)).toMatchObject({ code: 'RANKER_FEATURES', details: { inputs: 6 } });
  });

  it('reads names from a JSON file', async () => {
    const file = join(dir, 'names.json');
    await writeFile(file, JSON.stringify(NAMES));
    expect((await importing('--onnx', fixture('onnx-forest.onnx'), '--features', file)).code).toBe(0);
    for (const text of ['{"a":1}', '[1]', '[']) {
      await writeFile(file, text);
      const streams = await importing('--onnx', fixture('onnx-forest.onnx'), '--features', file);
      expect(streams.out).toContain('RANKER_FEATURES');
    }
  });

  it.each([
    ['no model', [], 64],
    ['two models', ['--lightgbm', 'a', '--onnx', 'b'], 64],
    ['a file that is not there', ['--onnx', 'nowhere.onnx'], 66],
    ['another library’s file', ['--xgboost', fixture('lightgbm-binary.txt')], 65],
    ['what it cannot hold', ['--lightgbm', fixture('lightgbm-multiclass.txt')], 65],
  ])('refuses %s and writes nothing', async (_, argv, code) => {
    expect((await importing(...argv)).code).toBe(code);
    expect(await readdir(dir)).toEqual(['shop']);
  });
});
