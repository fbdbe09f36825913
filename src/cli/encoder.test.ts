import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumModel } from '../trainer/onnx/sumModel.test-support.ts';
import { makeShop } from '../trainer/tables/makeShop.ts';
import { openFolder } from './folder.ts';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

let dir: string;
let given: string[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-encoder-'));
  const ids = [...new Set(makeShop().map(([, itemId]) => itemId))].sort();
  const log = await writeShop(dir);
  // Each item along the axis of its kind, which is its first letter.
  const kinds = [...new Set(ids.map((id) => id[0]!))];
  const rows = ids.map((id) => kinds.map((kind) => (id[0] === kind ? 1 : 0)));
  await writeFile(join(dir, 'model.onnx'), sumModel(rows, [0.25, 0.5, 1]));
  await writeFile(join(dir, 'ids.txt'), ids.join('\n'));
  await writeFile(join(dir, 'vectors.f32'), new Uint8Array(Float32Array.from(rows.flat()).buffer));
  const config = await writeConfig(dir);
  given = ['--format', 'canonical', '--events', log, '--config', config, '--encoder', join(dir, 'model.onnx')];
}, 60_000);

afterAll(() => rm(dir, { recursive: true }));

describe('--encoder', () => {
  it('trains a bundle with the model in it, which then recommends and is evaluated by it', async () => {
    const out = join(dir, 'bundle');
    const ids = ['--encoder-ids', join(dir, 'ids.txt')];
    const trained = await vitrine('train', ...given, ...ids, '--out', out, '--json');
    expect([trained.code, trained.err.includes('vitrine:')]).toEqual([0, false]);
    const bundle = await openFolder(out);
    expect(bundle.section('factors')!.params.encoder).toBe('onnx');
    expect(bundle.section('onnx')!.arrays.model!.length).toBeGreaterThan(100);
    const history = bundle.catalogue.ids.slice(0, 2).join(',');
    const asked = await vitrine('recommend', '--bundle', out, '--history', history, '--explain', '--json');
    expect(asked.code).toBe(0);
    const { items } = JSON.parse(asked.out) as { items: { proposals: { source: string }[] }[] };
    expect(items.flatMap(({ proposals }) => proposals.map(({ source }) => source))).toContain('factors');
    const vectors = ['--encoder-items', join(dir, 'vectors.f32')];
    const again = await vitrine('train', ...given, ...ids, ...vectors, '--out', join(dir, 'again'), '--json');
    expect(again.code).toBe(0);
    const other = await openFolder(join(dir, 'again'));
    expect(other.section('factors')!.arrays).toEqual(bundle.section('factors')!.arrays);
  }, 120_000);

  it('is refused without the ids that the model knows, and where a file is not there', async () => {
    const out = ['--out', join(dir, 'none')];
    expect(await vitrine('train', ...given, ...out)).toMatchObject({
      code: 64,
      err: expect.stringContaining('--encoder-ids'),
    });
    expect(await vitrine('train', ...given, ...out, '--encoder-ids', join(dir, 'nowhere.txt'))).toMatchObject({
      code: 66,
      err: expect.stringContaining('nowhere.txt'),
    });
  });
});
