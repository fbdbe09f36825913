import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readManifest } from '../engine/bundle/readManifest.ts';
import type { PackedBundle } from '../engine/bundle/write.ts';
import { asVitrineError, fail } from '../errors/failAny.ts';
import { besideOf, removeAbandoned } from './unfinished.ts';

/** Names that packing gives, and their unfinished forms; whatever else lies in the folder is not ours to remove. */
const SECTION_FILE = /^[a-zA-Z]+\.[0-9a-f]{12}\.bin(\.tmp)?$/;

/**
 * Puts a bundle at `out` so that at every moment `out` is absent, the former bundle, or the new one, whole. A new folder is
 * written beside and renamed. Over a former bundle the sections come first, under their content hashes, then the manifest
 * by rename, then the former sections go: a page that read the former manifest and finds one gone
 * asks once more, with the new manifest.
 * @throws OUTPUT_EXISTS where `out` holds something that is no bundle, OUTPUT_FAILED where the disk refuses
 */
export async function writeBundle(out: string, { files }: PackedBundle): Promise<void> {
  const target = resolve(out);
  const isUpdate = await holdsBundle(target);
  const beside = besideOf(out);
  try {
    if (isUpdate) {
      for (const [file, bytes] of sectionsFirst(files)) {
        await writeFile(join(target, `${file}.tmp`), bytes);
        await rename(join(target, `${file}.tmp`), join(target, file));
      }
      for (const file of await readdir(target))
        if (SECTION_FILE.test(file) && !files.has(file)) await rm(join(target, file));
      return;
    }
    await mkdir(dirname(target), { recursive: true });
    await removeAbandoned(target);
    await mkdir(beside);
    for (const [file, bytes] of files) await writeFile(join(beside, file), bytes);
    await rename(beside, target);
  } catch (thrown) {
    await rm(beside, { recursive: true, force: true }).catch(() => {});
    throw asVitrineError(thrown, 'OUTPUT_FAILED', out);
  }
}

/** Refuses early what `writeBundle` would refuse in the end, before a long run. @throws OUTPUT_EXISTS, OUTPUT_FAILED */
export async function checkOutput(out: string): Promise<void> {
  const target = resolve(out);
  let folder = (await holdsBundle(target)) ? target : dirname(target);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    // Tried, since permissions do not tell of a read-only disk.
    await rmdir(await mkdtemp(join(folder, '.vitrine-')));
  } catch (thrown) {
    throw asVitrineError(thrown, 'OUTPUT_FAILED', out);
  }
}

const sectionsFirst = (files: Map<string, Uint8Array>) =>
  [...files].sort(([a], [b]) => Number(a === 'manifest.json') - Number(b === 'manifest.json'));

/** True: a former bundle, to be replaced. False: nothing there, or an empty folder. @throws OUTPUT_EXISTS */
async function holdsBundle(target: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(target);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw fail('OUTPUT_EXISTS', `${target} is not a folder`);
  }
  if (names.length === 0) return false;
  try {
    readManifest(await readFile(join(target, 'manifest.json')));
    return true;
  } catch {
    throw fail('OUTPUT_EXISTS', target);
  }
}
