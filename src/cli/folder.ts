import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Bundle } from '../engine/bundle/bundle.ts';
import { loadLater, openBundle, type ReadFile } from '../engine/bundle/open.ts';
import { fail } from '../errors/fail.ts';
import { sha256 } from '../trainer/digest.ts';

/** Reads files of a bundle's folder on disk. @throws BUNDLE_MISSING */
export function folderReader(dir: string): ReadFile {
  return async (file) => {
    const path = join(dir, file);
    try {
      return new Uint8Array(await readFile(path));
    } catch (cause) {
      const error = fail('BUNDLE_MISSING', path);
      error.cause = cause;
      throw error;
    }
  };
}

/**
 * Opens a bundle from disk, every section verified, those of `later` too.
 * @param path the bundle's folder or its manifest.json
 * @throws every BUNDLE_* code
 */
export async function openFolder(path: string): Promise<Bundle> {
  const read = folderReader(basename(path) === 'manifest.json' ? dirname(path) : path);
  const bundle = await openBundle(read, sha256);
  await loadLater(bundle, read, sha256);
  return bundle;
}
