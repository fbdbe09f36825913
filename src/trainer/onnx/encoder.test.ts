import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEncoder, withDigest } from './encoder.ts';
import { sumModel } from './sumModel.test-support.ts';

const ROWS = [
  [1, 2],
  [3, 4],
  [5, 6],
];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-onnx-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('readEncoder', () => {
  it('reads a model, the ids that it knows and the vectors that it gives of them', async () => {
    const model = await file('model.onnx', sumModel(ROWS, [0.25, 0.5, 1]));
    const ids = await file('ids.txt', 'cup\nWörter\r\n7\n');
    const found = await readEncoder({ model, ids });
    expect(found).toMatchObject({ length: 3, width: 2, ids: ['cup', 'Wörter', '7'] });
    expect([...found.vectors]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(found.model).toHaveLength(sumModel(ROWS, [0.25, 0.5, 1]).length);
  });

  it('takes vectors from a file in place of the model’s', async () => {
    const model = await file('model.onnx', sumModel(ROWS, [1]));
    const ids = await file('ids.txt', 'a\nb\nc');
    const items = await file('items.f32', new Uint8Array(Float32Array.of(9, 8, 7, 6, 5, 4).buffer));
    expect([...(await readEncoder({ model, ids, items })).vectors]).toEqual([9, 8, 7, 6, 5, 4]);
  });

  it('says what does not fit', async () => {
    const model = await file('model.onnx', sumModel(ROWS, [1]));
    const ids = await file('ids.txt', 'a\nb\nc');
    const refused = (files: object, code: string, where: string) =>
      expect(readEncoder({ model, ids, ...files })).rejects.toMatchObject({
        code,
        where: expect.stringContaining(where),
      });
    await refused({ ids: await file('two.txt', 'a\nb') }, 'INPUT_COLUMNS', '6 numbers, not 2 ids x 2');
    await refused({ ids: await file('twice.txt', 'a\nb\na') }, 'INPUT_COLUMNS', 'the id "a"');
    await refused({ ids: await file('empty.txt', 'a\n\nc') }, 'INPUT_COLUMNS', 'the id ""');
    await refused({ items: await file('few.f32', new Uint8Array(23)) }, 'INPUT_COLUMNS', '5 numbers, not 3 ids x 2');
    await refused({ ids: join(folder, 'none.txt') }, 'INPUT_MISSING', 'none.txt');
    await refused({ model: await file('text.onnx', 'no model') }, 'ENCODER_UNAVAILABLE', '');
    await expect(readEncoder({ model })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

it('withDigest tells files of one name apart', async () => {
  const ids = await file('ids.txt', 'a\nb');
  const model = await file('model.onnx', 'one');
  const before = await withDigest({ model, ids });
  expect(await withDigest({ model, ids })).toEqual(before);
  await file('model.onnx', 'two');
  expect((await withDigest({ model, ids })).digest).not.toBe(before.digest);
  await expect(withDigest({ model: join(folder, 'none.onnx') })).rejects.toMatchObject({ code: 'INPUT_MISSING' });
});
