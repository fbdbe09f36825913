import {
  type Bundle,
  type Digest,
  loadLater,
  type Manifest,
  openBundle,
  type ReadFile,
  readSectionOf,
  type Section,
} from '../engine/index.ts';
import { asVitrineError } from '../errors/fail.ts';

/**
 * What a damaged copy in a cache on the way looks like; and files of the last version that a deployment took away between
 * the manifest and them.
 */
const DAMAGED = ['BUNDLE_LENGTH', 'BUNDLE_HASH', 'BUNDLE_MAGIC', 'BUNDLE_MISSING'];

/**
 * Rest after a failed load. Every shelf asks for what is missing: without it each click would show on the network.
 */
const RETRY_MS = 30_000;

/** Sections that come by themselves, where this host has a use for them; `ranker` where it does not load first. */
const APART = ['hnsw', 'onnx', 'ranker'] as const;
export type Apart = (typeof APART)[number];

export interface OpenedBundle {
  bundle: Bundle;
  /** Brings the sections that the first shelf does not need. One load however often it is asked; a failed one is tried again later. */
  later(): Promise<void>;
  /** Fetches a section that is large and that nothing waits for; undefined where the bundle has none. */
  apart(name: Apart): Promise<Section | undefined>;
}

/**
 * Opens the bundle, verified. A file that is missing or fails verification is fetched once more past the cache, since hashed files are
 * taken from any cache and a damaged copy there would otherwise stay for a year.
 * @param began called with the manifest before its sections are asked for, twice where the first attempt failed
 * @throws every BUNDLE_* code, NETWORK
 */
export async function openVerified(
  reader: (fresh: boolean) => ReadFile,
  digest: Digest,
  began?: (manifest: Manifest) => void,
): Promise<OpenedBundle> {
  const bundle = await twice((read) => openBundle(read, digest, began));
  let loading: Promise<void> | undefined;
  return {
    bundle,
    later() {
      loading ??= twice((read) => loadLater(bundle, read, digest, APART)).catch((error: unknown) => {
        setTimeout(() => {
          loading = undefined;
        }, RETRY_MS);
        throw error;
      });
      return loading;
    },
    apart: (name) => twice((read) => readSectionOf(bundle, name, read, digest)),
  };

  async function twice<T>(load: (read: ReadFile) => Promise<T>): Promise<T> {
    try {
      return await load(reader(false));
    } catch (thrown) {
      if (!DAMAGED.includes(asVitrineError(thrown).code)) throw thrown;
      return load(reader(true));
    }
  }
}
