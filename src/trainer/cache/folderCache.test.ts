import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolderCache } from './folderCache.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-cache-'));
});

afterEach(() => rm(dir, { recursive: true, force: true }));

const VALUE = {
  name: 'factors',
  params: { alpha: 0.1, missing: undefined },
  arrays: { scales: Float32Array.of(1, Number.NaN, -0), vectors: Int8Array.of(-128, 127), offsets: Int32Array.of(7) },
  list: new Map([['a', [1, 2]]]),
};

async function only(): Promise<string> {
  const names = await readdir(dir);
  expect(names).toHaveLength(1);
  return join(dir, names[0]!);
}

describe('openFolderCache', () => {
  it('computes once, and gives the same content to the next run', async () => {
    let times = 0;
    const compute = () => {
      times++;
      return VALUE;
    };
    for (let run = 0; run < 3; run++) {
      const cache = await openFolderCache(dir);
      expect(await cache.through('fit als', [{ seed: 1 }, Int32Array.of(3)], compute)).toEqual(VALUE);
      expect(cache.counts).toEqual(run === 0 ? { found: 0, computed: 1 } : { found: 1, computed: 0 });
    }
    expect(times).toBe(1);
  });

  it('tells stages and parts apart, large parts too', async () => {
    const cache = await openFolderCache(dir);
    const columns = (item: number) => ({ item: Int32Array.of(item), items: ['a'] });
    const ask = (stage: string, ...parts: unknown[]) => cache.through(stage, parts, () => [stage, ...parts]);
    const questions: [string, ...unknown[]][] = [
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['a', 1, undefined],
      ['a', columns(1)],
      ['a', columns(2)],
    ];
    for (const [stage, ...parts] of questions) expect(await ask(stage, ...parts)).toEqual([stage, ...parts]);
    expect(cache.counts).toEqual({ found: 0, computed: 6 });
    const kept = columns(1);
    await ask('a', kept);
    await ask('a', kept);
    expect(cache.counts).toEqual({ found: 2, computed: 6 });
  });

  it('keeps nothing of a stage that failed', async () => {
    const cache = await openFolderCache(dir);
    await expect(cache.through('a', [], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(dir)).toEqual([]);
    expect(await cache.through('a', [], () => 3)).toBe(3);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ['emptied', () => Buffer.alloc(0)],
    ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(bytes.at(-1)! ^ 1)])],
    ['of another layout', (bytes: Buffer) => Buffer.concat([Buffer.from('vitrine cache 0\n'), bytes.subarray(16)])],
  ])('computes again what was %s', async (_, damage) => {
    await (await openFolderCache(dir)).through('a', [1], () => VALUE);
    const file = await only();
    await writeFile(file, damage(await readFile(file)));
    const cache = await openFolderCache(dir);
    expect(await cache.through('a', [1], () => VALUE)).toEqual(VALUE);
    expect(cache.counts).toEqual({ found: 0, computed: 1 });
    expect(await (await openFolderCache(dir)).through('a', [1], () => 'not asked')).toEqual(VALUE);
  });

  it('removes what a killed run left half written, and nothing that is not its own', async () => {
    const half = `${'0'.repeat(64)}.bin.tmp-999999999`;
    for (const name of [half, 'README.md']) await writeFile(join(dir, name), 'x');
    await openFolderCache(dir);
    expect(await readdir(dir)).toEqual(['README.md']);
  });

  it('drops what was used longest ago where it holds too much', async () => {
    const first = await openFolderCache(dir);
    await first.through('a', ['old'], () => 'x'.repeat(1000));
    const old = await only();
    await first.through('a', ['new'], () => 'y'.repeat(1000));
    await utimes(old, 1000, 1000);
    const cache = await openFolderCache(dir, 1500);
    expect(await cache.through('a', ['new'], () => 'again')).toBe('y'.repeat(1000));
    expect(await cache.through('a', ['old'], () => 'again')).toBe('again');
  });

  it('costs an entry and not the run where it cannot write', async () => {
    const cache = await openFolderCache(dir);
    await rm(dir, { recursive: true });
    expect(await cache.through('a', [], () => 3)).toBe(3);
    await mkdir(dir);
    expect(await cache.through('b', [], () => new WeakRef({}))).toBeInstanceOf(WeakRef);
    expect(await readdir(dir)).toEqual([]);
  });

  it('says where no cache can be', async () => {
    await writeFile(join(dir, 'file'), '');
    await expect(openFolderCache(join(dir, 'file'))).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
  });
});
