import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedTexts } from './embed.ts';
import { digestOfModel } from './sentenceModel.ts';
import { writeTinyModel } from './tinyModel.test-support.ts';

let folder: string;
let model: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-text-'));
  model = join(folder, 'tiny');
  await writeTinyModel(model, [['cup', 'mug'], ['lamp', 'light'], ['red'], ['blue']]);
});
afterAll(() => rm(folder, { recursive: true }));

const silent = () => {};
const rowsOf = async (texts: readonly string[], progress: (done: number, total: number) => void = silent) => {
  const { vectors, width } = await embedTexts(texts, { model, progress });
  return texts.map((_, i) => Array.from(vectors.subarray(i * width, (i + 1) * width)));
};
const cosine = (a: number[], b: number[]) => a.reduce((sum, value, d) => sum + value * b[d]!, 0);

describe('embedTexts', () => {
  it('gives vectors of length 1 by what words mean, and zeros for no text', async () => {
    const [cup, mug, lamp, none] = await rowsOf(['a red cup', 'red mug', 'blue lamp', '']);
    expect(cosine(cup!, cup!)).toBeCloseTo(1, 5);
    expect(cosine(cup!, mug!)).toBeCloseTo(1, 5);
    expect(cosine(cup!, lamp!)).toBeLessThan(0.9);
    expect(none!.every((value) => value === 0)).toBe(true);
  });

  it('gives a text the same vector alone and among longer ones, which pad it', async () => {
    const [alone] = await rowsOf(['Blue light']);
    const many = Array.from({ length: 70 }, (_, i) => `blue ${'cup '.repeat(1 + (i % 9))} ${i % 2 ? 'red' : ''}`);
    await rowsOf(many);
    const again = (await rowsOf(['blue light', ...many]))[0]!;
    again.forEach((value, d) => {
      expect(value).toBeCloseTo(alone![d]!, 5);
    });
  });

  it('asks the model for each text once', async () => {
    const told: number[] = [];
    await rowsOf(['red light', 'red light', 'mug'], (_, total) => told.push(total));
    expect(told.at(-1)).toBe(2);
    await rowsOf(['mug', 'red light'], (_, total) => told.push(total));
    expect(told.at(-1)).toBe(0);
  });

  it('says which model is not there', async () => {
    await expect(embedTexts(['cup'], { model: join(folder, 'tiny/onnx'), progress: silent })).rejects.toMatchObject({
      code: 'TEXT_MODEL',
      where: expect.stringContaining('onnx'),
    });
  });
});

it('digestOfModel tells one state of a folder from another, and leaves names on a hub alone', async () => {
  const other = join(folder, 'other');
  await writeTinyModel(other, [['cup']]);
  expect(await digestOfModel(other)).toMatch(/^[0-9a-f]{64}$/);
  expect(await digestOfModel(other)).not.toBe(await digestOfModel(model));
  expect(await digestOfModel('some-hub/some-model')).toBeUndefined();
  for (const path of [join(folder, 'none'), './none'])
    await expect(digestOfModel(path)).rejects.toMatchObject({ code: 'INPUT_MISSING' });
});
