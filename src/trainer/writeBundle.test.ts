import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBundle } from '../engine/bundle/open.ts';
import type { PackedBundle } from '../engine/bundle/write.ts';
import { sha256 } from './digest.ts';
import { popularity } from './models/popularity.ts';
import { makeLog } from './tables/makeLog.ts';
import { trainBundle } from './train.ts';
import { UNLEARNED } from './trainEngine.ts';
import { checkOutput, writeBundle } from './writeBundle.ts';

/** What the disk does at its n-th change (from 1): refuse it, or stop there for ever as if the process were killed. */
const disk = vi.hoisted(() => ({ changes: 0, endsAt: 0, how: 'refuses' as 'refuses' | 'dies', reached: () => {} }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const watched =
    <A extends unknown[], R>(change: (...args: A) => Promise<R>, half?: (...args: A) => Promise<unknown>) =>
    async (...args: A): Promise<R> => {
      if (++disk.changes !== disk.endsAt) return change(...args);
      await half?.(...args);
      if (disk.how === 'refuses') throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      disk.reached();
      return new Promise<R>(() => {});
    };
  return {
    ...real,
    mkdir: watched(real.mkdir as (path: string, options?: object) => Promise<unknown>),
    mkdtemp: watched(real.mkdtemp as (prefix: string) => Promise<string>),
    rename: watched(real.rename),
    rm: watched(real.rm),
    writeFile: watched(real.writeFile as (path: string, bytes: Uint8Array) => Promise<void>, (path, bytes) =>
      real.writeFile(path, bytes.subarray(0, bytes.length / 2)),
    ),
  };
});

let former: PackedBundle;
let next: PackedBundle;
let parent: string;
let out: string;

const train = async (item: string) => {
  const log = makeLog([
    ['a', item, 1],
    ['a', 'y', 2],
  ]);
  return (await trainBundle({ log, models: [popularity], learned: UNLEARNED })).packed;
};

beforeAll(async () => {
  former = await train('x');
  next = await train('z');
});

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'vitrine-write-'));
  out = join(parent, 'bundle');
  Object.assign(disk, { changes: 0, endsAt: 0 });
});

afterEach(async () => {
  disk.endsAt = 0;
  await rm(parent, { recursive: true });
});

/** The version of the whole and verified bundle in `out`; undefined where there is no folder at all. */
async function versionThere(): Promise<string | undefined> {
  if (!(await readdir(parent)).includes('bundle')) return undefined;
  const { manifest } = await openBundle(async (file) => new Uint8Array(await readFile(join(out, file))), sha256);
  for (const { file, bytes } of manifest.sections) expect((await readFile(join(out, file))).length, file).toBe(bytes);
  return manifest.bundleVersion;
}

const filesThere = async () => (await readdir(out)).sort();

/** How many changes to the disk a whole run makes. */
async function countChanges(run: () => Promise<void>): Promise<number> {
  disk.changes = 0;
  await run();
  return disk.changes;
}

describe('writeBundle', () => {
  it('writes a new folder, its parents too, with exactly the files of the bundle', async () => {
    out = join(parent, 'bundle', 'deep', 'down');
    await writeBundle(out, former);
    expect(await filesThere()).toEqual([...former.files.keys()].sort());
    expect(await readdir(dirname(out))).toEqual(['down']);
    for (const [file, bytes] of former.files) expect(new Uint8Array(await readFile(join(out, file)))).toEqual(bytes);
  });

  it('fills an empty folder', async () => {
    await mkdir(out);
    await writeBundle(out, former);
    expect(await versionThere()).toBe(former.manifest.bundleVersion);
  });

  it('replaces a former bundle and leaves none of its files', async () => {
    await writeBundle(out, former);
    await writeBundle(out, next);
    expect(await versionThere()).toBe(next.manifest.bundleVersion);
    expect(await filesThere()).toEqual([...next.files.keys()].sort());
  });

  it('removes what a killed run left beside it, and nothing of a run that goes on', async () => {
    // Beyond the largest process number that Linux and macOS give.
    const abandoned = `${out}.tmp-99999999`;
    const running = `${out}.tmp-${process.ppid}`;
    for (const folder of [abandoned, running]) await mkdir(folder);
    await writeBundle(out, former);
    expect((await readdir(parent)).sort()).toEqual(['bundle', `bundle.tmp-${process.ppid}`]);
  });

  it("keeps what is not the bundle's own beside a former bundle", async () => {
    await writeBundle(out, former);
    const own = ['robots.txt', 'firmware.bin', 'photo.0123.bin'];
    for (const file of own) await writeFile(join(out, file), 'mine');
    await writeBundle(out, next);
    expect(await filesThere()).toEqual([...next.files.keys(), ...own].sort());
  });

  it('can write the same bundle again', async () => {
    await writeBundle(out, former);
    await writeBundle(out, former);
    expect(await versionThere()).toBe(former.manifest.bundleVersion);
    expect(await filesThere()).toEqual([...former.files.keys()].sort());
  });

  it('refuses a folder that holds something else, and a file, and loses nothing', async () => {
    await mkdir(out);
    await writeFile(join(out, 'thesis.txt'), 'years of work');
    for (const attempt of [() => writeBundle(out, former), () => checkOutput(out)])
      await expect(attempt()).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    expect(await filesThere()).toEqual(['thesis.txt']);
    expect(await readFile(join(out, 'thesis.txt'), 'utf8')).toBe('years of work');
    await writeFile(join(out, 'manifest.json'), '{"name":"a web app"}');
    await expect(writeBundle(out, former)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    const file = join(parent, 'file');
    await writeFile(file, 'mine');
    await expect(writeBundle(file, former)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('leaves nothing at all where the disk refuses a new folder, at whatever step', async () => {
    const steps = await countChanges(() => writeBundle(out, former));
    await rm(out, { recursive: true });
    expect(steps).toBeGreaterThan(former.files.size);
    for (let step = 1; step <= steps; step++) {
      Object.assign(disk, { changes: 0, endsAt: step, how: 'refuses' });
      await expect(writeBundle(out, former), `step ${step}`).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
      expect(await readdir(parent), `step ${step}`).toEqual([]);
    }
  });

  it('leaves the former bundle, or the new one, whole where the disk refuses an update, at whatever step', async () => {
    await writeBundle(out, former);
    const steps = await countChanges(() => writeBundle(out, next));
    for (let step = 1; step <= steps; step++) {
      disk.endsAt = 0;
      await writeBundle(out, former);
      Object.assign(disk, { changes: 0, endsAt: step, how: 'refuses' });
      await expect(writeBundle(out, next), `step ${step}`).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
      expect([former, next].map(({ manifest }) => manifest.bundleVersion)).toContain(await versionThere());
    }
  });

  it.each(['new folder', 'update'])(
    'leaves no half bundle when killed at any step of a %s, and then heals',
    async (kind) => {
      if (kind === 'update') await writeBundle(out, former);
      const steps = await countChanges(() => writeBundle(out, next));
      const allowed = [kind === 'update' ? former.manifest.bundleVersion : undefined, next.manifest.bundleVersion];
      for (let step = 1; step <= steps; step++) {
        disk.endsAt = 0;
        if (kind === 'update') await writeBundle(out, former);
        else await rm(out, { recursive: true, force: true });
        const death = new Promise<void>((resolve) => {
          disk.reached = resolve;
        });
        Object.assign(disk, { changes: 0, endsAt: step, how: 'dies' });
        void writeBundle(out, next);
        await death;
        expect(allowed, `step ${step}`).toContain(await versionThere());
        await writeBundle(out, next);
        expect(await filesThere(), `step ${step}`).toEqual([...next.files.keys()].sort());
        expect(await readdir(parent), `step ${step}`).toEqual(['bundle']);
      }
    },
  );
});

describe('checkOutput', () => {
  it('lets pass what writeBundle can write', async () => {
    await checkOutput(out);
    await mkdir(out);
    await checkOutput(out);
    await writeBundle(out, former);
    await checkOutput(out);
    expect(await versionThere()).toBe(former.manifest.bundleVersion);
  });

  it('finds out before the training, not after it, that nothing can be written there', async () => {
    for (const there of ['nothing', 'a bundle']) {
      if (there === 'a bundle') await writeBundle(out, former);
      Object.assign(disk, { changes: 0, endsAt: 1, how: 'refuses' });
      await expect(checkOutput(out), there).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
      disk.endsAt = 0;
    }
  });

  it('leaves nothing behind, wherever the nearest folder is', async () => {
    await checkOutput(join(out, 'deep', 'down'));
    expect(await readdir(parent)).toEqual([]);
    await writeBundle(out, former);
    await checkOutput(out);
    expect(await filesThere()).toEqual([...former.files.keys()].sort());
  });
});
