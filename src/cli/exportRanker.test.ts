import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BOWLS_AND_LAMPS, packShop } from '../engine/testing/bundle.test-support.ts';
import { importLightgbm } from '../trainer/ranker/import/lightgbm.ts';
import { importOnnx } from '../trainer/ranker/import/onnx.ts';
import { expectParity } from '../trainer/ranker/import/parity.test-support.ts';
import { writeBundle } from '../trainer/writeBundle.ts';
import { run } from './program.ts';
import { createRecorder } from './recorder.ts';

const fixture = (file: string) => fileURLToPath(new URL(`../trainer/ranker/import/fixtures/${file}`, import.meta.url));
const NAMES = 'frequency,recency,itemPrice,itemAge,lastCategory,monetary';

let dir: string;
const at = (name: string) => join(dir, name);

async function vitrine(...argv: string[]) {
  const streams = createRecorder();
  await run(argv, streams);
  return streams;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-export-'));
  await writeBundle(at('plain'), await packShop(BOWLS_AND_LAMPS));
  for (const [out, ...model] of [
    ['trees', '--lightgbm', fixture('lightgbm-binary.txt')],
    ['dense', '--onnx', fixture('onnx-torch.onnx')],
    ['net', '--onnx', fixture('onnx-tanh.onnx')],
  ] as const)
    await vitrine('import-ranker', '--bundle', at('plain'), '--out', at(out), '--features', NAMES, ...model);
});
afterAll(() => rm(dir, { recursive: true }));

const exporting = (bundle: string, ...argv: string[]) =>
  vitrine('export-ranker', '--bundle', at(bundle), '--json', ...argv);
const bytesOf = async (name: string) => new Uint8Array(await readFile(at(name)));

it('gives trees back, as LightGBM text with their covers and as ONNX', async () => {
  const text = await exporting('trees', '--lightgbm', at('model.txt'));
  expect(JSON.parse(text.out)).toMatchObject({ format: 'lightgbm', kind: 'trees', features: NAMES.split(',') });
  const imported = importLightgbm(await bytesOf('model.txt'));
  expectParity('lightgbm-binary', imported);
  expect(imported.features).toEqual(NAMES.split(','));
  expect(JSON.stringify(imported)).not.toContain('"cover":{}');
  await exporting('trees', '--onnx', at('model.onnx'));
  const { model } = await importOnnx(await bytesOf('model.onnx'));
  if (model.kind !== 'trees') throw new Error(model.kind);
  // ONNX has the slope in the leaves.
  const leaves = (share: number) =>
    model.ensemble.trees.map((tree) => ({ ...tree, leaves: tree.leaves.map((leaf) => leaf * share) }));
  const slope = 1.7;
  expectParity('lightgbm-binary', {
    ...imported,
    model: { kind: 'trees', ensemble: { ...model.ensemble, trees: leaves(1 / slope), slope } },
  });
});

it('gives nets back as ONNX, an ONNX model as it ships', async () => {
  await exporting('dense', '--onnx', at('dense.onnx'));
  expect((await importOnnx(await bytesOf('dense.onnx'))).model.kind).toBe('dense');
  await exporting('net', '--onnx', at('net.onnx'));
  const { model } = await importOnnx(new Uint8Array(await readFile(fixture('onnx-tanh.onnx'))));
  expect(model).toMatchObject({ kind: 'onnx', model: await bytesOf('net.onnx') });
});

it.each([
  ['nothing', 'trees', [], 64, 'USAGE'],
  ['both', 'trees', ['--lightgbm', 'a', '--onnx', 'b'], 64, 'USAGE'],
  ['a bundle without a ranker', 'plain', ['--onnx', 'never.onnx'], 65, 'TOO_LITTLE_DATA'],
  ['a net for LightGBM', 'dense', ['--lightgbm', 'never.txt'], 65, 'RANKER_UNSUPPORTED'],
  ['a folder that is not there', 'trees', ['--lightgbm', '/nowhere/at/all.txt'], 74, 'OUTPUT_FAILED'],
])('refuses %s', async (_, bundle, argv, exit, code) => {
  const streams = await exporting(bundle, ...argv);
  expect(streams.code).toBe(exit);
  expect(streams.out).toContain(code);
  expect((await readdir(dir)).filter((name) => /never|tmp/.test(name))).toEqual([]);
});
