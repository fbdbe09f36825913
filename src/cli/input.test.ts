import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfigFor, type TrainOptions } from './input.ts';
import { vitrine } from './writeShop.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-input-'));
});
afterAll(() => rm(dir, { recursive: true }));

const options = (rest: Partial<TrainOptions>): TrainOptions => ({
  format: 'canonical',
  maxBad: 0.01,
  minRating: 4,
  ...rest,
});

async function file(text: string): Promise<string> {
  const path = join(dir, 'config.json');
  await writeFile(path, text);
  return path;
}

describe('readConfigFor', () => {
  it('takes defaults, then the file, then --seed', async () => {
    expect((await readConfigFor(options({}))).seed).toBe(1);
    const config = await file('{"seed":4,"halfLifeDays":9}');
    expect(await readConfigFor(options({ config }))).toMatchObject({ seed: 4, halfLifeDays: 9 });
    expect(await readConfigFor(options({ config, seed: 0 }))).toMatchObject({ seed: 0, halfLifeDays: 9 });
  });

  it.each(['null', '5', '[]', '"text"'])('refuses a file that holds %s, --seed or not', async (text) => {
    const config = await file(text);
    for (const seed of [undefined, 3])
      await expect(readConfigFor(options({ config, seed }))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('says where the JSON breaks, and which file', async () => {
    const config = await file('{"seed":');
    await expect(readConfigFor(options({ config }))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      where: expect.stringContaining(config),
    });
  });
});

describe('the options of a log', () => {
  const train = (...argv: string[]) =>
    vitrine('train', '--events', join(dir, 'nowhere.csv'), '--out', join(dir, 'out'), ...argv);

  it.each([
    ['--format', 'excel'],
    ['--max-bad', '1.5'],
    ['--max-bad', 'few'],
    ['--max-bad', ''],
    ['--min-rating', 'good'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
  ])('refuse %s %j', async (...argv) => {
    const { code, err } = await train('--format', 'canonical', ...argv);
    expect([code, err]).toEqual([64, expect.stringContaining('USAGE')]);
  });

  it('want a format', async () => {
    expect((await train()).err).toContain('--format');
  });
});
