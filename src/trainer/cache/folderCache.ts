import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { asVitrineError } from '../../errors/failAny.ts';
import { isRunning } from '../isRunning.ts';
import type { Cache } from './cache.ts';
import { codeHash } from './codeHash.ts';
import { contentHash } from './contentHash.ts';

/** First bytes of an entry; another number where its layout changes. */
const MAGIC = 'vitrine cache 1\n';
const HASH_BYTES = 32;
const ENTRY = /^[0-9a-f]{64}\.bin$/;
const UNFINISHED = /^[0-9a-f]{64}\.bin\.tmp-(\d+)$/;

/** Bytes that a cache may hold; what was used longest ago goes first. */
const MAX_BYTES = 4e9;

export interface FolderCache extends Cache {
  /** Stages found, and stages computed, since it was opened. */
  readonly counts: { found: number; computed: number };
}

/**
 * A cache of files in `dir`, one a value, named by the hash of stage, parts, code and Node's version. An entry is whole or does
 * not count: it is written beside and renamed, and carries its own hash. A disk that is full costs the entry, never the run.
 * @throws OUTPUT_FAILED where the folder cannot be made or written
 */
export async function openFolderCache(dir: string, maxBytes = MAX_BYTES): Promise<FolderCache> {
  try {
    await mkdir(dir, { recursive: true });
    await tidy(dir, maxBytes);
  } catch (thrown) {
    throw asVitrineError(thrown, 'OUTPUT_FAILED', dir);
  }
  const code = await codeHash();
  const counts = { found: 0, computed: 0 };
  const hashes = new WeakMap<object, string>();
  /** A log or tables are asked for many times, and are large. */
  const hashOf = (part: unknown): string => {
    if (!isColumns(part)) return contentHash(part);
    let hash = hashes.get(part);
    if (!hash) {
      hash = contentHash(part);
      hashes.set(part, hash);
    }
    return hash;
  };
  return {
    counts,
    async through<T>(stage: string, parts: readonly unknown[], compute: () => T | Promise<T>): Promise<T> {
      const file = join(dir, `${contentHash([stage, code, process.version, ...parts.map(hashOf)])}.bin`);
      const found = await readEntry(file);
      if (found) {
        counts.found++;
        return found.value as T;
      }
      const value = await compute();
      counts.computed++;
      await writeEntry(file, value);
      return value;
    },
  };
}

const isColumns = (part: unknown): part is object =>
  typeof part === 'object' && part !== null && Object.values(part).some((column) => ArrayBuffer.isView(column));

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

async function readEntry(file: string): Promise<{ value: unknown } | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return undefined;
  }
  const start = MAGIC.length + HASH_BYTES;
  const payload = bytes.subarray(start);
  const isWhole =
    bytes.length > start &&
    bytes.toString('latin1', 0, MAGIC.length) === MAGIC &&
    digestOf(payload).equals(bytes.subarray(MAGIC.length, start));
  if (!isWhole) {
    await rm(file, { force: true });
    return undefined;
  }
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
  return { value: deserialize(payload) };
}

async function writeEntry(file: string, value: unknown): Promise<void> {
  const beside = `${file}.tmp-${process.pid}`;
  try {
    const payload = serialize(value);
    await writeFile(beside, [Buffer.from(MAGIC, 'latin1'), digestOf(payload), payload]);
    await rename(beside, file);
  } catch {
    await rm(beside, { force: true }).catch(() => {});
  }
}

/** Removes what killed runs left half written, and what was used longest ago where there is too much. Files not ours stay. */
async function tidy(dir: string, maxBytes: number): Promise<void> {
  const entries: { path: string; bytes: number; used: number }[] = [];
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    const pid = Number(UNFINISHED.exec(name)?.[1]);
    if (pid && (pid === process.pid || !isRunning(pid))) await rm(path, { force: true });
    if (!ENTRY.test(name)) continue;
    // Another run may tidy at the same time.
    const found = await stat(path).catch(() => undefined);
    if (found) entries.push({ path, bytes: found.size, used: found.mtimeMs });
  }
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  entries.sort((a, b) => a.used - b.used);
  for (const { path, bytes } of entries) {
    if (total <= maxBytes) break;
    await rm(path, { force: true });
    total -= bytes;
  }
}
