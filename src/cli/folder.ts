import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Bundle } from '../engine/bundle/bundle.ts';
import { loadLater, openBundle, type ReadFile } from '../engine/bundle/open.ts';
import type { Kernels } from '../engine/kernels/kernels.ts';
import { fail } from '../errors/failAny.ts';
import { sha256 } from '../trainer/digest.ts';
import { assembleWhole, type Parts, readParts } from '../trainer/lists/openParts.ts';

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

/** The reader of a bundle given as its folder or its manifest.json. */
export const bundleReader = (path: string): ReadFile =>
  folderReader(basename(path) === 'manifest.json' ? dirname(path) : path);

/**
 * Opens a bundle from disk, every section verified, those of `later` too. Of a bundle in lists this is the head.
 * @param path the bundle's folder or its manifest.json
 * @throws every BUNDLE_* code
 */
export async function openFolder(path: string): Promise<Bundle> {
  const read = bundleReader(path);
  const bundle = await openBundle(read, sha256);
  await loadLater(bundle, read, sha256);
  return bundle;
}

/**
 * Opens a bundle from disk with its whole catalogue: of one in lists, all of them, `parts`.
 * @throws every BUNDLE_* code, LIST_DAMAGED
 */
export async function openWhole(path: string, kernels: Kernels): Promise<{ bundle: Bundle; parts?: Parts }> {
  const bundle = await openFolder(path);
  const parts = await readParts(bundle, bundleReader(path), kernels);
  return parts ? { bundle: assembleWhole(parts), parts } : { bundle };
}
